/** Whether the two tables of a package say what its record says. */
import { signatureStandings } from '../../../core/domain/signature.ts';
import { spreadsheetText } from '../../export/csv.ts';
import { wideCsv } from '../../export/odm/wideCsv.ts';
import type { ItemMapping } from '../../export/odm/mapping.ts';
import type { PackageRecord, RecordValue } from '../record.ts';
import { readCsv } from './readCsv.ts';

interface Named {
  /** Where it stands, for the sentence. */
  readonly where: string;
  readonly value: RecordValue;
}

/** Numbers as the tables write them: unrounded. */
const text = (value: number | null): string => (value === null ? '' : String(value));

function expectedValues({ timePoints, growth }: PackageRecord): Map<string, Named> {
  const ofTimePoints = timePoints.flatMap(({ date, kind, result }) =>
    result.values.map((value): [string, Named] => [
      ['time point', kind, date, '', value.quantity].join('|'),
      { where: `the CT of ${date}`, value },
    ]),
  );
  const ofIntervals = growth.flatMap(({ from, to, values }) => {
    const [start, end] = [timePoints[from]!, timePoints[to]!];
    return values.map((value): [string, Named] => [
      ['interval', end.kind, end.date, start.date, value.quantity].join('|'),
      { where: `the growth from ${start.date} to ${end.date}`, value },
    ]);
  });
  return new Map([...ofTimePoints, ...ofIntervals]);
}

/** @returns a sentence, or null when every number of the record stands there and no other */
export function resultsCsvProblem(csv: string, record: PackageRecord): string | null {
  const rows = readCsv(csv);
  if (!rows) return 'results.csv is not a table (RFC 4180).';
  const [header = [], ...lines] = rows;
  const column = (name: string): number => header.indexOf(name);
  const needed = ['subject_code', 'row', 'time_point', 'ct_date', 'from_ct_date', 'quantity', 'value', 'unit_ucum'];
  const absent = needed.find((name) => column(name) < 0);
  if (absent !== undefined) return `results.csv has no column ${absent}.`;
  const expected = expectedValues(record);
  const seen = new Set<string>();
  for (const line of lines) {
    const at = (name: string): string => line[column(name)] ?? '';
    if (at('subject_code') !== record.subject.code)
      return `results.csv has a row of another subject (${at('subject_code')}).`;
    const forged = signatureProblem(at, header, record);
    if (forged !== null) return forged;
    if (at('row') === 'verdict') continue;
    const key = [
      at('row'),
      at('time_point'),
      at('ct_date'),
      at('row') === 'interval' ? at('from_ct_date') : '',
      at('quantity'),
    ].join('|');
    const found = expected.get(key);
    if (!found) return `results.csv has a row that the record doesn't have: ${at('quantity')}, CT of ${at('ct_date')}.`;
    if (at('value') !== text(found.value.value) || at('unit_ucum') !== found.value.unit)
      return `results.csv says ${at('value') || 'nothing'} ${at('unit_ucum')} for ${found.value.name} of ${found.where}, the record says ${text(found.value.value) || 'nothing'} ${found.value.unit}.`;
    seen.add(key);
  }
  const left = [...expected].find(([key]) => !seen.has(key));
  return left ? `results.csv lacks ${left[1].value.name} of ${left[1].where}.` : null;
}

/** Who signed what is the record's; a table from before it named signatures says nothing of them. */
function signatureProblem(
  at: (name: string) => string,
  header: readonly string[],
  { timePoints }: PackageRecord,
): string | null {
  if (!header.includes('signed')) return null;
  const signatureAt = (kind: string, date: string) =>
    timePoints.find((each) => each.kind === kind && each.date === date)?.signatures.at(-1);
  const end = signatureAt(at('time_point'), at('ct_date'));
  const start = at('row') === 'interval' ? signatureAt(at('from_time_point'), at('from_ct_date')) : end;
  const expected = {
    signed_by: end?.printedName,
    signed_at_utc: end?.signedAt,
    signature_meaning: end?.statement,
    signature_sha256: end?.sha256,
    ...(at('row') === 'interval' && { from_signed_by: start?.printedName, from_signature_sha256: start?.sha256 }),
  };
  const isSigned = end !== undefined && start !== undefined;
  const other = Object.entries(expected).find(([name, value]) => at(name) !== spreadsheetText(value ?? ''));
  if (other)
    return `results.csv says "${at(other[0])}" as ${other[0]} of the CT of ${at('ct_date')}, the record says "${other[1] ?? ''}".`;
  return isSigned === (at('signed') === signatureStandings.signed)
    ? null
    : `results.csv says "${at('signed')}" of the CT of ${at('ct_date')}, which the record ${isSigned ? 'has a' : 'has no'} signature of.`;
}

/** Cell by cell, so that the sentence can name the one that differs. */
export function wideCsvProblem(csv: string, record: PackageRecord, mapping: ItemMapping): string | null {
  const [rows, expected] = [readCsv(csv), readCsv(wideCsv(record, mapping))];
  if (!rows || !expected) return 'results-wide.csv is not a table (RFC 4180).';
  const header = expected[0] ?? [];
  if (JSON.stringify(rows[0]) !== JSON.stringify(header))
    return 'results-wide.csv has other columns than items.json names.';
  if (rows.length !== expected.length)
    return `results-wide.csv has ${rows.length - 1} rows for ${expected.length - 1} CTs.`;
  for (const [at, row] of rows.entries()) {
    const differs = row.findIndex((cell, index) => cell !== expected[at]![index]);
    if (differs >= 0)
      return `results-wide.csv says "${row[differs]!}" for ${header[differs]!} in row ${at}, the record says "${expected[at]![differs]!}".`;
  }
  return null;
}
