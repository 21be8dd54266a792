import { printValue } from '../../../../electron/core/domain/format.ts';
import type { SegmentName } from '../../../../electron/core/domain/labels.ts';
import { labelVolumes, type LabelVolumes } from '../../../../electron/core/domain/volumetry.ts';
import { shortcutOf } from '../../../app/commands/index.ts';
import { Button } from '../../../ui/index.ts';
import { applyPreview, cancelPreview } from '../actions/index.ts';
import { ft } from '../flowTexts.ts';
import { useSegmentation, type SegmentationState } from '../store.ts';
import { t } from '../texts.ts';

const quantityOf = { liver: 'tlv', tumour: 'tumour', flr: 'flr' } as const satisfies Record<
  SegmentName,
  keyof LabelVolumes
>;

/** "Liver 1512 mL (was 0 mL)". */
function change({ preview, counts, geometry }: SegmentationState): string {
  if (preview === null || geometry === null) return '';
  const id = quantityOf[preview.segment];
  const shown = (of: readonly number[]): string => printValue(id, labelVolumes(of, geometry)[id].value ?? 0);
  const segment = t(`segment.${preview.segment}`);
  return ft('preview.volume', { segment, volume: shown(counts), before: shown(preview.before) });
}

/** A result that is about to be replaced is not applied. */
function applyShown(): void {
  if (useSegmentation.getState().busy === null) applyPreview();
}

/** A result that waits to be applied. */
export function PreviewBar() {
  const preview = useSegmentation((state) => state.preview);
  const sentence = useSegmentation(change);
  if (preview === null) return null;
  return (
    <div className="flow-preview" role="status" title={ft('preview.tooltip')} data-preview={preview.kind}>
      <strong className="flow-preview__mark">{ft('preview.title')}</strong>
      <span className="flow-preview__text">
        {preview.action.title}
        <span className="flow-preview__volume">{sentence}</span>
      </span>
      <Button size="sm" variant="primary" onPress={applyShown}>
        {ft('preview.apply')} <kbd>{shortcutOf('segment.confirm')}</kbd>
      </Button>
      <Button size="sm" onPress={cancelPreview}>
        {ft('preview.cancel')} <kbd>{shortcutOf('segment.cancel')}</kbd>
      </Button>
    </div>
  );
}
