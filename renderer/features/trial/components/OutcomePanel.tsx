import { PenLine, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Result } from '../../../../electron/core/contract/results.ts';
import type { Outcome, Subject } from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { specimenComparison } from '../model.ts';
import { CorrectedMark, EntryActions } from './EntryActions.tsx';
import { EntryPanel } from './EntryPanel.tsx';

/** What became of the subject, and how the specimen compares with what the last CT gave for it. */
export function OutcomePanel({ subject, results }: { readonly subject: Subject; readonly results: readonly Result[] }) {
  const { outcome } = subject;
  return (
    <EntryPanel
      title={t('outcome.title')}
      action={t(outcome ? 'outcome.correct' : 'outcome.add')}
      icon={outcome ? PenLine : Plus}
      dialog={{ form: 'outcome', subjectId: subject.id, entryId: outcome?.id ?? null }}
      method="trial.setOutcome"
      subjectId={subject.id}
      entity="outcome"
      hint={outcome ? null : t('outcome.none')}
    >
      {outcome && (
        <>
          <div className="record__entry-head">
            <CorrectedMark isShown={outcome.corrected} />
            <EntryActions name={t('outcome.title')} entity="outcome" subjectId={subject.id} entryId={outcome.id} />
          </div>
          <OutcomeFacts outcome={outcome} results={results} />
        </>
      )}
    </EntryPanel>
  );
}

function OutcomeFacts({ outcome, results }: { readonly outcome: Outcome; readonly results: readonly Result[] }) {
  const { resectable, decisionDate, reason, resectionDate, specimenWeightG, phlfGrade, status90Days, note } = outcome;
  return (
    <dl className="facts">
      <Fact name={t('outcome.resectable')}>
        {t(resectable ? 'outcome.yesOn' : 'outcome.noOn', { date: decisionDate })}
      </Fact>
      {reason !== null && <Fact name={t('outcome.reason')}>{t(`outcomeReason.${reason}`)}</Fact>}
      {resectionDate !== null && <Fact name={t('outcome.resectionDate')}>{resectionDate}</Fact>}
      {specimenWeightG !== null && (
        <Fact name={t('outcome.specimen')}>
          {specimenWeightG} g. {specimenComparison(outcome, results)}
        </Fact>
      )}
      {phlfGrade !== null && <Fact name={t('outcome.phlf')}>{t(`phlf.${phlfGrade}`)}</Fact>}
      {status90Days !== null && <Fact name={t('outcome.status90')}>{t(`status90.${status90Days}`)}</Fact>}
      {note !== '' && <Fact name={t('record.note')}>{note}</Fact>}
      {outcome.changeReason !== null && <Fact name={t('outcome.changeReason')}>{outcome.changeReason}</Fact>}
    </dl>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
