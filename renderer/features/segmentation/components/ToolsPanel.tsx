import { Banner } from '../../../ui/index.ts';
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
    </aside>
  );
}
