/** What a subject's package still lacks, from the stored record. */
import type { Completeness } from '../../core/contract/package.ts';
import { localDate } from '../../core/domain/dates.ts';
import { completenessOf, type TimePointFacts } from '../../core/domain/completeness.ts';
import { isFinished } from '../../core/domain/readings.ts';
import { visitPlan } from '../../core/domain/visitPlan.ts';
import type { HostContext } from '../context.ts';
import { standingOfResult } from '../export/standing.ts';
import { getSeries } from '../library/index.ts';
import { signaturesOf } from '../readings/index.ts';
import { getRevision } from '../segmentation/index.ts';
import { getSubject } from '../trial/index.ts';
import { resultsForSubject } from '../volumetry/index.ts';
import { protocolFor } from '../volumetry/protocols.ts';

/** @throws RemnantError 'not_found' */
export function completenessOfSubject(
  context: HostContext,
  { subjectId }: { readonly subjectId: string },
): Completeness {
  const subject = getSubject(context, { subjectId });
  const protocol = protocolFor(context, subject);
  const { results, pending } = resultsForSubject(context, { subjectId });
  const readings = signaturesOf(context, subjectId);
  const timePoints = subject.timePoints.map((timePoint): TimePointFacts => {
    const { phase, acquisitionDate } = getSeries(context, timePoint);
    const result = results.find(({ timePointId }) => timePointId === timePoint.id) ?? null;
    const lesions = result ? (getRevision(context, result.revisionId).lesions ?? []) : [];
    const ofCt = readings.filter(({ timePointId }) => timePointId === timePoint.id);
    return {
      timePoint,
      hasAcquisitionDate: acquisitionDate !== null,
      confirmedPhase: phase.confirmed,
      result,
      pendingReason: pending.find(({ timePointId }) => timePointId === timePoint.id)?.reason ?? null,
      unconfirmedLesions: lesions.filter(({ state }) => state !== 'confirmed').length,
      isSigned: result !== null && standingOfResult(context, result).standing === 'signed',
      hasSecondReading: ofCt.some(({ reading }) => reading.ordinal === 'second' && isFinished(reading)),
    };
  });
  return completenessOf(
    { subject, timePoints, visits: visitPlan(protocol, subject, localDate(context.now())) },
    protocol,
  );
}
