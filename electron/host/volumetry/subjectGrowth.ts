/** Growth between results: from the baseline to each later CT, and between neighbours in time. */
import type { ResultValue } from '../../core/contract/results.ts';
import type { Embolisation, Subject } from '../../core/contract/trial.ts';
import { dayNumber } from '../../core/domain/dates.ts';
import { firstEmbolisation } from '../../core/domain/embolisations.ts';
import { growthBetween, growthIds, type RemnantAt } from '../../core/domain/growth.ts';
import { quantities } from '../../core/domain/quantities.ts';
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
  const embolisation = firstEmbolisation(subject.embolisations);
  const firstPostDate = firstCtAfter(subject, embolisation);
  return pairs(results).map(([from, to]) => {
    const inputs = {
      embolisationId: embolisation?.id ?? null,
      embolisationDate: embolisation?.date ?? null,
      firstPostDate,
      formulas: growthIds.map((id) => quantities[id].formula),
    };
    const key = { fromResultId: from.id, toResultId: to.id, inputsSha256: digestInputs(inputs) };
    const { values, ...days } = growthBetween(remnantAt(from), remnantAt(to), inputs);
    const stored = findGrowth(context.db, key);
    const row: GrowthRow = {
      subjectId: subject.id,
      ...key,
      ...days,
      embolisationId: inputs.embolisationId,
      embolisationDate: inputs.embolisationDate,
      computedAt: context.now().toISOString(),
      inputs,
      ...(stored ?? { id: context.newId(), values: growthIds.map((id): ResultValue => toResultValue(id, values[id])) }),
    };
    return { from, to, row, fresh: stored === undefined };
  });
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
function firstCtAfter({ timePoints }: Subject, embolisation: Embolisation | undefined): string | null {
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
