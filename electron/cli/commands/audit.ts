/** audit list, history, export, verify, anchor */
import { accessSync, constants } from 'node:fs';
import type { Command } from 'commander';
import { auditFilter } from '../../core/contract/audit.ts';
import type { AuditEntry, AuditFilter, TrailReport } from '../../core/contract/audit.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import { fieldChanges } from '../../core/domain/auditDifference.ts';
import {
  auditHistory,
  auditPage,
  exportAudit,
  openForReading,
  setOutsideAnchor,
  verifyTrail,
} from '../../host/audit/index.ts';
import type { VerifyOptions } from '../../host/audit/verify.ts';
import { print, progressLine, table } from '../print.ts';
import { dataFolderOf, findSubject, programVersion, withHost } from '../session.ts';
import { parseInput, parseNumber, UsageError } from '../usage.ts';
import { copyExport } from './results.ts';

interface FilterOptions {
  readonly from?: string;
  readonly until?: string;
  readonly by?: string;
  readonly role?: string;
  readonly action?: string;
  readonly entity?: string;
  readonly id?: string;
  readonly subject?: string;
  readonly text?: string;
}

export function addAuditCommands(program: Command): void {
  const audit = program
    .command('audit')
    .description('the audit trail: who changed what, when, and whether it is whole');
  addVerify(audit);
  withFilter(audit.command('list').description('the newest entries'))
    .option('--limit <n>', 'how many at most', '50')
    .action(({ limit, ...options }: FilterOptions & { limit: string }, command: Command) =>
      withHost(command, ({ context, json }) => {
        const { entries } = auditPage(context, { ...filterOf(options), limit: pageSize(limit) });
        print(json, entries, () => (entries.length === 0 ? 'No entries.' : table(entries.map(row))));
      }),
    );
  audit
    .command('history')
    .description("everything that happened to a subject's record, or to one thing of it; oldest first")
    .argument('<subject>', 'code')
    .option('--id <id>', 'only of the thing with this id')
    .action((code: string, { id }: { id?: string }, command: Command) =>
      withHost(command, ({ context, json }) => {
        const all = auditHistory(context, {
          entity: 'subject',
          entityId: findSubject(context, code).id,
          related: true,
        });
        const entries = id === undefined ? all : all.filter(({ entityId }) => entityId === id);
        print(json, entries.map(withChanges), () => entries.map(readable).join('\n\n'));
      }),
    );
  withFilter(audit.command('export').description('the entries as a file, oldest first'))
    .requiredOption('--out <file>', 'ending in .csv, or .jsonl for one JSON object a line')
    .action(({ out, ...options }: FilterOptions & { out: string }, command: Command) => {
      const format = /\.(csv|jsonl)$/.exec(out)?.[1];
      if (format !== 'csv' && format !== 'jsonl') throw new UsageError('--out must end in .csv or .jsonl.');
      return withHost(command, async ({ context, json }) => {
        const file = await exportAudit(context, { ...filterOf(options), format });
        const copy = await copyExport(context, file, out);
        print(json, copy, () => `${copy.file}, SHA-256 ${copy.sha256}`);
      });
    });
  audit
    .command('anchor')
    .description('write the end of the trail to a second folder that others keep, or with --none no longer')
    .argument('[folder]', 'a network share, a stick; not in the data folder')
    .option('--none', 'stop it', false)
    .action((folder: string | undefined, { none }: { none: boolean }, command: Command) => {
      if ((folder === undefined) !== none) throw new UsageError('Give a folder, or --none.');
      return withHost(command, async ({ context, json }) => {
        const anchor = await setOutsideAnchor(context, { folder: folder ?? null });
        print(json, anchor, () =>
          anchor.folder === null ? 'No second anchor.' : `Second anchor in ${anchor.folder}: ${anchor.state}`,
        );
      });
    });
}

function withFilter(command: Command): Command {
  return command
    .option('--from <time>', 'UTC, such as 2026-03-31T12:00:00Z')
    .option('--until <time>', 'UTC, exclusive')
    .option('--by <user>', 'who did it')
    .option('--role <role>', 'in which role')
    .option('--action <action>', 'what was done: create, update, commit, sign, export, sign_in …')
    .option('--entity <entity>', 'to what: subject, time_point, revision, account …')
    .option('--id <id>', 'of which thing')
    .option('--subject <code>', 'of the subject and all that belongs to it')
    .option('--text <text>', 'somewhere in the values or the reason');
}

const filterOf = ({ by, id, subject, ...same }: FilterOptions): AuditFilter =>
  parseInput(auditFilter, { ...same, user: by, entityId: id, subjectCode: subject });

function pageSize(text: string): number {
  const limit = parseNumber('--limit', text);
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError('--limit must be 1 or more.');
  return limit;
}

const row = ({ sequence, at, user, role, action, entity, entityId, reason }: AuditEntry) => ({
  'no.': sequence,
  at,
  user,
  role,
  action,
  entity,
  id: entityId,
  reason,
});

const withChanges = (entry: AuditEntry) => ({ ...entry, changes: fieldChanges(entry.oldValue, entry.newValue) });

function readable(entry: AuditEntry): string {
  const { sequence, at, user, role, action, entity, reason } = entry;
  const changes = fieldChanges(entry.oldValue, entry.newValue).map(
    ({ field, before, after }) => `  ${field}: ${before === null ? '' : `${before} → `}${after ?? '(none)'}`,
  );
  const head = `${sequence}  ${at}  ${user} (${role}): ${action} ${entity}${reason === null ? '' : `, because ${reason}`}`;
  return [head, ...changes].join('\n');
}

interface VerifyCommandOptions {
  readonly files: boolean;
  readonly readOnly: boolean;
  readonly anchor?: string;
}

function addVerify(audit: Command): void {
  audit
    .command('verify')
    .description('prove every entry, row, revision and signature; exit code 1 and one sentence when anything is wrong')
    .option('--files', 'also read every original, export and model again', false)
    .option('--anchor <folder>', 'the second anchor, where it is kept')
    .option('--read-only', 'leave the folder untouched (done by itself where it can only be read)', false)
    .action(async ({ files, anchor, readOnly }: VerifyCommandOptions, command: Command) => {
      const options: VerifyOptions = {
        files,
        ...(anchor !== undefined && { anchorFolders: [anchor] }),
        onProgress: ({ step, done, total }) => {
          progress(step)(total === 0 ? 1 : done / total);
        },
      };
      if (!readOnly && canWrite(dataFolderOf(command))) {
        return withHost(command, async ({ context, json }) => {
          tell(json, await verifyTrail(context, options));
        });
      }
      const { json } = command.optsWithGlobals<{ json: boolean }>();
      const target = openForReading(dataFolderOf(command), programVersion());
      try {
        tell(json, await verifyTrail(target, options));
      } finally {
        target.close();
      }
    });
  const lines = new Map<string, (fraction: number) => void>();
  const progress = (step: string): ((fraction: number) => void) => {
    const line = lines.get(step) ?? progressLine(`Checking ${step}`);
    lines.set(step, line);
    return line;
  };
}

/** Of a folder that isn't there yet the host says what there is to say. */
function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}

function tell(json: boolean, found: TrailReport): void {
  const { entries, rows, revisions, signatures, files } = found;
  print(json, found, () =>
    [
      `${entries} entries, ${rows} rows, ${revisions} revisions, ${signatures} signatures${files > 0 ? `, ${files} files` : ''}`,
      ...(found.ok ? ['all as they were stored'] : []),
    ].join(': '),
  );
  if (!found.ok) throw new RemnantError('refused', found.problem ?? 'The audit trail is broken.');
}
