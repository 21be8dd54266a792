import { PenLine, Plus, ScanEye, Trash2 } from 'lucide-react';
import type { SubjectResults } from '../../../../electron/core/contract/results.ts';
import type { Subject, TimePoint } from '../../../../electron/core/contract/trial.ts';
import { AllowedButton, AllowedIconButton } from '../../../app/AllowedButton.tsx';
import { goTo, routes } from '../../../app/routes.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Button, Panel, StatusChip } from '../../../ui/index.ts';
import { phaseText, seriesName } from '../../library/model/series.ts';
import { ExportMenu } from '../../volumetry/components/ExportMenu.tsx';
import { openDialog } from '../actions.ts';
import { daysSinceEmbolisation, timePointName } from '../model.ts';
import { CorrectedMark } from './EntryActions.tsx';
import { FormerEntriesButton } from './FormerEntries.tsx';

const libraryEvents = ['library.changed'] as const;

/** The subject's CTs: what each is, whether it is measured, and the way to its images. */
export function TimePointsPanel(props: {
  readonly subject: Subject;
  readonly results: SubjectResults | undefined;
  /** Days since embolisation are part of the treatment. */
  readonly showTreatment: boolean;
}) {
  const { subject, results, showTreatment } = props;
  const assign = (
    <AllowedButton
      needs="trial.setTimePoint"
      size="sm"
      icon={Plus}
      onPress={() => {
        openDialog({ form: 'time_point', subjectId: subject.id, entryId: null });
      }}
    >
      {t('timePoint.assign')}
    </AllowedButton>
  );
  return (
    <Panel
      title={t('timePoint.title')}
      actions={
        <>
          <FormerEntriesButton subjectId={subject.id} entity="time_point" />
          {assign}
        </>
      }
      flush={subject.timePoints.length > 0}
    >
      {subject.timePoints.length === 0 ? (
        <p className="record__hint">{t('timePoint.none')}</p>
      ) : (
        <table className="ui-table record__cts">
          <thead>
            <tr>
              <th scope="col">{t('timePoint.kind')}</th>
              <th scope="col">{t('timePoint.date')}</th>
              {showTreatment && (
                <th scope="col" className="ui-align-end">
                  {t('timePoint.days')}
                </th>
              )}
              <th scope="col">{t('timePoint.series')}</th>
              <th scope="col">{t('timePoint.phase')}</th>
              <th scope="col">{t('timePoint.quality')}</th>
              <th scope="col">{t('timePoint.state')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('timePoint.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {subject.timePoints.map((timePoint) => (
              <TimePointRow
                key={timePoint.id}
                subject={subject}
                timePoint={timePoint}
                results={results}
                showTreatment={showTreatment}
              />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function TimePointRow(props: {
  readonly subject: Subject;
  readonly timePoint: TimePoint;
  readonly results: SubjectResults | undefined;
  readonly showTreatment: boolean;
}) {
  const { subject, timePoint, results, showTreatment } = props;
  const { data: series } = useQuery(
    'library.getSeries',
    { seriesId: timePoint.seriesId },
    { refreshOn: libraryEvents },
  );
  const name = timePointName(timePoint.kind);
  const pending = results?.pending.find(({ timePointId }) => timePointId === timePoint.id);
  const days = daysSinceEmbolisation(subject, timePoint.date);
  return (
    <tr>
      <th scope="row" className="record__row-name">
        {name} <CorrectedMark isShown={timePoint.corrected} />
      </th>
      <td className="record__day">{timePoint.date}</td>
      {showTreatment && <td className="ui-align-end">{days ?? '–'}</td>}
      <td>{series && seriesName(series)}</td>
      <td>{series && phaseText(series)}</td>
      <td>
        {timePoint.quality === null ? '–' : t(`imageQuality.${timePoint.quality}`)}
        {timePoint.note !== '' && <div className="record__hint">{timePoint.note}</div>}
      </td>
      <td>
        {pending ? (
          <div className="record__pending">
            <StatusChip tone="neutral">{t('timePoint.pending')}</StatusChip>
            <span>{pending.reason}</span>
          </div>
        ) : (
          results && <StatusChip tone="ok">{t('timePoint.measured')}</StatusChip>
        )}
      </td>
      <td className="ui-align-end">
        <div className="record__row-actions">
          <Button
            size="sm"
            variant={pending ? 'secondary' : 'quiet'}
            icon={ScanEye}
            onPress={() => {
              goTo(routes.workspaceOf(timePoint.seriesId));
            }}
          >
            {t('timePoint.open')}
          </Button>
          <ExportMenu seriesId={timePoint.seriesId} isDisabled={pending !== undefined} />
          <AllowedIconButton
            needs="trial.changeTimePoint"
            label={t('timePoint.edit')}
            icon={PenLine}
            size="sm"
            onPress={() => {
              openDialog({ form: 'time_point', subjectId: subject.id, entryId: timePoint.id });
            }}
          />
          <AllowedIconButton
            needs="trial.removeTimePoint"
            label={t('timePoint.remove')}
            icon={Trash2}
            size="sm"
            onPress={() => {
              openDialog({ form: 'remove', subjectId: subject.id, timePointId: timePoint.id });
            }}
          />
        </div>
      </td>
    </tr>
  );
}
