/** Readings as rows: made together with their segmentation, changed only by adding to them. */
import type { Database } from 'better-sqlite3';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Reading } from '../../core/contract/readings.ts';
import { isUnclaimed, type Person, type ReadingOrdinal, type ReadingState } from '../../core/domain/readings.ts';
import type { AuditRecord, HostContext } from '../context.ts';
import { findReading, insertReading, isDiscarded, insertReadingChange, setReader } from '../db/tables/reading.ts';
import { insertSegmentation } from '../db/tables/segmentation.ts';

export type Record = (entry: AuditRecord) => void;

/** @throws RemnantError 'not_found'; 'refused' for one that was discarded */
export function getReading({ db }: HostContext, readingId: string): Reading {
  const found = findReading(db, readingId);
  if (!found) throw new RemnantError('not_found', 'There is no such reading.');
  requireKept(db, readingId);
  return found;
}

/** @throws RemnantError 'refused' for a reading that was discarded */
export function requireKept(db: Database, readingId: string): void {
  if (isDiscarded(db, readingId)) throw new RemnantError('refused', 'This reading was discarded.');
}

/** UTC and the offset of this place, east of Greenwich positive. */
export function timeNow(context: HostContext): { readonly at: string; readonly utcOffsetMinutes: number } {
  const now = context.now();
  return { at: now.toISOString(), utcOffsetMinutes: 0 - now.getTimezoneOffset() };
}

interface NewReading {
  readonly seriesId: string;
  readonly ordinal: ReadingOrdinal;
  /** Left out: nobody yet. */
  readonly reader?: Person;
  /** What is corrected, and why. */
  readonly correction?: { readonly of: Reading; readonly reason: string };
}

/** A reading with an empty segmentation of its own. Within a change. */
export function makeReading(
  context: HostContext,
  record: Record,
  { seriesId, ordinal, reader, correction }: NewReading,
): Reading {
  const createdAt = context.now().toISOString();
  const segmentation = { id: context.newId(), seriesId, createdAt };
  insertSegmentation(context.db, segmentation);
  record({ action: 'create', entity: 'segmentation', entityId: segmentation.id, newValue: segmentation });
  const row = {
    id: context.newId(),
    seriesId,
    segmentationId: segmentation.id,
    ordinal,
    version: (correction?.of.version ?? 0) + 1,
    supersedesId: correction?.of.id ?? null,
    reason: correction?.reason ?? null,
    createdAt,
    reader: reader ?? null,
  };
  insertReading(context.db, row);
  record({
    action: correction ? 'correct' : 'create',
    entity: 'reading',
    entityId: row.id,
    newValue: row,
    ...(correction && { oldValue: versionOf(correction.of), reason: correction.reason }),
  });
  return getReading(context, row.id);
}

const versionOf = ({ id, version, state }: Reading): object => ({ id, version, state });

/** Makes the actor the reader of what nobody with an account has taken yet. Within a change. */
export function takeReading({ actor, db }: HostContext, record: Record, reading: Reading): void {
  if (!isUnclaimed(reading) || (reading.reader !== null && actor.accountId === null)) return;
  setReader(db, reading.id, actor);
  record({
    action: 'take',
    entity: 'reading',
    entityId: reading.id,
    oldValue: { reader: reading.reader },
    newValue: { reader: actor },
  });
}

/** Brings a reading into a state. Within a change. */
export function changeState(context: HostContext, record: Record, reading: Reading, state: ReadingState): void {
  insertReadingChange(context.db, reading.id, { state, by: context.actor, ...timeNow(context) });
  record({
    action: verbs[state],
    entity: 'reading',
    entityId: reading.id,
    oldValue: { state: reading.state },
    newValue: { state },
  });
}

const verbs: Readonly<{ [State in ReadingState]: string }> = {
  draft: 'reopen',
  reviewed: 'review',
  signed: 'sign',
  locked: 'lock',
};
