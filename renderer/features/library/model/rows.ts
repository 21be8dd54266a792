/** The order of the library's table: what belongs together stays together. Pure. */
import type { Series } from '../../../../electron/core/contract/library.ts';
import type { Sorting } from '../../../ui/index.ts';
import { seriesTitle, shownPhase } from './series.ts';

export interface SeriesRow {
  readonly series: Series;
  /** A further part of the series above it, or computed from one there. */
  readonly isFurther: boolean;
}

const statusOrder: Record<Series['geometryStatus'], number> = { regular: 0, warning: 1, refused: 2 };
const byText = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** How two series compare in a column; ties are broken so that the order never depends on how the list came. */
function compareBy(column: string, a: Series, b: Series): number {
  switch (column) {
    case 'patient':
      return byText(a.patientLabel, b.patientLabel);
    case 'date':
      return (a.acquisitionDate ?? '').localeCompare(b.acquisitionDate ?? '');
    case 'description':
      return byText(seriesTitle(a), seriesTitle(b));
    case 'phase':
      return byText(shownPhase(a).phase ?? '~', shownPhase(b).phase ?? '~');
    case 'slices':
      return (a.geometry?.dims[2] ?? a.instanceCount) - (b.geometry?.dims[2] ?? b.instanceCount);
    case 'geometry':
      return statusOrder[a.geometryStatus] - statusOrder[b.geometryStatus];
    default:
      return 0;
  }
}

const comparison =
  ({ column, direction }: Sorting) =>
  (a: Series, b: Series): number =>
    (direction === 'ascending' ? 1 : -1) * compareBy(column, a, b) ||
    compareBy('patient', a, b) ||
    compareBy('date', a, b) ||
    a.seriesInstanceUid.localeCompare(b.seriesInstanceUid) ||
    byText(a.part, b.part) ||
    a.id.localeCompare(b.id);

/** What a series is filed under: its Series Instance UID, or that of the series it was computed from. */
function familyOf(series: Series, byId: ReadonlyMap<string, Series>): string {
  const source = series.derivedFrom === null ? undefined : byId.get(series.derivedFrom.seriesId);
  const { studyInstanceUid, seriesInstanceUid, id } = source ?? series;
  return seriesInstanceUid === '' ? id : `${studyInstanceUid} ${seriesInstanceUid}`;
}

/** Families in the order of the series that leads them; inside by part, what was computed after what it was computed from. */
export function seriesRows(list: readonly Series[], sorting: Sorting): SeriesRow[] {
  const byId = new Map(list.map((series) => [series.id, series]));
  const compare = comparison(sorting);
  const families = Map.groupBy([...list].sort(compare), (series) => familyOf(series, byId));
  return [...families.values()]
    .map(inFamily)
    .sort(([a], [b]) => compare(a!, b!))
    .flatMap((family) => family.map((series, index) => ({ series, isFurther: index > 0 })));
}

function inFamily(family: readonly Series[]): Series[] {
  const derived = family.filter(({ derivedFrom }) => derivedFrom !== null);
  const originals = family.filter(({ derivedFrom }) => derivedFrom === null).sort((a, b) => byText(a.part, b.part));
  const placed = originals.flatMap((one) => [
    one,
    ...derived.filter(({ derivedFrom }) => derivedFrom?.seriesId === one.id),
  ]);
  return [...placed, ...derived.filter((one) => !placed.includes(one))];
}
