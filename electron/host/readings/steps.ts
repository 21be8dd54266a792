/** The steps of a reading besides drawing and signing. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { Adjudication, DiscardedReading, Reading } from '../../core/contract/readings.ts';
import {
  refusalOf,
  refusalOfAdjudication,
  refusalOfDiscard,
  refusalOfSecond,
  stateAfter,
  standingVersion,
  type AdjudicationChoice,
} from '../../core/domain/readings.ts';
import type { HostContext } from '../context.ts';
import { insertAdjudication, insertDiscard, readingsOfSeries } from '../db/tables/reading.ts';
import { headRevision } from '../db/tables/revision.ts';
import { isDrawnOn } from '../db/tables/segmentation.ts';
import { getSeries } from '../library/index.ts';
import { copyRevision } from '../segmentation/revisions.ts';
import { countingSegmentation, requireVisible } from './counting.ts';
import { viewOf } from './facts.ts';
import { changeState, getReading, makeReading, takeReading, timeNow } from './store.ts';

const told = (context: HostContext, seriesId: string): void => {
  context.emit('readings.changed', { seriesId });
};

function step(context: HostContext, readingId: string, name: 'review' | 'lock'): Reading {
  const reading = getReading(context, readingId);
  requireVisible(context, reading.segmentationId);
  const refusal = refusalOf(name, viewOf(context, reading).facts, context.actor);
  if (refusal !== null) throw new RemnantError('refused', refusal);
  context.change((record) => {
    if (name === 'review') takeReading(context, record, reading);
    changeState(context, record, reading, stateAfter(name, reading.state));
  });
  told(context, reading.seriesId);
  return getReading(context, readingId);
}

/** @throws RemnantError 'not_found'; 'refused' with what must be settled first, or for another's reading */
export const reviewReading = (context: HostContext, { readingId }: { readingId: string }): Reading =>
  step(context, readingId, 'review');

/** Nothing but a correction follows. @throws RemnantError 'not_found'; 'refused' for readers, and before it is signed */
export const lockReading = (context: HostContext, { readingId }: { readingId: string }): Reading =>
  step(context, readingId, 'lock');

/**
 * The next version of a signed reading, in draft, with the same labels. @throws RemnantError 'not_found'; 'refused' before it is signed, and for
 * another's reading
 */
export function correctReading(
  context: HostContext,
  { readingId, reason }: { readingId: string; reason: string },
): Reading {
  const reading = getReading(context, readingId);
  requireVisible(context, reading.segmentationId);
  const refusal = refusalOf('correct', viewOf(context, reading).facts, context.actor);
  if (refusal !== null) throw new RemnantError('refused', refusal);
  const head = headRevision(context.db, reading.segmentationId)!;
  const next = context.change((record) => {
    const { seriesId, ordinal } = reading;
    const made = makeReading(context, record, {
      seriesId,
      ordinal,
      reader: context.actor,
      correction: { of: reading, reason },
    });
    copyRevision(context, record, head, made.segmentationId, {
      title: `Correction of version ${reading.version}`,
      tool: 'correct-reading@1',
      parameters: { of: head.id, reason },
    });
    return made;
  });
  told(context, reading.seriesId);
  return next;
}

/** An empty second reading of the CT for the actor. @throws RemnantError 'not_found'; 'refused' when it couldn't be an independent one */
export function beginSecondReading(context: HostContext, { seriesId }: { seriesId: string }): Reading {
  getSeries(context, { seriesId });
  const readings = readingsOfSeries(context.db, seriesId);
  const refusal = refusalOfSecond(readings, isDrawnOn(context.db, seriesId), context.actor);
  if (refusal !== null) throw new RemnantError('refused', refusal);
  const made = context.change((record) =>
    makeReading(context, record, { seriesId, ordinal: 'second', reader: context.actor }),
  );
  told(context, seriesId);
  return made;
}

/**
 * Takes back a second reading of the actor's own. Its rows stay; it hides nothing any more, and another may begin.
 * @throws RemnantError 'not_found'; 'refused' once it was signed, for any other reading, and for another's
 */
export function discardReading(
  context: HostContext,
  { readingId, reason }: { readingId: string; reason: string },
): DiscardedReading {
  const { db, actor } = context;
  const reading = getReading(context, readingId);
  const { id, seriesId, segmentationId, ordinal, state } = reading;
  requireVisible(context, segmentationId);
  const refusal = refusalOfDiscard(reading, readingsOfSeries(db, seriesId), actor);
  if (refusal !== null) throw new RemnantError('refused', refusal);
  const { accountId, user, printedName, role } = actor;
  const head = headRevision(db, segmentationId);
  const row = { reading, reason, by: { accountId, user, printedName, role }, ...timeNow(context) };
  context.change((record) => {
    insertDiscard(db, row);
    record({
      action: 'discard',
      entity: 'reading',
      entityId: id,
      oldValue: { ordinal, state, segmentationId, revisionId: head?.id ?? null },
      newValue: { discarded: true },
      reason,
    });
  });
  told(context, seriesId);
  return row;
}

/**
 * Decides which of two signed readings counts; 'new' begins a reading of the actor's own, which counts from its signature on.
 * @throws RemnantError 'not_found'; 'refused' before both are signed, and for the two readers
 */
export function adjudicate(
  context: HostContext,
  { seriesId, choice, reason }: { seriesId: string; choice: AdjudicationChoice; reason: string },
): Adjudication {
  getSeries(context, { seriesId });
  const readings = readingsOfSeries(context.db, seriesId);
  const refusal = refusalOfAdjudication(readings, context.actor);
  if (refusal !== null) throw new RemnantError('refused', refusal);
  const { accountId, user, printedName, role } = context.actor;
  const counted = countingSegmentation(context, seriesId);
  const oldValue = {
    counts: readings.find(({ id }) => id === counted?.readingId)?.ordinal,
    readingId: counted?.readingId,
  };
  const decided = context.change((record) => {
    const ordinal = choice === 'new' ? 'adjudication' : choice;
    const standing = standingVersion(readings.filter((reading) => reading.ordinal === ordinal));
    const chosen = standing ?? makeReading(context, record, { seriesId, ordinal, reader: context.actor });
    const row: Adjudication = {
      id: context.newId(),
      seriesId,
      choice,
      readingId: chosen.id,
      reason,
      by: { accountId, user, printedName, role },
      ...timeNow(context),
    };
    insertAdjudication(context.db, row);
    record({ action: 'adjudicate', entity: 'series', entityId: seriesId, oldValue, newValue: row, reason });
    return row;
  });
  told(context, seriesId);
  return decided;
}
