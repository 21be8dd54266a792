import { CommandButton } from '../../../../app/commands/index.ts';
import { setToolOptions } from '../../actions/editing/index.ts';
import { cutDepths } from '../../model/toolOptions.ts';
import { useSegmentation } from '../../store.ts';
import { inSentence, t } from '../../texts.ts';
import { tt } from '../../toolTexts.ts';
import { Slider } from '../Slider.tsx';
import { Choice } from './Choice.tsx';

const fillOrErase = [
  { value: 'fill', label: tt('mode.fill') },
  { value: 'erase', label: tt('mode.erase') },
] as const;
const inOrOut = [
  { value: 'inside', label: tt('where.inside') },
  { value: 'outside', label: tt('where.outside') },
] as const;
const depths = cutDepths.map((value) => ({ value, label: tt(`depth.${value}`) }));
const LEAST_SLAB_MM = 5;
const MOST_SLAB_MM = 100;

export function ScissorsOptions() {
  const { scissorsErase, scissorsInside, depth, slabMm } = useSegmentation((state) => state.toolOptions);
  const active = useSegmentation((state) => state.active);
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">{t('command.activate', { segment: inSentence(active) })}</h2>
      <p className="seg-hint">{tt('hint.scissors')}</p>
      <Choice
        label={tt('mode.label')}
        value={scissorsErase ? 'erase' : 'fill'}
        options={fillOrErase}
        onChange={(mode) => {
          setToolOptions({ scissorsErase: mode === 'erase' });
        }}
      />
      {scissorsErase && (
        <Choice
          label={tt('where.label')}
          value={scissorsInside ? 'inside' : 'outside'}
          options={inOrOut}
          onChange={(where) => {
            setToolOptions({ scissorsInside: where === 'inside' });
          }}
        />
      )}
      <Choice
        label={tt('depth.label')}
        value={depth}
        options={depths}
        onChange={(chosen) => {
          setToolOptions({ depth: chosen });
        }}
      />
      {depth === 'slab' && (
        <Slider
          label={tt('depth.slabMm')}
          value={slabMm}
          min={LEAST_SLAB_MM}
          max={MOST_SLAB_MM}
          step={1}
          shown={tt('unit.mm', { value: slabMm })}
          onChange={(mm) => {
            setToolOptions({ slabMm: mm });
          }}
        />
      )}
    </section>
  );
}

export function ContourOptions({ tool }: { readonly tool: 'contour' | 'liveWire' }) {
  const erases = useSegmentation((state) => state.toolOptions.contourErases);
  const isDrawing = useSegmentation((state) => state.outline !== null && state.tool === 'liveWire');
  const active = useSegmentation((state) => state.active);
  const hint = tool === 'liveWire' ? 'hint.liveWire' : erases ? 'hint.contourErases' : 'hint.contour';
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">{t('command.activate', { segment: inSentence(active) })}</h2>
      <p className="seg-hint">{tt(hint, { segment: inSentence(active) })}</p>
      <Choice
        label={tt('mode.label')}
        value={erases ? 'erase' : 'fill'}
        options={fillOrErase}
        onChange={(mode) => {
          setToolOptions({ contourErases: mode === 'erase' });
        }}
      />
      {isDrawing && (
        <div className="seg-buttons">
          <CommandButton id="segment.confirm" variant="primary" size="sm" />
          <CommandButton id="segment.lastAnchor" variant="quiet" size="sm" />
        </div>
      )}
      <div className="seg-buttons seg-buttons--column">
        <CommandButton id="segment.copyNext" size="sm" />
        <CommandButton id="segment.interpolate" size="sm" />
      </div>
    </section>
  );
}
