import { CalendarClock, FileText, MapPinPlus, Printer, SearchX } from 'lucide-react';
import { useMemo, useRef } from 'react';
import {
  timePointKinds,
  type SubjectSummary,
  type TimePointKind,
  type Visit,
} from '../../../../electron/core/contract/trial.ts';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { CommandButton } from '../../../app/commands/index.ts';
import { errorSentence, noticeError } from '../../../app/notices.ts';
import { routes } from '../../../app/routes.ts';
import { useSession } from '../../../app/session.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, EmptyState, Page, Panel, StatusChip, useRowKeys, useRowWindow } from '../../../ui/index.ts';
import { makeOverview, submissionText } from '../../submission/index.ts';
import { openDialog } from '../actions.ts';
import { timePointName, visitState, visitWindow } from '../model.ts';
import { clearFilter, useOverview } from '../overview.ts';
import { useRecord } from '../store.ts';
import { OverviewFilters } from './OverviewFilters.tsx';
import { SiteDialog } from './SiteDialog.tsx';
import './trial.css';

/** CSS pixels; see `.record__overview` in trial.css. */
const ROW_HEIGHT = 54;
const HEAD_HEIGHT = 36;

/** Every subject of the site with its planned CTs, so that what is due is seen at a glance. */
export function PlansPage() {
  const filter = useRecord((state) => state.filter);
  const { all, shown, sites, error } = useOverview(filter);
  const reading = useSession((state) => state.reading);
  const isAddingSite = useRecord((state) => state.dialog?.form === 'site');
  if (reading) return <Empty text={t('visit.hidden')} />;
  if (error !== undefined && all === undefined)
    return (
      <Banner tone="danger" title={t('error.load')}>
        {errorSentence(error)}
      </Banner>
    );
  if (all === undefined) return null;
  return (
    <Page
      title={t('visit.all')}
      subtitle={t('overview.count', { shown: shown.length, total: all.length })}
      fill
      actions={
        <>
          <AllowedButton
            needs="trial.addSite"
            icon={MapPinPlus}
            onPress={() => {
              openDialog({ form: 'site', subjectId: null });
            }}
          >
            {t('site.add')}
          </AllowedButton>
          <AllowedButton
            needs="package.siteOverview"
            icon={FileText}
            onPress={() => {
              makeOverview('a4').catch(noticeError);
            }}
          >
            {submissionText('overview')}
          </AllowedButton>
          <CommandButton id="app.print" icon={Printer} />
        </>
      }
    >
      {all.length === 0 ? (
        <Empty text={t('record.noSubjectsText')} />
      ) : (
        <>
          <OverviewFilters subjects={all} sites={sites} filter={filter} />
          {shown.length === 0 ? (
            <NoneFits />
          ) : (
            <Subjects shown={shown} siteCodes={new Map(sites.map(({ id, code }) => [id, code]))} />
          )}
        </>
      )}
      {isAddingSite && <SiteDialog />}
    </Page>
  );
}

const Empty = ({ text }: { readonly text: string }) => (
  <EmptyState icon={CalendarClock} title={t('visit.all')}>
    {text}
  </EmptyState>
);

const NoneFits = () => (
  <EmptyState
    icon={SearchX}
    title={t('overview.none')}
    action={<Button onPress={clearFilter}>{t('overview.clear')}</Button>}
  />
);

/** Thousands of rows, of which those in view are rendered. */
function Subjects({
  shown,
  siteCodes,
}: {
  readonly shown: readonly SubjectSummary[];
  readonly siteCodes: ReadonlyMap<string, string>;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { first, end, above, below } = useRowWindow(scroller, shown.length, ROW_HEIGHT);
  const keys = useRowKeys(scroller, shown.length, ROW_HEIGHT, HEAD_HEIGHT);
  const kinds = useMemo(() => plannedKinds(shown), [shown]);
  return (
    <Panel flush>
      <div className="record__overview" ref={scroller}>
        <table className="ui-table" aria-rowcount={shown.length + 1}>
          <thead>
            <tr>
              <th scope="col">{t('visit.subject')}</th>
              <th scope="col">{t('overview.site')}</th>
              <th scope="col">{t('overview.next')}</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {timePointName(kind)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={keys.onKeyDown}>
            <Gap height={above} />
            {shown.slice(first, end).map((subject, at) => (
              <tr key={subject.id} aria-rowindex={first + at + 2}>
                <th scope="row" className="record__row-name">
                  <a href={`#${routes.recordOf(subject.id)}`} {...keys.focusProps(first + at)}>
                    {subject.code}
                  </a>
                </th>
                <td>{siteCodes.get(subject.siteId ?? '') ?? '–'}</td>
                <td>{nextText(subject.next)}</td>
                {kinds.map((kind) => (
                  <td key={kind}>
                    <VisitCell visit={subject.visits.find((visit) => visit.kind === kind)} />
                  </td>
                ))}
              </tr>
            ))}
            <Gap height={below} />
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const Gap = ({ height }: { readonly height: number }) =>
  height === 0 ? null : (
    <tr aria-hidden className="record__gap">
      <td style={{ height }} />
    </tr>
  );

function VisitCell({ visit }: { readonly visit: Visit | undefined }) {
  if (!visit) return '–';
  const { text, tone } = visitState(visit);
  return (
    <div className="record__visit">
      <StatusChip tone={tone}>{text}</StatusChip>
      <span>{visit.date ?? visitWindow(visit)}</span>
    </div>
  );
}

function nextText(next: Visit | null): string {
  if (next === null) return t('overview.nothingNext');
  const name = timePointName(next.kind);
  return next.lastDate === null ? name : t('visit.nextBy', { name, date: next.lastDate });
}

/** Those that any of the protocols plans, in the order of time. */
const plannedKinds = (subjects: readonly SubjectSummary[]): TimePointKind[] => {
  const planned = new Set(subjects.flatMap(({ visits }) => visits.map(({ kind }) => kind)));
  return timePointKinds.filter((kind) => planned.has(kind));
};
