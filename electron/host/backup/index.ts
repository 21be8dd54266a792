/** Whole copies of the data folder, and data folders from them. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { backupMade } from '../../core/contract/backup.ts';
import type { BackupMade } from '../../core/contract/backup.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { parseJson } from '../db/json.ts';
import { selectAuditEntries } from '../db/tables/auditQuery.ts';
import { createBackup } from './createBackup.ts';

export { createBackup } from './createBackup.ts';
export { restoreBackup } from './restoreBackup.ts';

/** @throws RemnantError 'invalid_input' when `into` is not a folder */
export async function startBackup(
  context: HostContext,
  { into, withKeys }: { into: string; withKeys: boolean },
): Promise<{ jobId: string }> {
  const parent = resolve(into);
  if ((await stat(parent).catch(() => undefined))?.isDirectory() !== true) {
    throw new RemnantError('invalid_input', `There is no folder ${parent}.`);
  }
  const stamp = context
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  const folder = join(parent, `remnant-backup_${stamp}`);
  const { jobId } = context.jobs.start('backup', 'Backup', async (control) => {
    await createBackup(context, { folder, withKeys }, control);
  });
  return { jobId };
}

export function lastBackup({ db }: HostContext): BackupMade | null {
  const [entry] = selectAuditEntries(
    db,
    { action: 'backup', entity: 'backup' },
    { after: 0, before: Number.MAX_SAFE_INTEGER, order: 'newest_first', limit: 1 },
  );
  const made = entry?.newValue ?? null;
  return made === null ? null : backupMade.parse(parseJson(made));
}
