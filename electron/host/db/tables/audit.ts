import type { Database } from 'better-sqlite3';
import type { AuditEntry } from '../../../core/contract/audit.ts';
import { prepared } from '../prepared.ts';

export const columns = `sequence, at, utc_offset_minutes AS utcOffsetMinutes, user, role, workstation, version, action, entity,
  entity_id AS entityId, old_value AS oldValue, new_value AS newValue, reason, previous_hash AS previousHash, rows_sha256 AS rowsSha256, hash`;

export function insertAuditEntry(db: Database, entry: AuditEntry): void {
  prepared(
    db,
    `INSERT INTO audit (sequence, at, utc_offset_minutes, user, role, workstation, version, action, entity, entity_id, old_value,
       new_value, reason, previous_hash, rows_sha256, hash)
     VALUES (@sequence, @at, @utcOffsetMinutes, @user, @role, @workstation, @version, @action, @entity, @entityId, @oldValue,
       @newValue, @reason, @previousHash, @rowsSha256, @hash)`,
  ).run(entry);
}

export function lastAuditEntry(db: Database): { sequence: number; hash: string } | undefined {
  return prepared<[], { sequence: number; hash: string }>(
    db,
    'SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1',
  ).get();
}

export function auditHash(db: Database, sequence: number): string | undefined {
  return prepared<[number], string>(db, 'SELECT hash FROM audit WHERE sequence = ?').pluck().get(sequence);
}

/** Oldest first, those after `after`. */
export function auditEntriesAfter(db: Database, after: number, limit: number): AuditEntry[] {
  return db
    .prepare<[number, number], AuditEntry>(`SELECT ${columns} FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?`)
    .all(after, limit);
}

/** What the trail says was committed: revision id -> canonical JSON of the revision. */
export function auditedRevisions(db: Database): Map<string, string> {
  const rows = db
    .prepare<[], { entityId: string; newValue: string }>(
      `SELECT entity_id AS entityId, new_value AS newValue FROM audit
       WHERE entity = 'revision' AND action = 'commit' AND new_value IS NOT NULL ORDER BY sequence`,
    )
    .all();
  return new Map(rows.map(({ entityId, newValue }) => [entityId, newValue]));
}
