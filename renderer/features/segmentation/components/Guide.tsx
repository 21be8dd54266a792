import { ArrowRight, Check, FileInput, ScanSearch } from 'lucide-react';
import { CommandButton } from '../../../app/commands/index.ts';
import { goTo, routes } from '../../../app/routes.ts';
import { Button } from '../../../ui/index.ts';
import { SignStep, useReadings, waitsForRecord } from '../../readings/index.ts';
import { rt } from '../../readings/texts.ts';
import { goToStep } from '../actions/index.ts';
import { ft } from '../flowTexts.ts';
import { isSeen } from '../model/doubtful.ts';
import { guideSteps, isStepDone, nextStep, stepAfter, type GuideStep } from '../model/segments.ts';
import { useSegmentation, type ToolId } from '../store.ts';
import { t } from '../texts.ts';
import { CheckList } from './CheckList.tsx';
import { GuideCertainty } from './GuideCertainty.tsx';
import { ModelsButton } from './ModelsButton.tsx';
import '../flow.css';

/** The step whose tool is in hand, whatever comes next. */
const stepOf: Partial<Record<ToolId, GuideStep>> = { liverStroke: 'liver', tumourStroke: 'tumour', cut: 'flr' };

/** The usual order, as a suggestion: every step can be taken at any time. */
export function Guide() {
  const next = useSegmentation((state) => nextStep(state.counts));
  const tool = useSegmentation((state) => state.tool);
  const step = useSegmentation((state) => state.step);
  const ready = useSegmentation((state) => state.phase === 'ready');
  const current = stepOf[tool] ?? step ?? next;
  return (
    <section className="seg-block flow-guide" aria-label={t('guide.title')} data-step={current}>
      <ol className="seg-guide">
        {guideSteps.map((each, at) => (
          <li key={each}>
            <button
              type="button"
              className="seg-guide__step"
              aria-current={each === current ? 'step' : undefined}
              disabled={!ready}
              onClick={() => {
                goToStep(each);
              }}
            >
              <Mark step={each} number={at + 1} />
              {ft(`guide.step.${each}`)}
            </button>
          </li>
        ))}
      </ol>
      <StepBody step={current} />
    </section>
  );
}

/** What the step is about, and the way on. */
function StepBody({ step }: { readonly step: GuideStep }) {
  const empty = useSegmentation((state) => !isStepDone('liver', state.counts));
  switch (step) {
    case 'liver':
      return (
        <>
          <p className="seg-guide__text">{ft(empty ? 'guide.liverEmpty' : 'guide.liver')}</p>
          <GuideCertainty />
          <div className="seg-buttons">
            <CommandButton
              id="segment.findLiver"
              icon={ScanSearch}
              variant={empty ? 'primary' : 'secondary'}
              size="sm"
            />
            <ModelsButton />
            {empty && <CommandButton id="segment.importMask" icon={FileInput} size="sm" variant="quiet" />}
            {!empty && <Next after={step} />}
          </div>
        </>
      );
    case 'tumour':
    case 'flr':
      return (
        <>
          <p className="seg-guide__text">{ft(`guide.${step}`)}</p>
          <div className="seg-buttons">
            <Next after={step} />
          </div>
        </>
      );
    case 'check':
      return (
        <>
          <CheckList />
          <div className="seg-buttons">
            <Next after={step} />
          </div>
        </>
      );
    case 'sign':
      return (
        <>
          <Signing />
          <div className="seg-buttons">
            <OpenRecord />
          </div>
        </>
      );
  }
}

/** The next thing to do when the record is what the signature waits for. */
function OpenRecord() {
  const isNext = useReadings(waitsForRecord);
  return (
    <Button
      size="sm"
      variant={isNext ? 'primary' : 'quiet'}
      onPress={() => {
        goTo(routes.record);
      }}
    >
      {ft('guide.open')}
    </Button>
  );
}

/** What is signed is what is stored. */
function Signing() {
  const isStored = useSegmentation((state) => state.save.kind === 'saved');
  const isSettled = useSegmentation((state) => state.preview === null && state.busy === null);
  return <SignStep waiting={isSettled ? (isStored ? null : rt('step.unsaved')) : rt('step.preview')} />;
}

function Next({ after }: { readonly after: GuideStep }) {
  const done = useSegmentation((state) => isStepDone(after, state.counts) || after === 'check');
  const isLeft = useSegmentation(({ certainty }) => after === 'liver' && certainty !== null && !isSeen(certainty));
  const next = stepAfter(after);
  if (next === null) return null;
  return (
    <Button
      size="sm"
      icon={ArrowRight}
      variant={done && !isLeft ? 'primary' : 'secondary'}
      onPress={() => {
        goToStep(next);
      }}
    >
      {ft('guide.next', { step: ft(`guide.step.${next}`) })}
    </Button>
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
