/** Results and growth of a subject: computed once per revision and inputs, stored, and never changed. */
import type { Growth, SubjectResults } from '../../core/contract/results.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import { result } from '../../core/contract/results.ts';
import type { HostContext } from '../context.ts';
import { insertGrowth } from '../db/tables/growth.ts';
import { insertResult, type ResultRow } from '../db/tables/result.ts';
import { mayStore } from '../../core/domain/permissions.ts';
import type { Protocol } from '../../core/domain/protocol.ts';
import { getSubject } from '../trial/index.ts';
import { keepProtocol, protocolFor } from './protocols.ts';
import { growthOf, shownGrowth, subjectGrowth, type GrowthDraft } from './subjectGrowth.ts';
import { inOrder, NOTHING_DRAWN, timePointResult, type Drafted } from './timePointResults.ts';

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

export interface GrowthQuestion {
  readonly subjectId: string;
  readonly fromTimePointId: string;
  readonly toTimePointId: string;
  /** What a person counts from; without it the rule decides. */
  readonly embolisationId?: string | undefined;
}

/**
 * Growth between any two time points; stored when it is new.
 * @throws RemnantError 'not_found'; 'refused' where one of the two has no result yet.
 */
export function growthBetweenTimePoints(context: HostContext, asked: GrowthQuestion): Growth {
  const subject = getSubject(context, { subjectId: asked.subjectId });
  const { results } = provenResults(context, subject.id);
  const resultOf = (timePointId: string): ResultRow => {
    const found = results.find((result) => result.timePointId === timePointId);
    if (found) return found;
    if (!subject.timePoints.some(({ id }) => id === timePointId))
      throw new RemnantError('not_found', `${subject.code} has no such time point.`);
    throw new RemnantError('refused', 'One of the two CTs has no result yet, so there is no growth.');
  };
  const chosen = subject.embolisations.find(({ id }) => id === asked.embolisationId);
  if (asked.embolisationId !== undefined && !chosen)
    throw new RemnantError('not_found', `${subject.code} has no such embolisation.`);
  const draft = growthOf(context, subject, resultOf(asked.fromTimePointId), resultOf(asked.toTimePointId), chosen);
  storeFresh(context, protocolFor(context, subject), [], [draft]);
  return shownGrowth(draft);
}

/** The same with its proof. */
export function provenResults(context: HostContext, subjectId: string): ProvenResults {
  const subject = getSubject(context, { subjectId });
  const protocol = protocolFor(context, subject);
  const found = inOrder(subject.timePoints).map((timePoint) => timePointResult(context, subject, timePoint, protocol));
  const drafts = found.filter((each): each is Drafted<ResultRow> => 'row' in each);
  const results = drafts.map(({ row }) => row);
  const growth = subjectGrowth(context, subject, results);
  storeFresh(context, protocol, drafts, growth);
  return {
    results,
    growth,
    shown: {
      subjectId,
      code: subject.code,
      results: results.map((row) => result.parse(row)),
      growth: growth.map(shownGrowth),
      pending: found.flatMap((each) => ('row' in each ? [] : [each])),
    },
  };
}

/** For what is made of results. @throws RemnantError 'refused' with what keeps all of them away, when none may be had */
export function requireResults({ results, shown: { code, pending } }: ProvenResults): void {
  if (results.length > 0) return;
  const reasons = new Set(pending.map(({ reason }) => reason));
  reasons.delete(NOTHING_DRAWN);
  throw new RemnantError(
    'refused',
    reasons.size === 0
      ? `Subject ${code} has no results yet: segment a CT of a time point first.`
      : `Subject ${code} has no results that can be handed out now. ${[...reasons].join(' ')}`,
  );
}

function storeFresh(
  context: HostContext,
  protocol: Protocol,
  results: readonly Drafted<ResultRow>[],
  growth: readonly GrowthDraft[],
): void {
  const fresh = { results: results.filter((each) => each.fresh), growth: growth.filter((each) => each.fresh) };
  if (!mayStore(context.actor.role)) return;
  if (results.length > 0) keepProtocol(context, protocol);
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
