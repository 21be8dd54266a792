/** Selections of the trail, each served by an index or by the order of the entries. */
import type { Database } from 'better-sqlite3';
import type { AuditEntry, AuditFilter } from '../../../core/contract/audit.ts';
import { quoted, sealedTables } from '../sealedTables.ts';
import { columns } from './audit.ts';

/** What an entry speaks of: [entity, entityId]. */
export type Thing = readonly [entity: string, entityId: string];

export interface AuditSelection extends Omit<AuditFilter, 'subjectCode'> {
  /** Only entries of these; all when undefined. */
  readonly things?: readonly Thing[] | undefined;
}

export interface PageOf {
  /** Exclusive bounds of the sequence. */
  readonly after: number;
  readonly before: number;
  readonly order: 'newest_first' | 'oldest_first';
  readonly limit: number;
}

export function selectAuditEntries(db: Database, selection: AuditSelection, page: PageOf): AuditEntry[] {
  const { sql, values } = conditions(selection);
  const direction = page.order === 'newest_first' ? 'DESC' : 'ASC';
  return db
    .prepare<unknown[], AuditEntry>(
      `SELECT ${columns} FROM audit WHERE sequence > ? AND sequence < ?${sql} ORDER BY sequence ${direction} LIMIT ?`,
    )
    .all(page.after, page.before, ...values, page.limit);
}

function conditions({ from, until, text, things, ...equal }: AuditSelection): { sql: string; values: unknown[] } {
  const parts: { sql: string; values: unknown[] }[] = [];
  const add = (sql: string, ...values: unknown[]): void => {
    parts.push({ sql: ` AND ${sql}`, values });
  };
  if (from !== undefined) add('at >= ?', from);
  if (until !== undefined) add('at < ?', until);
  const named = [
    ['user', equal.user],
    ['role', equal.role],
    ['action', equal.action],
    ['entity', equal.entity],
    ['entity_id', equal.entityId],
  ] as const;
  for (const [column, value] of named) if (value !== undefined) add(`${column} = ?`, value);
  if (things !== undefined)
    add(
      `sequence IN (SELECT a.sequence FROM json_each(?) AS thing JOIN audit AS a
         ON a.entity = thing.value ->> 0 AND a.entity_id = thing.value ->> 1)`,
      JSON.stringify(things),
    );
  if (text !== undefined)
    add(
      `(coalesce(old_value, '') || char(10) || coalesce(new_value, '') || char(10) || coalesce(reason, '')) LIKE ? ESCAPE '\\'`,
      `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`,
    );
  return { sql: parts.map(({ sql }) => sql).join(''), values: parts.flatMap(({ values }) => values) };
}

/** From one value to the next through the index, so that it takes as long as there are values, not entries. */
export const distinctOf = (db: Database, column: 'user' | 'action' | 'entity'): string[] =>
  db
    .prepare<[], string>(
      `WITH RECURSIVE each(value) AS (
         SELECT min(${column}) FROM audit
         UNION ALL SELECT (SELECT min(${column}) FROM audit WHERE ${column} > each.value) FROM each WHERE each.value IS NOT NULL
       ) SELECT value FROM each WHERE value IS NOT NULL`,
    )
    .pluck()
    .all();

/** The subject and every row that belongs to it: those that name it, and the drawings, readings and signatures of its CTs. */
export function thingsOfSubject(db: Database, subjectId: string): Thing[] {
  const own = sealedTables(db)
    .filter(({ name, key }) => key.length === 1 && key[0] === 'id' && hasColumn(db, name, 'subject_id'))
    .map(({ name }) => `SELECT '${name}' AS entity, id FROM ${quoted(name)} WHERE subject_id = @subjectId`);
  const series = `SELECT series_id FROM time_point WHERE subject_id = @subjectId`;
  return db
    .prepare<[{ subjectId: string }], { entity: string; id: string }>(
      [
        `SELECT 'subject' AS entity, @subjectId AS id`,
        ...own,
        `SELECT 'segmentation', id FROM segmentation WHERE series_id IN (${series})`,
        `SELECT 'revision', revision.id FROM revision JOIN segmentation ON segmentation.id = segmentation_id WHERE series_id IN (${series})`,
        `SELECT 'reading', id FROM reading WHERE series_id IN (${series})`,
        `SELECT 'signature', signature.id FROM signature JOIN reading ON reading.id = reading_id WHERE series_id IN (${series})`,
        `SELECT 'adjudication', id FROM adjudication WHERE series_id IN (${series})`,
      ].join(' UNION ALL '),
    )
    .all({ subjectId })
    .map(({ entity, id }) => [entity, id]);
}

const hasColumn = (db: Database, table: string, column: string): boolean =>
  db.prepare(`SELECT 1 FROM pragma_table_info(?, 'main') WHERE name = ?`).get(table, column) !== undefined;
