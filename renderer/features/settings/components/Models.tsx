import { Plus, Trash2 } from 'lucide-react';
import type { Model } from '../../../../electron/core/contract/models.ts';
import { knownSegments } from '../../../../electron/core/domain/modelDescription.ts';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { noticeError } from '../../../app/notices.ts';
import { useQuery, useRefusal } from '../../../host/index.ts';
import { Button, Dialog, IconButton, Panel, ProgressBar, Stack } from '../../../ui/index.ts';
import { askToRemove, chooseModel, removeModel, useModels } from '../modelActions.ts';
import { mt } from '../modelTexts.ts';
import { ModelBrowser } from './ModelBrowser.tsx';

const modelEvents = ['models.changed'] as const;

/** The person's own networks: which there are, adding and removing. */
export function Models() {
  const { data: models } = useQuery('models.list', {}, { refreshOn: modelEvents });
  const adding = useModels((state) => state.adding);
  const browsing = useModels((state) => state.browsing);
  const removing = useModels((state) => state.removing);
  return (
    <Panel title={mt('models.title')}>
      <Stack>
        <p className="settings__text">{mt('models.text')}</p>
        {models?.length === 0 && <p>{mt('models.none')}</p>}
        <ul className="settings__models">
          {models?.map((model) => (
            <ModelRow key={model.id} model={model} />
          ))}
        </ul>
        {adding ? (
          <ProgressBar label={mt('models.adding')} fraction={null} />
        ) : (
          <div>
            <AllowedButton
              needs="models.add"
              icon={Plus}
              onPress={() => {
                chooseModel().catch(noticeError);
              }}
            >
              {mt('models.add')}
            </AllowedButton>
          </div>
        )}
      </Stack>
      {browsing !== undefined && <ModelBrowser path={browsing} />}
      {removing && <RemoveModel model={removing} />}
    </Panel>
  );
}

function ModelRow({ model }: { readonly model: Model }) {
  const { description, sha256, secondsPerPatch } = model;
  const refusal = useRefusal('models.remove');
  const facts = {
    patch: description.patch.join(' x '),
    seconds: secondsPerPatch.toFixed(1),
    spacing: description.spacingMm.every((mm) => mm === null)
      ? mt('models.own')
      : mt('models.spacing', { spacing: description.spacingMm.map((mm) => mm ?? mt('models.own')).join(' x ') }),
    sha256: sha256.slice(0, 12),
  };
  return (
    <li className="settings__model">
      <div>
        <strong>
          {description.name} {description.version}
        </strong>
        <div>{mt('models.finds', { what: knownSegments(description).join(', ') })}</div>
        <div className="settings__text">{mt('models.facts', facts)}</div>
      </div>
      <IconButton
        isDisabled={refusal !== null}
        label={mt('models.remove', description)}
        icon={Trash2}
        onPress={() => {
          askToRemove(model);
        }}
      />
    </li>
  );
}

function RemoveModel({ model }: { readonly model: Model }) {
  const close = (): void => {
    askToRemove(null);
  };
  return (
    <Dialog
      title={mt('models.removeTitle', model.description)}
      isOpen
      onClose={close}
      size="sm"
      footer={
        <>
          <Button onPress={close}>{mt('models.cancel')}</Button>
          <Button
            variant="danger"
            onPress={() => {
              removeModel(model).catch(noticeError);
            }}
          >
            {mt('models.removeNow')}
          </Button>
        </>
      }
    >
      <p>{mt('models.removeText')}</p>
    </Dialog>
  );
}
