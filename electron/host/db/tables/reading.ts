import type { Database } from 'better-sqlite3';
import type { Adjudication, DiscardedReading, Reading, Signature } from '../../../core/contract/readings.ts';
import { adjudication, reading, signature } from '../../../core/contract/readings.ts';
import type { TimePointKind } from '../../../core/contract/trial.ts';
import type { Person } from '../../../core/domain/readings.ts';

interface StoredPerson {
  readonly accountId: string | null;
  readonly user: string;
  readonly printedName: string;
  readonly role: string;
}
type StoredReading = Omit<Reading, 'reader' | 'state' | 'changes'> & {
  readonly [Field in keyof StoredPerson]: StoredPerson[Field] | null;
};
type StoredChange = StoredPerson & Pick<Reading['changes'][number], 'state' | 'at' | 'utcOffsetMinutes'>;

const personColumns = 'account_id AS accountId, user, printed_name AS printedName, role';
const personOf = ({ accountId, user, printedName, role }: StoredPerson): Person => ({
  accountId,
  user,
  printedName,
  role,
});

const selectReading = `SELECT id, series_id AS seriesId, segmentation_id AS segmentationId, ordinal, version, supersedes_id AS supersedesId,
  reason, created_at AS createdAt, reader_account_id AS accountId, reader_user AS user, reader_name AS printedName, reader_role AS role
  FROM reading`;
const KEPT = 'id NOT IN (SELECT reading_id FROM reading_discard)';

function fromStored(db: Database, { accountId, user, printedName, role, ...row }: StoredReading): Reading {
  const changes = changesOf(db, row.id);
  const reader = user === null ? null : { accountId, user, printedName, role };
  return reading.parse({ ...row, reader, state: changes.at(-1)?.state ?? 'draft', changes });
}

function changesOf(db: Database, readingId: string): Reading['changes'] {
  return db
    .prepare<[string], StoredChange>(
      `SELECT state, at, utc_offset_minutes AS utcOffsetMinutes, ${personColumns} FROM reading_change WHERE reading_id = ? ORDER BY position`,
    )
    .all(readingId)
    .map((row) => ({ state: row.state, at: row.at, utcOffsetMinutes: row.utcOffsetMinutes, by: personOf(row) }));
}

export function findReading(db: Database, readingId: string): Reading | undefined {
  const row = db.prepare<[string], StoredReading>(`${selectReading} WHERE id = ?`).get(readingId);
  return row && fromStored(db, row);
}

export function readingOfSegmentation(db: Database, segmentationId: string): Reading | undefined {
  const row = db.prepare<[string], StoredReading>(`${selectReading} WHERE segmentation_id = ?`).get(segmentationId);
  return row && fromStored(db, row);
}

/** By ordinal and version; those that were discarded are not among them. */
export function readingsOfSeries(db: Database, seriesId: string): Reading[] {
  return db
    .prepare<[string], StoredReading>(
      `${selectReading} WHERE series_id = ? AND ${KEPT}
       ORDER BY CASE ordinal WHEN 'first' THEN 1 WHEN 'second' THEN 2 ELSE 3 END, version`,
    )
    .all(seriesId)
    .map((row) => fromStored(db, row));
}

/** The CTs of a subject's time points, by date. */
export function ctsOfSubject(db: Database, subjectId: string): { timePointId: string; seriesId: string }[] {
  return db
    .prepare<[string], { timePointId: string; seriesId: string }>(
      `SELECT id AS timePointId, series_id AS seriesId FROM time_point WHERE subject_id = ? AND removed_at IS NULL ORDER BY date, id`,
    )
    .all(subjectId);
}

/** Whose CT a series is; undefined for one that isn't assigned. */
export function timePointOfCt(db: Database, seriesId: string): { subjectId: string; timePointId: string } | undefined {
  return db
    .prepare<[string], { subjectId: string; timePointId: string }>(
      `SELECT subject_id AS subjectId, id AS timePointId FROM time_point WHERE series_id = ? AND removed_at IS NULL`,
    )
    .get(seriesId);
}

/** How a CT is called in the record. */
export function ctOfSeries(
  db: Database,
  seriesId: string,
): { subjectCode: string; timePoint: TimePointKind; date: string } | undefined {
  return db
    .prepare<[string], { subjectCode: string; timePoint: TimePointKind; date: string }>(
      `SELECT code AS subjectCode, kind AS timePoint, date FROM time_point JOIN subject ON subject.id = subject_id
       WHERE series_id = ? AND removed_at IS NULL`,
    )
    .get(seriesId);
}

/** Series that have more than one reader. */
export function seriesReadTwice(db: Database): string[] {
  return db
    .prepare<[], string>(`SELECT series_id FROM reading WHERE ordinal = 'second' AND version = 1 AND ${KEPT}`)
    .pluck()
    .all();
}

export function insertReading(db: Database, { reader, ...row }: Omit<Reading, 'state' | 'changes'>): void {
  db.prepare(
    `INSERT INTO reading (id, series_id, segmentation_id, ordinal, version, supersedes_id, reason, created_at,
       reader_account_id, reader_user, reader_name, reader_role)
     VALUES (@id, @seriesId, @segmentationId, @ordinal, @version, @supersedesId, @reason, @createdAt,
       @accountId, @user, @printedName, @role)`,
  ).run({ ...row, ...(reader ?? { accountId: null, user: null, printedName: null, role: null }) });
}

/** Only of a reading that has no reader with an account yet. */
export function setReader(db: Database, readingId: string, reader: Person): void {
  db.prepare(
    `UPDATE reading SET reader_account_id = @accountId, reader_user = @user, reader_name = @printedName, reader_role = @role
     WHERE id = @readingId`,
  ).run({ ...personOf(reader), readingId });
}

export function insertReadingChange(db: Database, readingId: string, change: Reading['changes'][number]): void {
  const { state, by, at, utcOffsetMinutes } = change;
  db.prepare(
    `INSERT INTO reading_change (reading_id, position, state, account_id, user, printed_name, role, at, utc_offset_minutes)
     VALUES (@readingId, (SELECT count(*) + 1 FROM reading_change WHERE reading_id = @readingId), @state, @accountId, @user,
       @printedName, @role, @at, @utcOffsetMinutes)`,
  ).run({ readingId, state, at, utcOffsetMinutes, ...personOf(by) });
}

type StoredDiscard = StoredPerson & Omit<DiscardedReading, 'by' | 'reading'> & { readonly readingId: string };

const selectDiscard = `SELECT reading_id AS readingId, reason, at, utc_offset_minutes AS utcOffsetMinutes, ${personColumns}
  FROM reading_discard`;

const toDiscarded = (
  db: Database,
  { readingId, reason, at, utcOffsetMinutes, ...by }: StoredDiscard,
): DiscardedReading => ({
  reading: findReading(db, readingId)!,
  reason,
  by: personOf(by),
  at,
  utcOffsetMinutes,
});

export function isDiscarded(db: Database, readingId: string): boolean {
  return db.prepare<[string]>(`${selectDiscard} WHERE reading_id = ?`).get(readingId) !== undefined;
}

/** Oldest first. */
export function discardedOfSeries(db: Database, seriesId: string): DiscardedReading[] {
  return db
    .prepare<[string], StoredDiscard>(
      `${selectDiscard} WHERE reading_id IN (SELECT id FROM reading WHERE series_id = ?) ORDER BY at, reading_id`,
    )
    .all(seriesId)
    .map((row) => toDiscarded(db, row));
}

export function insertDiscard(db: Database, { reading: { id }, by, ...row }: DiscardedReading): void {
  db.prepare(
    `INSERT INTO reading_discard (reading_id, reason, account_id, user, printed_name, role, at, utc_offset_minutes)
     VALUES (@readingId, @reason, @accountId, @user, @printedName, @role, @at, @utcOffsetMinutes)`,
  ).run({ readingId: id, ...row, ...personOf(by) });
}

const selectSignature = `SELECT id, reading_id AS readingId, revision_id AS revisionId, result_id AS resultId, protocol_id AS protocolId,
  protocol_version AS protocolVersion, signed_at AS signedAt, utc_offset_minutes AS utcOffsetMinutes, meaning, statement, text, sha256,
  ${personColumns} FROM signature`;

type StoredSignature = StoredPerson & Omit<Signature, 'signer'>;
const toSignature = ({ accountId, user, printedName, role, ...row }: StoredSignature): Signature =>
  signature.parse({ ...row, signer: { accountId, user, printedName, role } });

/** Oldest first. */
export function signaturesOfReading(db: Database, readingId: string): Signature[] {
  return db
    .prepare<[string], StoredSignature>(`${selectSignature} WHERE reading_id = ? ORDER BY id`)
    .all(readingId)
    .map(toSignature);
}

export function findSignature(db: Database, signatureId: string): Signature | undefined {
  const row = db.prepare<[string], StoredSignature>(`${selectSignature} WHERE id = ?`).get(signatureId);
  return row && toSignature(row);
}

export function signatureIds(db: Database): string[] {
  return db.prepare<[], string>('SELECT id FROM signature ORDER BY id').pluck().all();
}

export function insertSignature(db: Database, { signer, ...row }: Signature): void {
  db.prepare(
    `INSERT INTO signature (id, reading_id, revision_id, result_id, protocol_id, protocol_version, account_id, user, printed_name, role,
       signed_at, utc_offset_minutes, meaning, statement, text, sha256)
     VALUES (@id, @readingId, @revisionId, @resultId, @protocolId, @protocolVersion, @accountId, @user, @printedName, @role,
       @signedAt, @utcOffsetMinutes, @meaning, @statement, @text, @sha256)`,
  ).run({ ...row, ...personOf(signer) });
}

type StoredAdjudication = StoredPerson & Omit<Adjudication, 'by'>;

/** Oldest first; the last one holds. */
export function adjudicationsOf(db: Database, seriesId: string): Adjudication[] {
  return db
    .prepare<[string], StoredAdjudication>(
      `SELECT id, series_id AS seriesId, choice, reading_id AS readingId, reason, at, utc_offset_minutes AS utcOffsetMinutes, ${personColumns}
       FROM adjudication WHERE series_id = ? ORDER BY id`,
    )
    .all(seriesId)
    .map(({ accountId, user, printedName, role, ...row }) =>
      adjudication.parse({ ...row, by: { accountId, user, printedName, role } }),
    );
}

export function insertAdjudication(db: Database, { by, ...row }: Adjudication): void {
  db.prepare(
    `INSERT INTO adjudication (id, series_id, choice, reading_id, reason, account_id, user, printed_name, role, at, utc_offset_minutes)
     VALUES (@id, @seriesId, @choice, @readingId, @reason, @accountId, @user, @printedName, @role, @at, @utcOffsetMinutes)`,
  ).run({ ...row, ...personOf(by) });
}
