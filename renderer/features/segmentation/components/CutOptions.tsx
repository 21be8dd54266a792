import { CommandButton } from '../../../app/commands/index.ts';
import { Button } from '../../../ui/index.ts';
import { clearCut, placeInCut, removeLastOfCut } from '../actions/index.ts';
import { previewOf, type CutDraft } from '../model/cut.ts';
import { useSegmentation } from '../store.ts';
import { t } from '../texts.ts';

/** What the cut still needs, in one sentence. */
function hint(draft: CutDraft): string {
  const preview = previewOf(draft);
  if (preview.kind === 'none') return t('cut.place');
  if (preview.kind === 'incomplete') return preview.reason;
  if (draft.placing === 'side' && draft.flrSide === null) return t('cut.side');
  return t('cut.ready');
}

export function CutOptions() {
  const draft = useSegmentation((state) => state.cutDraft);
  const hasSurface = previewOf(draft).kind === 'surface';
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">
        {t('cut.title')} <span className="seg-block__count">{t('cut.points', { count: draft.pointsMm.length })}</span>
      </h2>
      <p className="seg-hint">{hint(draft)}</p>
      <div className="seg-buttons">
        {draft.placing === 'points' ? (
          <Button
            size="sm"
            isDisabled={!hasSurface}
            onPress={() => {
              placeInCut('side');
            }}
          >
            {t('cut.chooseSide')}
          </Button>
        ) : (
          <Button
            size="sm"
            onPress={() => {
              placeInCut('points');
            }}
          >
            {t('cut.addPoints')}
          </Button>
        )}
        <CommandButton id="segment.applyCut" variant="primary" size="sm" />
      </div>
      <div className="seg-buttons">
        <Button size="sm" variant="quiet" isDisabled={draft.pointsMm.length === 0} onPress={removeLastOfCut}>
          {t('cut.removeLast')}
        </Button>
        <Button size="sm" variant="quiet" isDisabled={draft.pointsMm.length === 0} onPress={clearCut}>
          {t('cut.clear')}
        </Button>
      </div>
    </section>
  );
}
