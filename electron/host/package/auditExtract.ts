/**
 * The part of the audit trail that is about one subject, as JSON lines. Every line keeps its place and hash in the chain, so that the site can
 * show the entry at any time; values that would say who the patient is are withheld, and the line says so.
 */
import { setImmediate } from 'node:timers/promises';
import type { AuditEntry } from '../../core/contract/audit.ts';
import type { HostContext } from '../context.ts';
import { auditEntriesAfter } from '../db/tables/audit.ts';
import type { EntryAudit } from '../export/odm/clinical.ts';
import { canonicalJson } from '../audit/canonicalJson.ts';
import type { Privacy } from './privacy.ts';

const PAGE = 1000;

/** Tables whose rows are of a subject, a series' segmentation or a reading, by the column that says so; whoever adds a table is found. */
function tablesWith({ db }: HostContext, column: string): string[] {
  return db
    .prepare<[string], string>(
      `SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
       WHERE m.type = 'table' AND c.name = ?
         AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'id') ORDER BY m.name`,
    )
    .pluck()
    .all(column);
}

function idsBy(context: HostContext, column: string, owners: readonly string[]): string[] {
  return tablesWith(context, column).flatMap((table) =>
    context.db
      .prepare<[string], string>(`SELECT id FROM "${table}" WHERE "${column}" IN (SELECT value FROM json_each(?))`)
      .pluck()
      .all(JSON.stringify(owners)),
  );
}

/** Ids of everything that was ever recorded of the subject. */
export function idsOfSubject(context: HostContext, subjectId: string): ReadonlySet<string> {
  const { db } = context;
  const ofSubject = idsBy(context, 'subject_id', [subjectId]);
  const series = db
    .prepare<[string], string>('SELECT DISTINCT series_id FROM time_point WHERE subject_id = ?')
    .pluck()
    .all(subjectId);
  const segmentations = db
    .prepare<[string], string>('SELECT id FROM segmentation WHERE series_id IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(series));
  const drawn = idsBy(context, 'segmentation_id', segmentations);
  const signed = idsBy(context, 'reading_id', drawn);
  return new Set([subjectId, ...ofSubject, ...segmentations, ...drawn, ...signed]);
}

/** Oldest first. The trail of a busy site has hundreds of thousands of entries, so others have their turn between its pages. */
export async function entriesOfSubject(context: HostContext, subjectId: string): Promise<AuditEntry[]> {
  const ids = idsOfSubject(context, subjectId);
  const found: AuditEntry[] = [];
  for (let after = 0; ;) {
    const page = auditEntriesAfter(context.db, after, PAGE);
    found.push(...page.filter(({ entityId }) => ids.has(entityId)));
    const last = page.at(-1);
    if (!last || page.length < PAGE) return found;
    after = last.sequence;
    await setImmediate();
  }
}

/** Free text of the record, which may name anybody. */
const FREE_TEXT = /"(?:note|complication)":"[^"]/;
const fields = ['oldValue', 'newValue', 'reason'] as const;

/** One line per entry; `withheld` names the fields that were left out. */
export function auditLines(entries: readonly AuditEntry[], privacy: Privacy): string {
  return entries
    .map((entry) => {
      const withheld = fields.filter((field) => {
        const value = entry[field];
        return value !== null && (FREE_TEXT.test(value) || privacy.problemIn(value) !== null);
      });
      const shown = Object.fromEntries(withheld.map((field) => [field, null]));
      return `${canonicalJson({ ...entry, ...shown, withheld })}\n`;
    })
    .join('');
}

/** The last entry of each thing, for the audit records of the ODM file. */
export function lastEntries(entries: readonly AuditEntry[], privacy: Privacy): Map<string, EntryAudit> {
  return new Map(
    entries.map(({ entityId, user, at, reason, sequence }) => [
      entityId,
      { user, at, sequence, reason: reason === null || privacy.problemIn(reason) !== null ? null : reason },
    ]),
  );
}
