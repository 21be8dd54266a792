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
  const next = useSegmentation((state) => nextStep(state.counts));
  const tool = useSegmentation((state) => state.tool);
  const ready = useSegmentation((state) => state.phase === 'ready');
  const current = stepOf[tool] ?? next;
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
              <Mark step={step} number={at + 1} />
              {t(`guide.${step}`)}
            </button>
          </li>
        ))}
      </ol>
      <p className="seg-guide__text">{t(`guide.${current}Text`)}</p>
    </section>
  );
}

function Mark({ step, number }: { readonly step: GuideStep; readonly number: number }) {
  const done = useSegmentation((state) => isStepDone(step, state.counts));
  return (
    <span className={`seg-guide__mark ${done ? 'seg-guide__mark--done' : ''}`}>
      {done ? <Check aria-label={t('guide.done')} size={12} strokeWidth={3} /> : number}
    </span>
  );
}
