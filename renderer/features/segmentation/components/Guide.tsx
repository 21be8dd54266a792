import { Check } from 'lucide-react';
import { setTool } from '../actions/index.ts';
import { guideSteps, isStepDone, nextStep, type GuideStep } from '../model/segments.ts';
import { useSegmentation, type ToolId } from '../store.ts';
import { t } from '../texts.ts';

const toolOf: Readonly<Record<GuideStep, ToolId>> = {
  liver: 'liverStroke',
  tumour: 'tumourStroke',
  flr: 'cut',
  check: 'brush',
};
/** The step whose tool is in hand, whatever comes next. */
const stepOf: Partial<Record<ToolId, GuideStep>> = {
  liverStroke: 'liver',
  tumourStroke: 'tumour',
  cut: 'flr',
  brush: 'check',
  eraser: 'check',
};

/** The usual order, as a suggestion: every step can be taken at any time. */
export function Guide() {
  const counts = useSegmentation((state) => state.counts);
  const tool = useSegmentation((state) => state.tool);
  const ready = useSegmentation((state) => state.phase === 'ready');
  const current = stepOf[tool] ?? nextStep(counts);
  return (
    <section className="seg-block" aria-label={t('guide.title')}>
      <ol className="seg-guide">
        {guideSteps.map((step, at) => (
          <li key={step}>
            <button
              type="button"
              className="seg-guide__step"
              aria-current={step === current ? 'step' : undefined}
              disabled={!ready}
              onClick={() => {
                setTool(toolOf[step]);
              }}
            >
              <span className={`seg-guide__mark ${isStepDone(step, counts) ? 'seg-guide__mark--done' : ''}`}>
                {isStepDone(step, counts) ? <Check aria-label="done" size={12} strokeWidth={3} /> : at + 1}
              </span>
              {t(`guide.${step}`)}
            </button>
          </li>
        ))}
      </ol>
      <p className="seg-guide__text">{t(`guide.${current}Text`)}</p>
    </section>
  );
}
