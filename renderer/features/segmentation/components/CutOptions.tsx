import { ArrowLeftRight } from 'lucide-react';
import { Button } from '../../../ui/index.ts';
import { clearCut, removeLastOfCut, swapSides } from '../actions/index.ts';
import { previewOf, type CutDraft } from '../model/cut.ts';
import { useSegmentation } from '../store.ts';
import { t } from '../texts.ts';

/** What the cut still needs, in one sentence. */
function hint(draft: CutDraft): string {
  const preview = previewOf(draft);
  if (preview.kind === 'none') return t('cut.place');
  return t(preview.kind === 'incomplete' ? 'cut.more' : 'cut.ready');
}

export function CutOptions() {
  const draft = useSegmentation((state) => state.cutDraft);
  const isEmpty = draft.pointsMm.length === 0;
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">
        {t('cut.title')} <span className="seg-block__count">{t('cut.points', { count: draft.pointsMm.length })}</span>
      </h2>
      <p className="seg-hint">{hint(draft)}</p>
      <div className="seg-buttons">
        <Button size="sm" icon={ArrowLeftRight} isDisabled={draft.flrSide === null} onPress={swapSides}>
          {t('cut.swap')}
        </Button>
      </div>
      <div className="seg-buttons">
        <Button size="sm" variant="quiet" isDisabled={isEmpty} onPress={removeLastOfCut}>
          {t('cut.removeLast')}
        </Button>
        <Button size="sm" variant="quiet" isDisabled={isEmpty} onPress={clearCut}>
          {t('cut.clear')}
        </Button>
      </div>
    </section>
  );
}
