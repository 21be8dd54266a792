import { CalendarClock, FileText } from 'lucide-react';
import type { Subject, Visit } from '../../../../electron/core/contract/trial.ts';
import { noticeError } from '../../../app/notices.ts';
import { routes } from '../../../app/routes.ts';
import { useSession } from '../../../app/session.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Button, EmptyState, Page, Panel, StatusChip } from '../../../ui/index.ts';
import { makeOverview, submissionText } from '../../submission/index.ts';
import { timePointName, visitState, visitWindow } from '../model.ts';
import { usePlans } from '../plans.ts';
import './trial.css';

const trialEvents = ['trial.changed'] as const;

/** Every subject of the site with its planned CTs, so that what is due is seen at a glance. */
export function PlansPage() {
  const { data: subjects } = useQuery('trial.listSubjects', {}, { refreshOn: trialEvents });
  const plans = usePlans();
  const reading = useSession((state) => state.reading);
  const kinds = [...plans.values()][0]?.map(({ kind }) => kind) ?? [];
  if (reading || subjects?.length === 0)
    return (
      <EmptyState icon={CalendarClock} title={t('visit.all')}>
        {t(reading ? 'visit.hidden' : 'record.noSubjectsText')}
      </EmptyState>
    );
  return (
    <Page
      title={t('visit.all')}
      actions={
        <Button
          icon={FileText}
          onPress={() => {
            makeOverview('a4').catch(noticeError);
          }}
        >
          {submissionText('overview')}
        </Button>
      }
    >
      <Panel title={t('record.subjects')} flush>
        <table className="ui-table">
          <thead>
            <tr>
              <th scope="col">{t('visit.subject')}</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {timePointName(kind)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {subjects?.map((subject) => (
              <SubjectRow key={subject.id} subject={subject} visits={plans.get(subject.id) ?? []} />
            ))}
          </tbody>
        </table>
      </Panel>
    </Page>
  );
}

function SubjectRow({ subject, visits }: { readonly subject: Subject; readonly visits: readonly Visit[] }) {
  return (
    <tr>
      <th scope="row" className="record__row-name">
        <a href={`#${routes.recordOf(subject.id)}`}>{subject.code}</a>
      </th>
      {visits.map((visit) => {
        const { text, tone } = visitState(visit);
        return (
          <td key={visit.kind}>
            <div className="record__visit">
              <StatusChip tone={tone}>{text}</StatusChip>
              <span>{visit.date ?? visitWindow(visit)}</span>
            </div>
          </td>
        );
      })}
    </tr>
  );
}
