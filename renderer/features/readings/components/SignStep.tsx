import { CircleCheck, ListChecks, PenLine, Scale, Trash2, Users } from 'lucide-react';
import { useEffect } from 'react';
import type { ShownReading } from '../../../../electron/core/contract/readings.ts';
import { valuesWhileReading } from '../../../../electron/core/domain/blinding.ts';
import { signedAtText } from '../../../../electron/core/domain/signature.ts';
import { shownUnit } from '../../../../electron/core/domain/units.ts';
import { occasionalVolumeIds } from '../../../../electron/core/domain/volumetry.ts';
import { Button, StatusChip, type Tone } from '../../../ui/index.ts';
import { lock, lookClosely, openDialog, review, showReading } from '../actions.ts';
import { openedReading, useReadings } from '../store.ts';
import { rt } from '../texts.ts';
import { SignatureLine } from './SignatureLine.tsx';
import '../readings.css';

export const stateTone: Readonly<Record<ShownReading['reading']['state'], Tone>> = {
  draft: 'neutral',
  reviewed: 'info',
  signed: 'ok',
  locked: 'ok',
};

/**
 * The last step of a case: look everything over, say so, sign.
 * @param waiting why nothing can be signed right now (something isn't stored yet), or null
 */
export function SignStep({ waiting }: { readonly waiting: string | null }) {
  const current = useReadings(openedReading);
  const isDetailed = useReadings((state) => state.isDetailed);
  const problem = useReadings((state) => state.problem);
  const dialog = useReadings((state) => state.dialog);
  useEffect(() => {
    if (!isDetailed && waiting === null) lookClosely();
  }, [isDetailed, waiting, current?.reading.id]);
  return (
    <div className="readings-step">
      {current === null ? (
        <p className="seg-guide__text">{rt('step.loading')}</p>
      ) : (
        <Current shown={current} waiting={waiting} />
      )}
      {problem !== null && dialog === null && (
        <p className="readings-problem" role="alert">
          {problem}
        </p>
      )}
      <AllReadings />
    </div>
  );
}

function Current({ shown, waiting }: { readonly shown: ShownReading; readonly waiting: string | null }) {
  const isDetailed = useReadings((state) => state.isDetailed);
  const { reading, blocking, remarks, signatures, isOutdated } = shown;
  const mayAct = shown.isOwn && !shown.isSuperseded;
  return (
    <>
      <p className="readings-state" data-reading-state={reading.state}>
        <StatusChip tone={stateTone[reading.state]}>{rt(`state.${reading.state}`)}</StatusChip>
        <span>
          {rt(`ordinal.${reading.ordinal}`)}
          {reading.version > 1 && `, ${rt('version', { version: reading.version })}`}
        </span>
      </p>
      {reading.reason !== null && <p className="seg-hint">{reading.reason}</p>}
      {signatures.map((signature) => (
        <SignatureLine key={signature.id} signature={signature} />
      ))}
      {isOutdated && <p className="seg-hint seg-hint--warning">{rt('outdated')}</p>}
      {reading.state === 'draft' && mayAct && <p className="seg-guide__text">{rt('step.draft')}</p>}
      {reading.state === 'reviewed' && mayAct && <p className="seg-guide__text">{rt('step.reviewed')}</p>}
      {isDetailed && <Sentences title={rt('settle')} sentences={blocking} tone="blocking" />}
      {isDetailed && <Sentences title={rt('remarks')} sentences={remarks} tone="remark" />}
      {isDetailed && <Values shown={shown} />}
      <Steps shown={shown} waiting={waiting} isDetailed={isDetailed} />
    </>
  );
}

function Sentences(props: { readonly title: string; readonly sentences: readonly string[]; readonly tone: string }) {
  if (props.sentences.length === 0) return null;
  return (
    <div className={`readings-sentences readings-sentences--${props.tone}`}>
      <p>{props.title}</p>
      <ul>
        {props.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

const isOccasional: ReadonlySet<string> = new Set(occasionalVolumeIds);

/** The numbers that are signed, as the host has them; nothing that tells of the treatment. */
function Values({ shown }: { readonly shown: ShownReading }) {
  const values = valuesWhileReading(shown.values).filter(
    ({ quantity, printed }) => printed !== null && !(isOccasional.has(quantity) && Number(printed) === 0),
  );
  if (values.length === 0) return null;
  return (
    <dl className="readings-values">
      {values.map(({ quantity, name, printed, unit }) => (
        <div key={quantity}>
          <dt>{name}</dt>
          <dd>
            {printed} {shownUnit(unit)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface StepsProps {
  readonly shown: ShownReading;
  readonly waiting: string | null;
  readonly isDetailed: boolean;
}

function Steps({ shown, waiting, isDetailed }: StepsProps) {
  const busy = useReadings((state) => state.busy);
  const { reading, refusals, isSuperseded, isOwn } = shown;
  const isStill = busy || waiting !== null || !isDetailed;
  if (isSuperseded) return null;
  // Said where the button is, unless the sentences above say it already.
  const why =
    !isOwn || !isDetailed || shown.blocking.length > 0
      ? null
      : reading.state === 'draft'
        ? refusals.review
        : reading.state === 'reviewed'
          ? refusals.sign
          : null;
  return (
    <>
      {waiting !== null && <p className="seg-hint">{waiting}</p>}
      {why !== null && <p className="seg-hint seg-hint--warning">{why}</p>}
      <div className="seg-buttons">
        {reading.state === 'draft' && isOwn && (
          <Button
            size="sm"
            variant="primary"
            icon={ListChecks}
            isDisabled={isStill || refusals.review !== null}
            onPress={() => void review()}
          >
            {rt('reviewLong')}
          </Button>
        )}
        {isOwn && (reading.state === 'reviewed' || (reading.state === 'signed' && shown.isOutdated)) && (
          <Button
            size="sm"
            variant="primary"
            icon={PenLine}
            isDisabled={isStill || refusals.sign !== null}
            onPress={() => {
              openDialog('sign');
            }}
          >
            {rt(reading.state === 'signed' ? 'signAgain' : 'sign')}
          </Button>
        )}
        {refusals.correct === null && (
          <Button
            size="sm"
            isDisabled={busy}
            onPress={() => {
              openDialog('correct');
            }}
          >
            {rt('correct')}
          </Button>
        )}
        {refusals.discard === null && (
          <Button
            size="sm"
            variant="quiet"
            icon={Trash2}
            isDisabled={busy || waiting !== null}
            onPress={() => {
              openDialog('discard');
            }}
          >
            {rt('discard')}
          </Button>
        )}
        {refusals.lock === null && (
          <Button size="sm" icon={CircleCheck} isDisabled={busy} onPress={() => void lock()}>
            {rt('lock')}
          </Button>
        )}
      </div>
    </>
  );
}

/** Who else read this CT, what was decided, and how to add to it. */
function AllReadings() {
  const shown = useReadings((state) => state.shown);
  const openedId = useReadings((state) => state.openedId);
  const busy = useReadings((state) => state.busy);
  if (shown === null) return null;
  const { readings, refusals, adjudications, discarded } = shown;
  const isWorthShowing = readings.length > 1 || discarded.length > 0 || refusals.second === null;
  if (!isWorthShowing) return null;
  return (
    <section className="readings-all" aria-label={rt('second.title')}>
      <h3>{rt('second.title')}</h3>
      <ul>
        {readings.map((each) => (
          <li key={each.reading.id} aria-current={each.reading.id === openedId}>
            <Line shown={each} isOpen={each.reading.id === openedId} />
          </li>
        ))}
      </ul>
      {adjudications.map((decision) => (
        <p key={decision.id} className="seg-hint">
          {rt('adjudicate.decided', {
            name: decision.by.printedName,
            time: signedAtText(decision.at, decision.utcOffsetMinutes),
            choice: rt(`choice.${decision.choice}`),
            reason: decision.reason,
          })}
        </p>
      ))}
      {discarded.map(({ reading, reason, by, at, utcOffsetMinutes }) => (
        <p key={reading.id} className="seg-hint">
          {rt('discard.was', {
            reader: reading.reader?.printedName ?? rt('reader.none'),
            name: by.printedName,
            time: signedAtText(at, utcOffsetMinutes),
            reason,
          })}
        </p>
      ))}
      <div className="seg-buttons">
        {refusals.second === null && (
          <Button
            size="sm"
            icon={Users}
            isDisabled={busy}
            onPress={() => {
              openDialog('second');
            }}
          >
            {rt('second.ask')}
          </Button>
        )}
        {refusals.adjudicate === null && (
          <Button
            size="sm"
            icon={Scale}
            isDisabled={busy}
            onPress={() => {
              openDialog('adjudicate');
            }}
          >
            {rt('adjudicate.do')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Line({ shown, isOpen }: { readonly shown: ShownReading; readonly isOpen: boolean }) {
  const { reading, isCounting, isVisible, isSuperseded } = shown;
  const { ordinal, version, reader, state } = reading;
  const marks = [
    ...(version > 1 ? [rt('version', { version })] : []),
    reader?.printedName ?? rt('reader.none'),
    ...(isCounting ? [rt('counts')] : []),
    ...(isSuperseded ? [rt('superseded')] : []),
    ...(isVisible ? [] : [rt('hidden')]),
  ];
  return (
    <>
      <div className="readings-all__line">
        <strong>{rt(`ordinal.${ordinal}`)}</strong>
        <StatusChip tone={stateTone[state]}>{rt(`state.${state}`)}</StatusChip>
      </div>
      <div className="readings-all__line">
        <span className="seg-hint">{marks.join(' · ')}</span>
        {isVisible && !isOpen && (
          <Button
            size="sm"
            variant="quiet"
            onPress={() => {
              showReading(reading.id);
            }}
          >
            {rt('show')}
          </Button>
        )}
      </div>
    </>
  );
}
