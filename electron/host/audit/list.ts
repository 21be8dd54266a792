/** The trail as it is looked at: pages of a filter, the history of one thing, a file of all of it. */
import type { z } from 'zod';
import type { AuditEntry, AuditFilter, AuditPage, audit } from '../../core/contract/audit.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { ExportFile } from '../../core/contract/exports.ts';
import type { HostContext } from '../context.ts';
import { distinctOf, selectAuditEntries, thingsOfSubject } from '../db/tables/auditQuery.ts';
import type { AuditSelection } from '../db/tables/auditQuery.ts';
import { writeCsv } from '../export/csv.ts';
import { writeExport } from '../export/writeExport.ts';
import { subjectIdOfCode } from '../db/tables/subject.ts';

type Input<M extends keyof typeof audit.methods> = z.output<(typeof audit.methods)[M]['input']>;

const END = Number.MAX_SAFE_INTEGER;
const EXPORT_PAGE = 5000;

export function auditPage(context: HostContext, { before, after, limit, ...filter }: Input<'list'>): AuditPage {
  const selection = selectionOf(context, filter);
  const forward = after !== undefined && before === undefined;
  const found = selectAuditEntries(context.db, selection, {
    after: after ?? 0,
    before: before ?? END,
    order: forward ? 'oldest_first' : 'newest_first',
    limit: limit + 1,
  });
  const more = found.length > limit;
  const entries = found.slice(0, limit);
  if (forward) entries.reverse();
  const isThere = (bounds: { after: number; before: number }): boolean =>
    selectAuditEntries(context.db, selection, { ...bounds, order: 'newest_first', limit: 1 }).length > 0;
  return {
    entries,
    hasOlder: forward ? after > 0 && isThere({ after: 0, before: after + 1 }) : more,
    hasNewer: forward ? more : before !== undefined && isThere({ after: before - 1, before: END }),
  };
}

/** @throws RemnantError 'not_found' for a code that no subject has */
function selectionOf({ db }: HostContext, { subjectCode, ...filter }: AuditFilter): AuditSelection {
  if (subjectCode === undefined) return filter;
  const subjectId = subjectIdOfCode(db, subjectCode);
  if (subjectId === undefined) throw new RemnantError('not_found', `There is no subject ${subjectCode}.`);
  return { ...filter, things: thingsOfSubject(db, subjectId) };
}

export const auditValues = ({ db }: HostContext): { users: string[]; actions: string[]; entities: string[] } => ({
  users: distinctOf(db, 'user'),
  actions: distinctOf(db, 'action'),
  entities: distinctOf(db, 'entity'),
});

/** Oldest first. */
export function auditHistory({ db }: HostContext, { entity, entityId, related }: Input<'history'>): AuditEntry[] {
  const things = related && entity === 'subject' ? thingsOfSubject(db, entityId) : [[entity, entityId] as const];
  return selectAuditEntries(db, { things }, { after: 0, before: END, order: 'oldest_first', limit: END });
}

const csvColumns = [
  'sequence',
  'at',
  'utcOffsetMinutes',
  'user',
  'role',
  'workstation',
  'version',
  'action',
  'entity',
  'entityId',
  'oldValue',
  'newValue',
  'reason',
  'previousHash',
  'rowsSha256',
  'hash',
] as const satisfies readonly (keyof AuditEntry)[];

export async function exportAudit(
  context: HostContext,
  { format, ...filter }: Input<'exportEntries'>,
): Promise<ExportFile> {
  const entries = [...allEntries(context, selectionOf(context, filter))];
  const text =
    format === 'csv' ? writeCsv(csvColumns, entries) : entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  if (entries.length === 0) throw new RemnantError('not_found', 'The audit trail has no such entries.');
  return writeExport(context, {
    kind: format === 'csv' ? 'audit_csv' : 'audit_jsonl',
    subjectId: null,
    revisionId: null,
    stem: 'audit-trail',
    extension: format,
    bytes: Buffer.from(text),
  });
}

function* allEntries({ db }: HostContext, selection: AuditSelection): Generator<AuditEntry> {
  for (let after = 0; ;) {
    const page = selectAuditEntries(db, selection, { after, before: END, order: 'oldest_first', limit: EXPORT_PAGE });
    yield* page;
    if (page.length < EXPORT_PAGE) return;
    after = page.at(-1)!.sequence;
  }
}
