import { Banner, Button, ProgressBar } from '../../../ui/index.ts';
import { cancelTask, dismissProblem } from '../actions/index.ts';
import { useSegmentation } from '../store.ts';
import { t } from '../texts.ts';
import { MaskImport } from '../import/ImportDialog.tsx';
import { Guide } from './Guide.tsx';
import { ModelsDialog } from './ModelsDialog.tsx';
import { LookTools, ToolGrid } from './tools/ToolGrid.tsx';
import { ToolOptions } from './tools/ToolOptions.tsx';
import '../segmentation.css';

/** The left panel: what to do next, the tools, and what the chosen tool needs. */
export function ToolsPanel() {
  const failure = useSegmentation((state) => state.failure);
  return (
    <aside className="seg-panel seg-panel--left" aria-label={t('tools.title')}>
      <Guide />
      {failure !== null && <Banner tone="danger">{failure}</Banner>}
      <section className="seg-block">
        <div className="seg-block__head">
          <h2 className="seg-block__title">{t('tools.title')}</h2>
          <LookTools />
        </div>
        <ToolGrid />
      </section>
      <ToolOptions />
      <ModelsDialog />
      <MaskImport />
      <p className="seg-hint seg-hint--mouse">{t('tools.mouse')}</p>
      {/* In view whatever the panel is scrolled to. */}
      <div className="seg-news">
        <Running />
        <Problem />
      </div>
    </aside>
  );
}

function Running() {
  const busy = useSegmentation((state) => state.busy);
  if (busy === null) return null;
  return (
    <section className="seg-block" role="status">
      <ProgressBar label={busy.title} fraction={busy.fraction} detail={`${Math.round(busy.fraction * 100)} %`} />
      <div className="seg-buttons">
        <Button size="sm" onPress={cancelTask}>
          {t('command.cancel')}
        </Button>
      </div>
    </section>
  );
}

function Problem() {
  const problem = useSegmentation((state) => state.problem);
  if (problem === null) return null;
  return (
    <Banner
      tone="warning"
      action={
        <Button size="sm" variant="quiet" onPress={dismissProblem}>
          OK
        </Button>
      }
    >
      {problem}
    </Banner>
  );
}
