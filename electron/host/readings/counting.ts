/** Which reading of a CT counts, and who may see what of the others. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { Reading, Signature } from '../../core/contract/readings.ts';
import { countingReading, maySee, type AdjudicationChoice, type ReadingState } from '../../core/domain/readings.ts';
import type { HostContext } from '../context.ts';
import {
  adjudicationsOf,
  ctsOfSubject,
  readingOfSegmentation,
  readingsOfSeries,
  signaturesOfReading,
} from '../db/tables/reading.ts';

/** What was decided between the readings of a CT, oldest first. */
export const choicesOf = ({ db }: HostContext, seriesId: string): AdjudicationChoice[] =>
  adjudicationsOf(db, seriesId).map(({ choice }) => choice);

/** The reading whose numbers are the subject's; null as long as nobody has opened the CT. */
export function countingSegmentation(
  context: HostContext,
  seriesId: string,
): { readonly segmentationId: string; readonly readingId: string; readonly state: ReadingState } | null {
  const reading = countingReading(readingsOfSeries(context.db, seriesId), choicesOf(context, seriesId));
  return reading ? { segmentationId: reading.segmentationId, readingId: reading.id, state: reading.state } : null;
}

export function isVisible(context: HostContext, reading: Reading): boolean {
  return maySee(reading, readingsOfSeries(context.db, reading.seriesId), context.actor);
}

export const HIDDEN =
  'This is read blind: masks and numbers of another reading are shown when both readings are signed, or when it is locked.';

/** Why the actor may not see what is drawn in a segmentation; null when they may. */
export function hiddenReason(context: HostContext, segmentationId: string): string | null {
  const reading = readingOfSegmentation(context.db, segmentationId);
  return reading && !isVisible(context, reading) ? HIDDEN : null;
}

/** @throws RemnantError 'refused' */
export function requireVisible(context: HostContext, segmentationId: string): void {
  const hidden = hiddenReason(context, segmentationId);
  if (hidden !== null) throw new RemnantError('refused', hidden);
}

export interface SignedReading {
  readonly reading: Reading;
  readonly timePointId: string;
  readonly isCounting: boolean;
  /** Oldest first; empty for one that isn't signed. */
  readonly signatures: readonly Signature[];
}

/** All readings of a subject's CTs with their signatures, by date of the CT; those that the actor may not see are left out. */
export function signaturesOf(context: HostContext, subjectId: string): SignedReading[] {
  return ctsOfSubject(context.db, subjectId).flatMap(({ timePointId, seriesId }) => {
    const counting = countingSegmentation(context, seriesId)?.readingId;
    return readingsOfSeries(context.db, seriesId)
      .filter((reading) => isVisible(context, reading))
      .map((reading) => ({
        reading,
        timePointId,
        isCounting: reading.id === counting,
        signatures: signaturesOfReading(context.db, reading.id),
      }));
  });
}
