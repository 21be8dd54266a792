import { Play } from 'lucide-react';
import type { Model } from '../../../../electron/core/contract/models.ts';
import { knownSegments } from '../../../../electron/core/domain/modelDescription.ts';
import { patchCount } from '../../../../wasm/models/index.ts';
import { errorSentence } from '../../../app/notices.ts';
import { goTo, routes } from '../../../app/routes.ts';
import { useQuery } from '../../../host/index.ts';
import { Banner, Button, Dialog, Stack } from '../../../ui/index.ts';
import { closeModels, runModel, useModels } from '../actions/models.ts';
import { foundNames, mt } from '../modelTexts.ts';
import { useSegmentation } from '../store.ts';
import '../models.css';

const modelEvents = ['models.changed'] as const;

/** Which of the person's models is run on the open series. */
export function ModelsDialog() {
  const isOpen = useModels((state) => state.isOpen);
  return isOpen ? <Choice /> : null;
}

function Choice() {
  const { data: models, error } = useQuery('models.list', {}, { refreshOn: modelEvents });
  return (
    <Dialog title={mt('models.title')} isOpen onClose={closeModels} size="md">
      <Stack gap={3}>
        {error !== undefined && <Banner tone="danger">{errorSentence(error)}</Banner>}
        <p className="models__text">{mt(models?.length === 0 ? 'models.none' : 'models.text')}</p>
        {models?.length === 0 && <ToSettings />}
        <ul className="models__list">
          {models?.map((model) => (
            <ModelRow key={model.id} model={model} />
          ))}
        </ul>
      </Stack>
    </Dialog>
  );
}

function ModelRow({ model }: { readonly model: Model }) {
  const { description, secondsPerPatch } = model;
  const what = knownSegments(description)
    .map((segment) => foundNames[segment])
    .join(', ');
  const geometry = useSegmentation((state) => state.geometry);
  const seconds = geometry === null ? 0 : Math.ceil(patchCount(geometry, description) * secondsPerPatch);
  return (
    <li className="models__row">
      <div>
        <strong>
          {description.name} {description.version}
        </strong>
        <div className="models__text">
          {mt('models.finds', { what })},{' '}
          {seconds < 90
            ? mt('models.seconds', { count: seconds })
            : mt('models.minutes', { count: Math.round(seconds / 60) })}
        </div>
      </div>
      <Button
        icon={Play}
        onPress={() => {
          void runModel(model);
        }}
      >
        {mt('models.run')}
      </Button>
    </li>
  );
}

function ToSettings() {
  return (
    <div>
      <Button
        variant="primary"
        onPress={() => {
          closeModels();
          goTo(routes.settings);
        }}
      >
        {mt('models.settings')}
      </Button>
    </div>
  );
}
