/** Results and growth of a subject: computed once per revision and inputs, stored, and never changed. */
import type { SubjectResults } from '../../core/contract/results.ts';
import { result } from '../../core/contract/results.ts';
import type { HostContext } from '../context.ts';
import { insertGrowth } from '../db/tables/growth.ts';
import { insertResult, type ResultRow } from '../db/tables/result.ts';
import { getSubject } from '../trial/index.ts';
import { loadProtocol } from './protocols.ts';
import { subjectGrowth, type GrowthDraft } from './subjectGrowth.ts';
import { inOrder, timePointResult, type Drafted } from './timePointResults.ts';

/** The contract's answer together with the rows it was made of, for exports. */
export interface ProvenResults {
  readonly shown: SubjectResults;
  readonly results: readonly ResultRow[];
  readonly growth: readonly GrowthDraft[];
}

/** Results of the current revisions and inputs; what is new is stored first. @throws RemnantError 'not_found' */
export function resultsForSubject(context: HostContext, { subjectId }: { subjectId: string }): SubjectResults {
  return provenResults(context, subjectId).shown;
}

/** The same with its proof. */
export function provenResults(context: HostContext, subjectId: string): ProvenResults {
  const subject = getSubject(context, { subjectId });
  const protocol = loadProtocol();
  const found = inOrder(subject.timePoints).map((timePoint) => timePointResult(context, subject, timePoint, protocol));
  const drafts = found.filter((each): each is Drafted<ResultRow> => 'row' in each);
  const results = drafts.map(({ row }) => row);
  const growth = subjectGrowth(context, subject, results);
  storeFresh(context, drafts, growth);
  return {
    results,
    growth,
    shown: {
      subjectId,
      code: subject.code,
      results: results.map((row) => result.parse(row)),
      growth: growth.map(({ from, to, row }) => ({
        fromTimePointId: from.timePointId,
        toTimePointId: to.timePointId,
        fromDate: from.date,
        toDate: to.date,
        embolisationId: row.embolisationId,
        embolisationDate: row.embolisationDate,
        daysSinceEmbolisation: row.daysSinceEmbolisation,
        daysBetween: row.daysBetween,
        values: row.values,
      })),
      pending: found.flatMap((each) => ('row' in each ? [] : [each])),
    },
  };
}

function storeFresh(
  context: HostContext,
  results: readonly Drafted<ResultRow>[],
  growth: readonly GrowthDraft[],
): void {
  const fresh = { results: results.filter((each) => each.fresh), growth: growth.filter((each) => each.fresh) };
  if (fresh.results.length + fresh.growth.length === 0) return;
  context.change((record) => {
    for (const { row } of fresh.results) {
      insertResult(context.db, row);
      record({ action: 'create', entity: 'result', entityId: row.id, newValue: row });
    }
    for (const { row } of fresh.growth) {
      insertGrowth(context.db, row);
      record({ action: 'create', entity: 'growth', entityId: row.id, newValue: row });
    }
  });
}
