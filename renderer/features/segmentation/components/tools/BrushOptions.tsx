import { CommandButton } from '../../../../app/commands/index.ts';
import { Checkbox } from '../../../../ui/index.ts';
import { toggleLearnedHu } from '../../actions/editing/index.ts';
import { setRadius, setShape } from '../../actions/index.ts';
import { MAX_RADIUS_MM, MIN_RADIUS_MM, useSegmentation } from '../../store.ts';
import { inSentence, t } from '../../texts.ts';
import { tt } from '../../toolTexts.ts';
import { Slider } from '../Slider.tsx';
import { Choice } from './Choice.tsx';

export function BrushOptions() {
  const radiusMm = useSegmentation((state) => state.radiusMm);
  const shape = useSegmentation((state) => state.shape);
  const active = useSegmentation((state) => state.active);
  const learns = useSegmentation((state) => state.masking.huLimit === 'learned');
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">{t('command.activate', { segment: inSentence(active) })}</h2>
      <Slider
        label={t('tools.radius')}
        value={radiusMm}
        min={MIN_RADIUS_MM}
        max={MAX_RADIUS_MM}
        step={1}
        shown={t('tools.radiusValue', { radius: radiusMm })}
        onChange={setRadius}
      />
      <Choice
        label={t('tools.shape')}
        value={shape}
        options={(['sphere', 'disc'] as const).map((value) => ({ value, label: t(`tools.${value}`) }))}
        onChange={setShape}
      />
      <Checkbox isSelected={learns} onChange={toggleLearnedHu}>
        {tt('brush.learn')}
      </Checkbox>
      <div className="seg-buttons">
        <CommandButton id="segment.interpolate" size="sm" />
      </div>
      <p className="seg-hint">{tt('hint.brush')}</p>
    </section>
  );
}
