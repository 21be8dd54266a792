import { BookMarked, UserPlus } from 'lucide-react';
import { Redirect } from 'wouter';
import type { Subject, Visit } from '../../../../electron/core/contract/trial.ts';
import { mostUrgent } from '../../../../electron/core/domain/visitPlan.ts';
import { CommandButton } from '../../../app/commands/index.ts';
import { errorSentence } from '../../../app/notices.ts';
import { routes } from '../../../app/routes.ts';
import { useSession } from '../../../app/session.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, EmptyState, StatusChip } from '../../../ui/index.ts';
import { qualityName, timePointName, timePointOfSeries, visitState } from '../model.ts';
import { usePlans } from '../plans.ts';
import { useRecord } from '../store.ts';
import { AssignDialog } from './AssignDialog.tsx';
import { EmbolisationDialog } from './EmbolisationDialog.tsx';
import { FunctionTestDialog } from './FunctionTestDialog.tsx';
import { MeasureDialog } from './MeasureDialog.tsx';
import { OutcomeDialog } from './OutcomeDialog.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { SubjectDialog } from './SubjectDialog.tsx';
import { SubjectPage } from './SubjectPage.tsx';
import './trial.css';

const trialEvents = ['trial.changed'] as const;

/** The record: subjects at the left, the chosen one at the right; at first the one whose CT is open. */
export function RecordPage({ subjectId }: { readonly subjectId: string | null }) {
  const { data, error } = useQuery('trial.listSubjects', {}, { refreshOn: trialEvents });
  const seriesId = useSession((state) => state.seriesId);
  const subjects = data ?? [];
  const subject = subjects.find(({ id }) => id === subjectId);
  if (error !== undefined && !data)
    return (
      <div className="record__content">
        <Banner tone="danger" title={t('error.load')}>
          {errorSentence(error)}
        </Banner>
      </div>
    );
  if (!data) return null;
  const atHand =
    timePointOfSeries(subjects, seriesId ?? '')?.subject ?? (subjects.length === 1 ? subjects[0] : undefined);
  if (subjectId === null && atHand) return <Redirect to={routes.recordOf(atHand.id)} replace />;
  return (
    <div className={subjects.length === 0 ? 'record record--empty' : 'record'}>
      {subjects.length > 0 && <SubjectList subjects={subjects} chosenId={subjectId} />}
      <div className="record__content">
        {subject ? (
          <SubjectPage key={subject.id} subject={subject} />
        ) : (
          <NoSubject isEmpty={subjects.length === 0} isGone={subjectId !== null} />
        )}
      </div>
      <RecordDialogs subjects={subjects} />
    </div>
  );
}

function SubjectList({
  subjects,
  chosenId,
}: {
  readonly subjects: readonly Subject[];
  readonly chosenId: string | null;
}) {
  const plans = usePlans();
  const reading = useSession((state) => state.reading);
  return (
    <nav className="record__list" aria-label={t('record.subjects')}>
      <header>
        <h1>{t('record.subjects')}</h1>
        <CommandButton id="trial.newSubject" icon={UserPlus} size="sm" />
      </header>
      <ul>
        {!reading && (
          <li>
            <a href={`#${routes.recordPlans}`}>{t('visit.all')}</a>
          </li>
        )}
        {subjects.map(({ id, code, liverQuality, timePoints }) => (
          <li key={id}>
            <a href={`#${routes.recordOf(id)}`} aria-current={id === chosenId ? 'page' : undefined}>
              <strong>{code}</strong>
              <span>
                {t('record.ctCount', { count: timePoints.length })} · {qualityName(liverQuality)}
              </span>
              {!reading && <Urgent visit={mostUrgent(plans.get(id) ?? [])} />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What has to be seen to; nothing where all is as planned. */
function Urgent({ visit }: { readonly visit: Visit | null }) {
  if (visit === null || visit.status === 'done' || visit.status === 'not_yet') return null;
  const { text, tone } = visitState(visit);
  return <StatusChip tone={tone}>{t('visit.chip', { visit: timePointName(visit.kind), state: text })}</StatusChip>;
}

function NoSubject({ isEmpty, isGone }: { readonly isEmpty: boolean; readonly isGone: boolean }) {
  if (isEmpty)
    return (
      <EmptyState
        icon={BookMarked}
        title={t('record.noSubjects')}
        action={<CommandButton id="trial.newSubject" icon={UserPlus} variant="primary" />}
      >
        {t('record.noSubjectsText')}
      </EmptyState>
    );
  return (
    <EmptyState icon={BookMarked} title={isGone ? t('record.subjectGone') : t('record.chooseSubject')}>
      {t('record.chooseSubjectText')}
    </EmptyState>
  );
}

function RecordDialogs({ subjects }: { readonly subjects: readonly Subject[] }) {
  const dialog = useRecord((state) => state.dialog);
  if (!dialog) return null;
  if (dialog.form === 'subject') return <SubjectDialog />;
  const subject = subjects.find(({ id }) => id === dialog.subjectId);
  if (!subject) return null;
  switch (dialog.form) {
    case 'measure':
      return <MeasureDialog subjectId={subject.id} />;
    case 'embolisation':
      return <EmbolisationDialog subject={subject} />;
    case 'functionTest':
      return <FunctionTestDialog subjectId={subject.id} />;
    case 'outcome':
      return <OutcomeDialog subject={subject} />;
    case 'assign':
      return <AssignDialog subject={subject} subjects={subjects} />;
    case 'remove': {
      const timePoint = subject.timePoints.find(({ id }) => id === dialog.timePointId);
      return timePoint ? <RemoveDialog subjectId={subject.id} timePoint={timePoint} /> : null;
    }
  }
}
