import { useMemo } from 'react';
import { timePointKinds, type Subject } from '../../../../electron/core/contract/trial.ts';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { useSession } from '../../../app/session.ts';
import { useQuery } from '../../../host/index.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, DateField, Select, StatusChip, Table, type ColumnSpec } from '../../../ui/index.ts';
import { seriesRows } from '../../library/model/rows.ts';
import { geometryLabel, geometryTone, isPutAside, phaseText, seriesName } from '../../library/model/series.ts';
import { assignSeries } from '../actions.ts';
import { emptyTimePoint } from '../drafts.ts';
import { checkAssign, replacesCt } from '../forms.ts';
import { nextKind, proposedSeries, timePointName, timePointOfSeries } from '../model.ts';
import { useKeptDraft } from '../keeping.ts';
import { FormDialog } from './FormDialog.tsx';
import { ReasonField } from './ReasonField.tsx';

const byPatient = { column: 'patient', direction: 'ascending' } as const;

/** Makes a series of the library the CT of a time point. */
export function AssignDialog({ subject }: { readonly subject: Subject }) {
  const key = { form: 'time_point', subjectId: subject.id, entryId: null } as const;
  const [draft, edit] = useKeptDraft(key, emptyTimePoint);
  // Whose CT each series is already.
  const { data: all } = useQuery('trial.listSubjects', {});
  const subjects = useMemo(() => all ?? [subject], [all, subject]);
  const { data } = useQuery('library.listSeries', {});
  const list = useMemo(
    () =>
      seriesRows(data ?? [], byPatient)
        .map(({ series }) => series)
        .filter((one) => !isPutAside(one) || one.id === draft.seriesId),
    [data, draft.seriesId],
  );
  const kind = draft.kind ?? nextKind(subject);
  const openId = useSession((state) => state.seriesId);
  // Whose CT it is must be known before it is proposed.
  const proposed = useMemo(() => (all ? proposedSeries(list, openId, all) : null), [list, openId, all]);
  const seriesId = draft.seriesId ?? proposed;
  const chosen = list.find(({ id }) => id === seriesId) ?? null;
  const replaces = replacesCt(subject, kind, seriesId);
  const columns = useMemo(() => [...seriesColumns, assignedColumn(subjects)], [subjects]);

  return (
    <FormDialog
      title={t('timePoint.assign')}
      submitLabel={t('timePoint.assignTo')}
      size="lg"
      draftKey={key}
      checked={checkAssign({ ...draft, kind, series: chosen }, subjects, subject, localDate(new Date()))}
      onSubmit={(input) => assignSeries({ subjectId: subject.id, kind, ...input })}
    >
      {(errors) => (
        <>
          <div className="record__assign">
            <Select
              label={t('timePoint.kind')}
              value={kind}
              options={timePointKinds.map((value) => ({ value, label: timePointName(value) }))}
              onChange={(value) => {
                edit({ kind: value });
              }}
            />
            {chosen?.acquisitionDate === null && (
              <DateField
                label={t('timePoint.date')}
                hint={t('timePoint.dateMissing')}
                value={draft.date}
                error={errors.date}
                onChange={(date) => {
                  edit({ date });
                }}
              />
            )}
          </div>
          {replaces && <Banner tone="warning">{t('timePoint.replaces', { name: timePointName(kind) })}</Banner>}
          <div className="record__series">
            <Table
              label={t('timePoint.chooseSeries')}
              columns={columns}
              items={list}
              itemId={({ id }) => id}
              itemText={(one) => `${one.patientLabel} ${seriesName(one)}`}
              selectedId={seriesId}
              onSelect={(one) => {
                edit({ seriesId: one?.id ?? null });
              }}
              empty={t('timePoint.noSeries')}
            />
          </div>
          <ReasonField isShown={replaces} draft={draft} errors={errors} edit={edit} />
          {errors.series !== undefined && <Banner tone="danger">{errors.series}</Banner>}
        </>
      )}
    </FormDialog>
  );
}

const seriesColumns: readonly ColumnSpec<Series>[] = [
  { id: 'patient', title: t('library.patient'), isRowHeader: true, cell: ({ patientLabel }) => patientLabel },
  {
    id: 'date',
    title: t('library.date'),
    isRowHeader: true,
    cell: ({ acquisitionDate }) => acquisitionDate ?? t('library.noDate'),
  },
  { id: 'description', title: t('library.description'), isRowHeader: true, cell: seriesName },
  { id: 'phase', title: t('library.phase'), cell: phaseText },
  { id: 'slices', title: t('library.slices'), align: 'end', cell: ({ instanceCount }) => instanceCount },
  {
    id: 'geometry',
    title: t('library.geometry'),
    cell: ({ geometryStatus }) => (
      <StatusChip tone={geometryTone[geometryStatus]}>{geometryLabel(geometryStatus)}</StatusChip>
    ),
  },
];

const assignedColumn = (subjects: readonly Subject[]): ColumnSpec<Series> => ({
  id: 'assigned',
  title: t('library.assigned'),
  cell: ({ id }) => {
    const assigned = timePointOfSeries(subjects, id);
    return assigned ? `${assigned.subject.code} · ${timePointName(assigned.timePoint.kind)}` : t('library.notAssigned');
  },
});
