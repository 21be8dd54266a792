/** The record as the sponsor's form has it: one row for each CT, one column for each item that the mapping names. */
import type { PackageRecord, RecordTimePoint } from '../../package/record.ts';
import { writeCsv, type Cell } from '../csv.ts';
import { groups, type GroupId, type Item, type ItemValue } from './items.ts';
import type { ItemMapping } from './mapping.ts';

const cellOf = (value: ItemValue): Cell => (typeof value === 'boolean' ? (value ? 'Y' : 'N') : value);

/** What a group is about in the row of a CT; null where there is nothing. */
function sourceOf(group: GroupId, record: PackageRecord, timePoint: RecordTimePoint): unknown {
  switch (group) {
    case 'SUBJECT':
      return record.subject;
    case 'EARLIER':
      return record.subject.earlierProcedures[0] ?? null;
    case 'MEASURE':
      return record.measures[0] ?? null;
    case 'EMBOLISATION':
      return record.embolisations[0] ?? null;
    case 'FUNCTION':
      return record.functionTests[0] ?? null;
    case 'CT':
      return timePoint;
    case 'VOLUMETRY':
      return timePoint.result;
    case 'GROWTH': {
      const to = record.timePoints.indexOf(timePoint);
      const growth = record.growth.find((each) => each.to === to && record.timePoints[each.from]?.kind === 'baseline');
      return growth ? { growth, from: record.timePoints[growth.from], values: growth.values } : null;
    }
    case 'OUTCOME':
      return record.outcome;
    case 'VERDICT':
      return null;
  }
}

function valueOf(item: string, record: PackageRecord, timePoint: RecordTimePoint): Cell {
  const [group, id] = item.split('.') as [GroupId, string];
  if (group === 'VERDICT') return timePoint.result.verdicts.find(({ criterion }) => criterion === id)?.outcome ?? null;
  const source = sourceOf(group, record, timePoint);
  if (source === null) return null;
  // A group's items read the source of that group, which the table of groups can't say in types.
  const found = (groups[group].items as readonly Item<never>[]).find((each) => each.id === id);
  return found ? cellOf(found.read(source as never)) : null;
}

/** @returns the whole file as text */
export function wideCsv(record: PackageRecord, { columns }: ItemMapping): string {
  const rows = record.timePoints.map((timePoint) =>
    Object.fromEntries(columns.map(({ name, item }) => [name, valueOf(item, record, timePoint)])),
  );
  return writeCsv(
    columns.map(({ name }) => name),
    rows,
  );
}
