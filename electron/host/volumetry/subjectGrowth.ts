/** Growth between results: from the baseline to each later CT and between neighbours in time, or between any two that are asked for. */
import type { Growth, NamedEmbolisation, ResultInput, ResultValue } from '../../core/contract/results.ts';
import type { Embolisation, Subject } from '../../core/contract/trial.ts';
import { dayNumber } from '../../core/domain/dates.ts';
import {
  baselineDateOf,
  embolisationName,
  embolisationStatement,
  growthEmbolisation,
} from '../../core/domain/embolisations.ts';
import { growthBetween, growthIds, type GrowthId, type RemnantAt } from '../../core/domain/growth.ts';
import { quantities } from '../../core/domain/quantities.ts';
import { ctErrors, type CtErrors } from '../../core/domain/uncertainty.ts';
import { growthUncertainty } from '../../core/domain/uncertaintyWords.ts';
import type { HostContext } from '../context.ts';
import { findGrowth, type GrowthRow } from '../db/tables/growth.ts';
import type { ResultRow } from '../db/tables/result.ts';
import { digestInputs } from './digest.ts';
import { toResultValue, valueOf } from './measureTimePoint.ts';
import type { Drafted } from './timePointResults.ts';

export interface GrowthDraft extends Drafted<GrowthRow> {
  readonly from: ResultRow;
  readonly to: ResultRow;
}

/** @param results by date, one per time point. */
export function subjectGrowth(context: HostContext, subject: Subject, results: readonly ResultRow[]): GrowthDraft[] {
  return pairs(results).map(([from, to]) => growthOf(context, subject, from, to));
}

/** @param chosen what a person counts from instead of the rule's embolisation. */
export function growthOf(
  context: HostContext,
  subject: Subject,
  from: ResultRow,
  to: ResultRow,
  chosen?: Embolisation,
): GrowthDraft {
  const pair = { fromDate: from.date, toDate: to.date, baselineDate: baselineDateOf(subject.timePoints) };
  const found = growthEmbolisation(subject.embolisations, pair, chosen);
  const embolisation = found.embolisation && named(found.embolisation);
  const inputs = {
    embolisation,
    embolisationChosenBy: chosen ? ('person' as const) : ('rule' as const),
    laterEmbolisations: found.later.map(named),
    earlierEmbolisations: found.earlier.map(embolisationName),
    firstPostDate: firstCtAfter(subject, found.embolisation),
    formulas: growthIds.map((id) => quantities[id].formula),
  };
  const key = { fromResultId: from.id, toResultId: to.id, inputsSha256: digestInputs(inputs) };
  const { embolisationChosenBy, laterEmbolisations, ...rest } = inputs;
  const growth = growthBetween(remnantAt(from), remnantAt(to), {
    ...rest,
    embolisationDate: embolisation?.date ?? null,
  });
  const { daysBetween, daysSinceEmbolisation } = growth;
  const stored = findGrowth(context.db, key);
  const row: GrowthRow = {
    subjectId: subject.id,
    ...key,
    daysBetween,
    daysSinceEmbolisation,
    embolisation,
    embolisationChosenBy,
    laterEmbolisations,
    statement: embolisationStatement(embolisation, laterEmbolisations, to.date, embolisationChosenBy),
    computedAt: context.now().toISOString(),
    inputs,
    ...(stored ?? { id: context.newId(), values: growthValues(from, to, growth) }),
  };
  return { from, to, row, fresh: stored === undefined };
}

/** As the contract shows it. */
export function shownGrowth({ from, to, row }: GrowthDraft): Growth {
  const { id, embolisation, embolisationChosenBy, laterEmbolisations, statement } = row;
  return {
    id,
    fromTimePointId: from.timePointId,
    toTimePointId: to.timePointId,
    fromDate: from.date,
    toDate: to.date,
    embolisation,
    embolisationChosenBy,
    laterEmbolisations: [...laterEmbolisations],
    statement,
    daysSinceEmbolisation: row.daysSinceEmbolisation,
    daysBetween: row.daysBetween,
    values: row.values,
  };
}

const named = ({ id, date, kind }: Embolisation): NamedEmbolisation => ({ id, date, kind });

function growthValues(from: ResultRow, to: ResultRow, growth: ReturnType<typeof growthBetween>): ResultValue[] {
  const errors = [errorsOf(from), errorsOf(to)] as const;
  const days = { between: growth.daysBetween, sinceEmbolisation: growth.daysSinceEmbolisation };
  return growthIds.map((id) => {
    const computed = growth.values[id];
    const [before, after] = errors;
    const uncertainty =
      computed.value === null || !before || !after
        ? null
        : growthUncertainty([before, after, days], id, { value: computed.value, limits: [] });
    return toResultValue(id, computed, { uncertainty, inputs: inputsOf(id, from, to, days) });
  });
}

/** What the errors of a stored result were; null for results from before they were kept. */
function errorsOf({ inputs }: ResultRow): CtErrors | null {
  const parsed = ctErrors.safeParse((inputs as { readonly errors?: unknown }).errors);
  return parsed.success ? parsed.data : null;
}

/** The ratio or volume that grew, at both CTs, and the days that a rate was divided by. */
function inputsOf(
  id: GrowthId,
  from: ResultRow,
  to: ResultRow,
  days: { readonly between: number; readonly sinceEmbolisation: number | null },
): ResultInput[] {
  const grown =
    id === 'rel_growth_pct' || id === 'growth_ml_day'
      ? 'flr'
      : /flr_interval|dh_flr/.test(id)
        ? 'flr_pct_functional'
        : 'sflr_pct';
  const at = ({ date, values }: ResultRow): ResultInput => ({
    name: quantities[grown].name,
    value: valueOf(values, grown).value,
    unit: quantities[grown].ucum,
    date,
  });
  const day = (name: string, value: number | null): ResultInput => ({ name, value, unit: 'd', date: null });
  const perDay = id === 'kgr_interval' || id === 'kgr_flr_interval' || id === 'growth_ml_day';
  return [
    at(from),
    at(to),
    ...(id === 'kgr_sflr_initial' ? [day('Days since the embolisation', days.sinceEmbolisation)] : []),
    ...(perDay ? [day('Days between the CTs', days.between)] : []),
  ];
}

/** Baseline to each later one, then neighbours that aren't among those. */
function pairs(results: readonly ResultRow[]): [ResultRow, ResultRow][] {
  const start = results.findIndex(({ kind }) => kind === 'baseline');
  const baseline = results[start];
  const fromBaseline = baseline
    ? results.slice(start + 1).map((later): [ResultRow, ResultRow] => [baseline, later])
    : [];
  const neighbours = results.slice(1).map((later, index): [ResultRow, ResultRow] => [results[index]!, later]);
  return [...fromBaseline, ...neighbours.filter(([from]) => from !== baseline)];
}

/** Day of the subject's first CT after the embolisation, segmented or not. */
function firstCtAfter({ timePoints }: Subject, embolisation: Embolisation | null): string | null {
  if (!embolisation) return null;
  const later = timePoints.map(({ date }) => date).filter((date) => dayNumber(date) > dayNumber(embolisation.date));
  return later.toSorted()[0] ?? null;
}

const remnantAt = ({ date, values }: ResultRow): RemnantAt => ({
  date,
  flrMl: valueOf(values, 'flr'),
  flrPctFunctional: valueOf(values, 'flr_pct_functional'),
  sflrPct: valueOf(values, 'sflr_pct'),
});
