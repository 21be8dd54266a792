import { BookMarked, UserPlus } from 'lucide-react';
import { Redirect } from 'wouter';
import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { CommandButton } from '../../../app/commands/index.ts';
import { errorSentence } from '../../../app/notices.ts';
import { routes } from '../../../app/routes.ts';
import { useSession } from '../../../app/session.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, EmptyState } from '../../../ui/index.ts';
import { useOverview } from '../overview.ts';
import { useRecord } from '../store.ts';
import { AssignDialog } from './AssignDialog.tsx';
import { EmbolisationDialog } from './EmbolisationDialog.tsx';
import { FunctionTestDialog } from './FunctionTestDialog.tsx';
import { HistoryDialog } from './HistoryDialog.tsx';
import { MeasureDialog } from './MeasureDialog.tsx';
import { OutcomeDialog } from './OutcomeDialog.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { StrikeDialog } from './StrikeDialog.tsx';
import { ChangeSubjectDialog, SubjectDialog } from './SubjectDialog.tsx';
import { SubjectList } from './SubjectList.tsx';
import { SubjectPage } from './SubjectPage.tsx';
import { TimePointDialog } from './TimePointDialog.tsx';
import './trial.css';

const trialEvents = ['trial.changed'] as const;
const everybody = {};

/** The record: subjects at the left, the chosen one at the right; at first the one whose CT is open. */
export function RecordPage({ subjectId }: { readonly subjectId: string | null }) {
  const { all, error } = useOverview(everybody);
  const isThere = all?.some(({ id }) => id === subjectId) ?? false;
  const { data: subject } = useQuery('trial.getSubject', isThere && subjectId !== null ? { subjectId } : null, {
    refreshOn: trialEvents,
  });
  const seriesId = useSession((state) => state.seriesId);
  if (error !== undefined && !all)
    return (
      <div className="record__content">
        <Banner tone="danger" title={t('error.load')}>
          {errorSentence(error)}
        </Banner>
      </div>
    );
  if (!all) return null;
  const atHand =
    all.find(({ seriesIds }) => seriesIds.includes(seriesId ?? '')) ?? (all.length === 1 ? all[0] : undefined);
  if (subjectId === null && atHand) return <Redirect to={routes.recordOf(atHand.id)} replace />;
  return (
    <div className={all.length === 0 ? 'record record--empty' : 'record'}>
      {all.length > 0 && <SubjectList subjects={all} chosenId={subjectId} />}
      <div className="record__content">
        {subject && <SubjectPage key={subject.id} subject={subject} />}
        {!isThere && <NoSubject isEmpty={all.length === 0} isGone={subjectId !== null} />}
      </div>
      <RecordDialogs subject={subject} />
    </div>
  );
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

function RecordDialogs({ subject }: { readonly subject: Subject | undefined }) {
  const dialog = useRecord((state) => state.dialog);
  if (dialog?.form === 'subject' && dialog.subjectId === null) return <SubjectDialog />;
  if (!dialog || !subject || dialog.subjectId !== subject.id) return null;
  switch (dialog.form) {
    case 'subject':
      return <ChangeSubjectDialog subject={subject} />;
    case 'measure':
      return <MeasureDialog subject={subject} entryId={dialog.entryId} />;
    case 'embolisation':
      return <EmbolisationDialog subject={subject} entryId={dialog.entryId} />;
    case 'function_test':
      return <FunctionTestDialog subject={subject} entryId={dialog.entryId} />;
    case 'outcome':
      return <OutcomeDialog subject={subject} />;
    case 'strike':
      return <StrikeDialog {...dialog} />;
    case 'history':
      return <HistoryDialog subjectId={subject.id} entity={dialog.entity} />;
    case 'time_point': {
      const timePoint = subject.timePoints.find(({ id }) => id === dialog.entryId);
      return timePoint ? (
        <TimePointDialog subject={subject} timePoint={timePoint} />
      ) : (
        <AssignDialog subject={subject} />
      );
    }
    case 'remove': {
      const timePoint = subject.timePoints.find(({ id }) => id === dialog.timePointId);
      return timePoint ? <RemoveDialog subjectId={subject.id} timePoint={timePoint} /> : null;
    }
  }
}
