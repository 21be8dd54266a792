import { CornerDownRight } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { t } from '../../../i18n/index.ts';
import { Badge, StatusChip, Table, type ColumnSpec } from '../../../ui/index.ts';
import { openSeries, selectSeries, sortBy } from '../actions/series.ts';
import type { SeriesRow } from '../model/rows.ts';
import { geometryLabel, geometryTone, seriesName, seriesTitle, spacingText } from '../model/series.ts';
import { useLibrary } from '../store.ts';
import { PhaseMenu } from './PhaseMenu.tsx';

/** @param assigned whose CT a series is, if anyone's */
export function SeriesTable(props: {
  readonly label: string;
  readonly rows: readonly SeriesRow[];
  readonly selectedId: string | null;
  readonly assigned: (series: Series) => ReactNode;
  readonly empty: string;
}) {
  const { assigned } = props;
  const sorting = useLibrary((state) => state.sorting);
  const columns = useMemo(
    () => [
      ...imageColumns,
      {
        id: 'assigned',
        title: t('library.assigned'),
        className: 'library__assigned',
        cell: ({ series }: SeriesRow) =>
          assigned(series) ?? (
            <span className="library__faint" role="img" aria-label={t('library.notAssigned')}>
              –
            </span>
          ),
      },
    ],
    [assigned],
  );
  return (
    <Table
      label={props.label}
      columns={columns}
      items={props.rows}
      itemId={({ series }) => series.id}
      itemText={({ series }) => `${series.patientLabel} ${seriesName(series)}`}
      selectedId={props.selectedId}
      onSelect={(row) => {
        selectSeries(row?.series.id ?? null);
      }}
      onAction={({ series }) => {
        openSeries(series);
      }}
      sorting={sorting}
      onSort={sortBy}
      empty={props.empty}
    />
  );
}

function Description({ series, isFurther }: SeriesRow) {
  const { part, derivedFrom, joined, reformat, lossy } = series;
  const tags = [
    derivedFrom !== null && t('library.computedTag'),
    joined && t('library.joinedTag'),
    reformat && t('library.reformatTag'),
    lossy && t('library.lossyTag'),
  ].filter((tag) => tag !== false);
  return (
    <span className="library__name">
      {isFurther && <CornerDownRight role="img" aria-label={t('library.further')} size={14} strokeWidth={1.5} />}
      <span className={series.description.trim() ? '' : 'library__faint'}>{seriesTitle(series)}</span>
      {part !== '' && <span className="library__part">{part}</span>}
      {tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </span>
  );
}

const imageColumns: readonly ColumnSpec<SeriesRow>[] = [
  {
    id: 'patient',
    title: t('library.patient'),
    sortable: true,
    isRowHeader: true,
    cell: ({ series, isFurther }) => (
      <span className={`library__patient ${isFurther ? 'library__faint' : ''}`}>
        {series.patientLabel}
        {series.sample && <Badge>{t('library.sampleTag')}</Badge>}
      </span>
    ),
  },
  {
    id: 'date',
    title: t('library.date'),
    sortable: true,
    isRowHeader: true,
    cell: ({ series: { acquisitionDate }, isFurther }) => (
      <span className={acquisitionDate === null || isFurther ? 'library__faint' : ''}>
        {acquisitionDate ?? t('library.noDate')}
      </span>
    ),
  },
  {
    id: 'description',
    title: t('library.description'),
    sortable: true,
    isRowHeader: true,
    className: 'library__description',
    cell: (row) => <Description {...row} />,
  },
  { id: 'phase', title: t('library.phase'), sortable: true, cell: ({ series }) => <PhaseMenu series={series} /> },
  {
    id: 'slices',
    title: t('library.slices'),
    sortable: true,
    align: 'end',
    cell: ({ series }) => series.geometry?.dims[2] ?? series.instanceCount,
  },
  { id: 'spacing', title: t('library.spacing'), align: 'end', cell: ({ series }) => spacingText(series) },
  {
    id: 'geometry',
    title: t('library.geometry'),
    sortable: true,
    cell: ({ series: { geometryStatus } }) => (
      <StatusChip tone={geometryTone[geometryStatus]}>{geometryLabel(geometryStatus)}</StatusChip>
    ),
  },
];
