import { useMemo } from 'react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { useSession } from '../../../app/session.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Badge, StatusChip, Table, type ColumnSpec } from '../../../ui/index.ts';
import { timePointName, timePointOfSeries } from '../../trial/model.ts';
import { openSeries, selectSeries, sortBy } from '../actions.ts';
import { geometryLabel, geometryTone, seriesTitle, matrixText, spacingText } from '../model.ts';
import { useLibrary } from '../store.ts';

const trialEvents = ['trial.changed'] as const;

export function SeriesTable({
  list,
  selectedId,
}: {
  readonly list: readonly Series[];
  readonly selectedId: string | null;
}) {
  const { data: subjects } = useQuery('trial.listSubjects', {}, { refreshOn: trialEvents });
  const reading = useSession((session) => session.reading);
  const sorting = useLibrary((state) => state.sorting);
  const columns = useMemo(
    () => [
      ...imageColumns,
      {
        id: 'assigned',
        title: t('library.assigned'),
        className: 'library__assigned',
        cell: (one: Series) => {
          const assigned = timePointOfSeries(subjects ?? [], one.id);
          if (!assigned) return <span className="library__faint">{t('library.notAssigned')}</span>;
          return reading
            ? assigned.subject.code
            : `${assigned.subject.code} · ${timePointName(assigned.timePoint.kind)}`;
        },
      },
    ],
    [subjects, reading],
  );
  return (
    <Table
      label={t('library.table')}
      columns={columns}
      items={list}
      itemId={({ id }) => id}
      itemText={(one) => `${one.patientLabel} ${seriesTitle(one)}`}
      selectedId={selectedId}
      onSelect={(one) => {
        selectSeries(one?.id ?? null);
      }}
      onAction={openSeries}
      sorting={sorting}
      onSort={sortBy}
      empty={t('library.empty')}
    />
  );
}

const imageColumns: readonly ColumnSpec<Series>[] = [
  {
    id: 'patient',
    title: t('library.patient'),
    sortable: true,
    isRowHeader: true,
    cell: (one) => (
      <span className="library__patient">
        {one.patientLabel}
        {one.sample && <Badge>{t('library.sampleTag')}</Badge>}
      </span>
    ),
  },
  {
    id: 'date',
    title: t('library.date'),
    sortable: true,
    isRowHeader: true,
    cell: (one) => one.acquisitionDate ?? <span className="library__faint">{t('library.noDate')}</span>,
  },
  {
    id: 'description',
    title: t('library.description'),
    sortable: true,
    isRowHeader: true,
    className: 'library__description',
    cell: (one) => <span className={one.description.trim() ? '' : 'library__faint'}>{seriesTitle(one)}</span>,
  },
  { id: 'slices', title: t('library.slices'), sortable: true, align: 'end', cell: (one) => one.instanceCount },
  { id: 'spacing', title: t('library.spacing'), align: 'end', cell: spacingText },
  { id: 'size', title: t('library.size'), align: 'end', cell: matrixText },
  {
    id: 'geometry',
    title: t('library.geometry'),
    sortable: true,
    cell: (one) => <StatusChip tone={geometryTone[one.geometryStatus]}>{geometryLabel(one.geometryStatus)}</StatusChip>,
  },
];
