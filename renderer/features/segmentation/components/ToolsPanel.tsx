import { Brush, Crosshair, Eraser, PencilLine, Scissors, SunMedium, type LucideIcon } from 'lucide-react';
import { CommandButton, CommandTool } from '../../../app/commands/index.ts';
import { Banner, Button, Checkbox, ProgressBar } from '../../../ui/index.ts';
import { cancelTask, dismissProblem, setAutoGrow, setRadius, setShape } from '../actions/index.ts';
import { MAX_RADIUS_MM, MIN_RADIUS_MM, useSegmentation, type ToolId } from '../store.ts';
import { inSentence, t } from '../texts.ts';
import { CutOptions } from './CutOptions.tsx';
import { Guide } from './Guide.tsx';
import { Slider } from './Slider.tsx';
import { Strokes } from './Strokes.tsx';
import '../segmentation.css';

const icons: Readonly<Record<ToolId, LucideIcon>> = {
  navigate: Crosshair,
  window: SunMedium,
  liverStroke: PencilLine,
  tumourStroke: PencilLine,
  backgroundStroke: PencilLine,
  cut: Scissors,
  brush: Brush,
  eraser: Eraser,
};

/** The left panel: what to do next, the tools, and what the chosen tool needs. */
export function ToolsPanel() {
  const failure = useSegmentation((state) => state.failure);
  return (
    <aside className="seg-panel seg-panel--left" aria-label={t('tools.title')}>
      <Guide />
      {failure !== null && <Banner tone="danger">{failure}</Banner>}
      <section className="seg-block">
        <h2 className="seg-block__title">{t('tools.title')}</h2>
        <div className="seg-tools">
          {(Object.keys(icons) as ToolId[]).map((id) => (
            <div key={id} className={`seg-tool seg-tool--${id}`}>
              <CommandTool id={`tool.${id}`} icon={icons[id]} showLabel placement="right" />
            </div>
          ))}
        </div>
      </section>
      <ToolOptions />
      <Running />
      <Problem />
      <p className="seg-hint seg-hint--mouse">{t('tools.mouse')}</p>
    </aside>
  );
}

function ToolOptions() {
  const tool = useSegmentation((state) => state.tool);
  switch (tool) {
    case 'liverStroke':
    case 'tumourStroke':
    case 'backgroundStroke':
      return <StrokeOptions />;
    case 'cut':
      return <CutOptions />;
    case 'brush':
    case 'eraser':
      return <BrushOptions />;
    case 'navigate':
    case 'window':
      return null;
  }
}

function StrokeOptions() {
  const autoGrow = useSegmentation((state) => state.autoGrow);
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">{t('strokes.title')}</h2>
      <Strokes />
      <Checkbox isSelected={autoGrow} onChange={setAutoGrow}>
        {t('tools.autoGrow')}
      </Checkbox>
      <div className="seg-buttons">
        <CommandButton id="segment.grow" variant="primary" size="sm" />
        <CommandButton id="segment.clearStrokes" variant="quiet" size="sm" />
      </div>
    </section>
  );
}

function BrushOptions() {
  const radiusMm = useSegmentation((state) => state.radiusMm);
  const shape = useSegmentation((state) => state.shape);
  const active = useSegmentation((state) => state.active);
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
      <fieldset className="seg-choice">
        <legend className="visually-hidden">{t('tools.shape')}</legend>
        {(['sphere', 'disc'] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="brush-shape"
              checked={shape === each}
              onChange={() => {
                setShape(each);
              }}
            />
            {t(`tools.${each}`)}
          </label>
        ))}
      </fieldset>
      <div className="seg-buttons seg-buttons--column">
        <CommandButton id="segment.interpolate" size="sm" />
        <CommandButton id="segment.keepLargest" size="sm" />
        <CommandButton id="segment.fillHoles" size="sm" />
      </div>
    </section>
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
