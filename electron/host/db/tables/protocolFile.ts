/** The protocols that results were computed by, as they were; a row is never changed, so an old verdict can always be read beside its rules. */
import type { Database } from 'better-sqlite3';
import type { Protocol } from '../../../core/domain/protocol.ts';

export interface ProtocolFileKey {
  readonly id: string;
  readonly version: string;
  /** Of the canonical JSON. */
  readonly sha256: string;
}

export interface ProtocolFileRow extends ProtocolFileKey {
  readonly source: 'program' | 'site';
  readonly fileName: string;
  readonly loadedAt: string;
  readonly content: Protocol;
}

export function isKnownProtocol(db: Database, key: ProtocolFileKey): boolean {
  return (
    db
      .prepare<[ProtocolFileKey]>(
        'SELECT 1 FROM protocol_file WHERE id = @id AND version = @version AND sha256 = @sha256',
      )
      .get(key) !== undefined
  );
}

/** SHA-256 of the content that this version was first used with; null for a version that is new here. */
export function digestOfVersion(db: Database, { id, version }: ProtocolFileKey): string | null {
  return (
    db
      .prepare<[string, string], string>(
        'SELECT sha256 FROM protocol_file WHERE id = ? AND version = ? ORDER BY loaded_at',
      )
      .pluck()
      .get(id, version) ?? null
  );
}

/** The version that was the newest to be used here; null for a protocol that is new here. */
export function newestUse(db: Database, { id }: ProtocolFileKey): ProtocolFileKey | null {
  return (
    db
      .prepare<[string], ProtocolFileKey>(
        'SELECT id, version, sha256 FROM protocol_file WHERE id = ? ORDER BY loaded_at DESC LIMIT 1',
      )
      .get(id) ?? null
  );
}

export function insertProtocolFile(db: Database, { content, ...row }: ProtocolFileRow): void {
  db.prepare(
    `INSERT INTO protocol_file (id, version, sha256, source, file_name, loaded_at, content_json)
     VALUES (@id, @version, @sha256, @source, @fileName, @loadedAt, @content)`,
  ).run({ ...row, content: JSON.stringify(content) });
}
