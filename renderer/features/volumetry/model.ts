/** Results as tables: which rows, in which order, how printed. Pure. */
import type { ExportFile } from '../../../electron/core/contract/exports.ts';
import type {
  Growth,
  Result,
  ResultInput,
  ResultValue,
  SubjectResults,
  Uncertainty,
} from '../../../electron/core/contract/results.ts';
import type { Subject } from '../../../electron/core/contract/trial.ts';
import { implausibility, isQuantityId, type QuantityId } from '../../../electron/core/domain/quantities.ts';
import { shownUnit } from '../../../electron/core/domain/units.ts';
import { occasionalVolumeIds } from '../../../electron/core/domain/volumetry.ts';
import { t } from '../../i18n/index.ts';
import type { Tone } from '../../ui/index.ts';
import { timePointName } from '../trial/model.ts';

const FUNCTION: QuantityId = 'flr_function';

const basis = ['telv', 'bsa', 'height', 'weight'] as const satisfies readonly QuantityId[];

/** Tissue that only some livers have, what only some CTs have a test for, and a body that was never measured, which the ratios say. */
const isShownOnlyWhereItIs: ReadonlySet<string> = new Set([...occasionalVolumeIds, FUNCTION, ...basis]);

/** The rows of the results table, by group. */
const groups = [
  { id: 'volumes', rows: ['tlv', 'flr', 'resected', 'tumour', ...occasionalVolumeIds] },
  { id: 'ratios', rows: ['flr_pct_functional', 'flr_pct_total', 'sflr_pct', 'flr_bw_pct'] },
  { id: 'function', rows: [FUNCTION] },
  { id: 'basis', rows: basis },
] as const satisfies readonly { id: string; rows: readonly QuantityId[] }[];

type GroupId = (typeof groups)[number]['id'];

/** The ratio of the trial's criterion, shown large. */
export const HEADLINE: QuantityId = 'flr_pct_functional';
export const segmentOf: Readonly<Record<string, 'resected' | 'flr' | 'tumour'>> = {
  flr: 'flr',
  tumour: 'tumour',
  resected: 'resected',
};

export interface Cell {
  /** With unit; an en dash when there is no number. */
  readonly text: string;
  /** Why there is no number, or why it should be checked. */
  readonly note: string | null;
  readonly tone: 'plain' | 'missing' | 'check';
  readonly formulas: readonly string[];
  /** How sure it is; null without a number. */
  readonly error: ShownError | null;
  /** What it was computed from, as a list. */
  readonly inputs: string;
}

export interface ShownError {
  readonly plusMinus: string;
  readonly lower: string;
  readonly upper: string;
  readonly statement: string;
}

export interface TableRow {
  readonly quantity: string;
  readonly name: string;
  readonly cells: readonly (Cell | null)[];
}

/** One number as the host prints it, so that no view can round it past its verdict. */
export function cellOf({ quantity, value, printed, reason, unit, formulas, uncertainty, inputs }: ResultValue): Cell {
  if (value === null || printed === null)
    return { text: '–', note: reason, tone: 'missing', formulas, error: null, inputs: '' };
  const note = isQuantityId(quantity) ? implausibility(quantity, value) : null;
  return {
    text: `${printed} ${shownUnit(unit)}`,
    note,
    tone: note ? 'check' : 'plain',
    formulas,
    error: uncertainty && shownError(uncertainty, unit),
    inputs: inputs.map(inputText).join('; '),
  };
}

function shownError({ printed, statement }: Uncertainty, unit: string): ShownError {
  const { standardError, lower, upper } = printed;
  return { plusMinus: standardError, lower, upper: `${upper} ${shownUnit(unit)}`, statement };
}

/** `Total estimated liver volume (TELV) 1704.7 mL (2026-02-25)`: enough digits to compute it again by hand. */
function inputText({ name, value, unit, date }: ResultInput): string {
  const number = value === null ? '–' : String(Number(value.toPrecision(7)));
  return `${name} ${number} ${shownUnit(unit)}${date === null ? '' : ` (${date})`}`;
}

const find = (values: readonly ResultValue[], quantity: string) => values.find((one) => one.quantity === quantity);

/** Rows of one group over all results; a row that no result has is left out. */
export function rowsOf(quantities: readonly string[], results: readonly Result[]): TableRow[] {
  return quantities.flatMap((quantity) => {
    const values = results.map((result) => find(result.values, quantity));
    const name = values.find((value) => value !== undefined)?.name;
    if (name === undefined) return [];
    const cells = values.map((value) => (value ? cellOf(value) : null));
    return [{ quantity, name, cells }];
  });
}

/** The groups with the rows that have something to say: none of zeros for tissue that no liver has, none of reasons for a test that nobody made. */
export function shownGroups(results: readonly Pick<Result, 'values'>[]): { id: GroupId; rows: QuantityId[] }[] {
  const has = (row: QuantityId): boolean => results.some(({ values }) => (find(values, row)?.value ?? 0) > 0);
  return groups
    .map(({ id, rows }) => ({ id, rows: rows.filter((row) => !isShownOnlyWhereItIs.has(row) || has(row)) }))
    .filter(({ rows }) => rows.length > 0);
}

export const pairKey = ({ id }: Growth): string => id;

/** `Baseline to Week 1`, with the dates where several CTs are of one kind. */
export function pairName({ timePoints }: Pick<Subject, 'timePoints'>, pair: Growth): string {
  const nameOf = (timePointId: string): string => {
    const found = timePoints.find(({ id }) => id === timePointId);
    return found ? ctName(found) : '–';
  };
  return t('results.pair', { from: nameOf(pair.fromTimePointId), to: nameOf(pair.toTimePointId) });
}

/** Only unscheduled CTs can be several. */
export const ctName = ({ kind, date }: Pick<Subject['timePoints'][number], 'kind' | 'date'>): string =>
  kind === 'unscheduled' ? `${timePointName(kind)} ${date}` : timePointName(kind);

/** Rows over all pairs of time points, in the order in which the host gives them. */
export function growthRows(pairs: readonly Growth[]): TableRow[] {
  const names = new Map(pairs.flatMap(({ values }) => values.map(({ quantity, name }) => [quantity, name] as const)));
  return [...names].map(([quantity, name]) => ({
    quantity,
    name,
    cells: pairs.map(({ values }) => {
      const value = find(values, quantity);
      return value ? cellOf(value) : null;
    }),
  }));
}

/** The growth shown large: points of sFLR, the initial growth rate, and the relative growth; those that have a number. */
const GROWTH_HEADLINES: readonly QuantityId[] = ['dh_sflr_points', 'kgr_sflr_initial', 'rel_growth_pct'];

export function headlines({
  values,
}: Growth): { name: string; value: string; unit: string; error: ShownError | null }[] {
  return GROWTH_HEADLINES.flatMap((quantity) => {
    const found = find(values, quantity);
    if (!found || found.printed === null) return [];
    return [{ name: found.name, value: found.printed, unit: shownUnit(found.unit), error: cellOf(found).error }];
  });
}

export const verdictTone: Record<Result['verdicts'][number]['outcome'], Tone> = {
  met: 'ok',
  not_met: 'warning',
  unknown: 'neutral',
};

/** Results by the date of their CT. */
export const byDate = ({ results }: SubjectResults): Result[] =>
  [...results].sort((a, b) => a.date.localeCompare(b.date));

const KIB = 1024;

/** What was written, for the person to compare: size and the beginning of the checksum. */
export function exportFacts({ byteCount, sha256, path }: ExportFile): { size: string; sha: string; folder: string } {
  const size =
    byteCount < KIB
      ? `${byteCount} B`
      : byteCount < KIB * KIB
        ? `${(byteCount / KIB).toFixed(1)} KiB`
        : `${(byteCount / KIB / KIB).toFixed(1)} MiB`;
  return { size, sha: sha256.slice(0, 12), folder: path.slice(0, path.lastIndexOf('/') + 1) };
}
