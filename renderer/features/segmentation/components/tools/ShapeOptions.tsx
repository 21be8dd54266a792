import { segmentNames } from '../../../../../electron/core/domain/labels.ts';
import { CommandButton } from '../../../../app/commands/index.ts';
import { setToolOptions } from '../../actions/editing/index.ts';
import { combinations } from '../../model/toolOptions.ts';
import { useSegmentation } from '../../store.ts';
import { inSentence, t } from '../../texts.ts';
import { tt } from '../../toolTexts.ts';
import { Slider } from '../Slider.tsx';
import { Choice } from './Choice.tsx';
import { HuSliders } from './HuSliders.tsx';

export function ThresholdOptions() {
  const { threshold, thresholdHow } = useSegmentation((state) => state.toolOptions);
  const active = useSegmentation((state) => state.active);
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">{t('command.activate', { segment: inSentence(active) })}</h2>
      <p className="seg-hint">{tt('hint.threshold')}</p>
      <HuSliders
        range={threshold}
        onChange={(range) => {
          setToolOptions({ threshold: range });
        }}
      />
      <Choice
        label={tt('threshold.how')}
        value={thresholdHow}
        options={(['add', 'keep'] as const).map((value) => ({ value, label: tt(`threshold.${value}`) }))}
        onChange={(how) => {
          setToolOptions({ thresholdHow: how });
        }}
      />
      <div className="seg-buttons">
        <CommandButton id="segment.threshold" variant="primary" size="sm" />
      </div>
    </section>
  );
}

const MOST_MARGIN_MM = 20;
const MOST_SMOOTH_MM = 15;
const signed = (mm: number): string => tt('unit.mm', { value: `${mm > 0 ? '+' : ''}${mm}` });

export function ShapeOptions() {
  const { marginMm, smoothMm, combination, other } = useSegmentation((state) => state.toolOptions);
  const active = useSegmentation((state) => state.active);
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">{t('command.activate', { segment: inSentence(active) })}</h2>
      <Slider
        label={tt('shape.margin')}
        value={marginMm}
        min={-MOST_MARGIN_MM}
        max={MOST_MARGIN_MM}
        step={0.5}
        shown={signed(marginMm)}
        onChange={(mm) => {
          setToolOptions({ marginMm: mm });
        }}
      />
      <CommandButton id="segment.margin" size="sm" />
      <Slider
        label={tt('shape.smooth')}
        value={smoothMm}
        min={1}
        max={MOST_SMOOTH_MM}
        step={0.5}
        shown={tt('unit.mm', { value: smoothMm })}
        onChange={(mm) => {
          setToolOptions({ smoothMm: mm });
        }}
      />
      <CommandButton id="segment.smooth" size="sm" />
      <Choice
        label={tt('shape.combine')}
        value={combination}
        options={combinations.map((value) => ({ value, label: tt(`shape.${value}`) }))}
        onChange={(chosen) => {
          setToolOptions({ combination: chosen });
        }}
      />
      <Choice
        label={tt('shape.other')}
        value={other}
        options={segmentNames.map((value) => ({ value, label: t(`segment.${value}`) }))}
        onChange={(chosen) => {
          setToolOptions({ other: chosen });
        }}
      />
      <CommandButton id="segment.combine" size="sm" />
    </section>
  );
}

const SMALL_STEP_ML = 0.1;
const MOST_SMALL_ML = 20;

export function PiecesOptions() {
  const { pieceClick, smallMl } = useSegmentation((state) => state.toolOptions);
  const active = useSegmentation((state) => state.active);
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">{t('command.activate', { segment: inSentence(active) })}</h2>
      <p className="seg-hint">{tt(`hint.pieces.${pieceClick}`, { segment: inSentence(active) })}</p>
      <Choice
        label={tt('pieces.click')}
        value={pieceClick}
        options={(['removePiece', 'keepPiece'] as const).map((value) => ({ value, label: tt(`pieces.${value}`) }))}
        onChange={(click) => {
          setToolOptions({ pieceClick: click });
        }}
      />
      <div className="seg-buttons seg-buttons--column">
        <CommandButton id="segment.keepLargest" size="sm" />
        <CommandButton id="segment.fillHoles" size="sm" />
      </div>
      <Slider
        label={tt('pieces.small')}
        value={smallMl}
        min={SMALL_STEP_ML}
        max={MOST_SMALL_ML}
        step={SMALL_STEP_ML}
        shown={tt('unit.ml', { value: smallMl })}
        onChange={(ml) => {
          setToolOptions({ smallMl: ml });
        }}
      />
      <CommandButton id="segment.removeSmall" size="sm" />
    </section>
  );
}
