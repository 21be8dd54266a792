/**
 * The end of the chain, written a second time to a folder of the site's choice: a network share that others own, a stick in a drawer. Whoever
 * can write to the data folder can make a new chain with a new anchor; what lies elsewhere still names the entries of the old one. Lines are
 * only ever added. It is written after the change was acknowledged, and never holds up the work: a share may be away for days.
 */
import type { Database } from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { appendFile, mkdtemp, realpath, rmdir } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { OutsideAnchor } from '../../core/contract/audit.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext, Log, OutsideWriter } from '../context.ts';
import { auditHash, lastAuditEntry } from '../db/tables/audit.ts';
import { readSettings, writeSettings } from '../db/tables/settings.ts';
import type { Check, Problem } from './verification.ts';

const line = z.object({ sequence: z.int().positive(), hash: z.string().length(64) });

/** Many data folders may share one place: the first entry tells them apart. null while there is none. */
function fileIn(db: Database, folder: string): string | null {
  const first = auditHash(db, 1);
  return first === undefined ? null : join(folder, `remnant-anchor-${first.slice(0, 16)}.jsonl`);
}

const LONGEST_WAIT_MS = 3000;

export function createOutsideWriter({ db, log, now }: { db: Database; log: Log; now: () => Date }): OutsideWriter {
  let running: Promise<void> | null = null;
  let written: { folder: string; sequence: number; at: string } | null = null;

  async function writeToEnd(): Promise<void> {
    for (;;) {
      const [folder, end] = [readSettings(db).anchorFolder, lastAuditEntry(db)];
      const file = folder === null ? null : fileIn(db, folder);
      if (folder === null || file === null || end === undefined) return;
      if (written?.folder === folder && written.sequence === end.sequence) return;
      const at = now().toISOString();
      await appendFile(file, `${JSON.stringify({ at, ...end })}\n`);
      written = { folder, sequence: end.sequence, at };
    }
  }

  return {
    note: () => {
      running ??= writeToEnd()
        .catch((error: unknown) => {
          log.error('audit.outside_anchor', error);
        })
        .finally(() => {
          running = null;
        });
    },
    state: () => {
      const folder = readSettings(db).anchorFolder;
      const here = written?.folder === folder ? written : null;
      const isEnd = here !== null && here.sequence === lastAuditEntry(db)?.sequence;
      return { folder, state: folder === null ? 'none' : isEnd ? 'written' : 'behind', writtenAt: here?.at ?? null };
    },
    close: async () => {
      const tooLong = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS).unref());
      await Promise.race([running ?? Promise.resolve(), tooLong]);
    },
  };
}

/** @throws RemnantError 'invalid_input' for a folder that isn't there, can't be written, or is in the data folder */
export async function setOutsideAnchor(
  context: HostContext,
  { folder }: { folder: string | null },
): Promise<OutsideAnchor> {
  const chosen = folder === null ? null : await writableFolder(context, folder);
  const before = readSettings(context.db);
  const isNew = before.anchorFolder !== chosen;
  if (isNew) {
    const settings = { ...before, anchorFolder: chosen };
    context.change((record) => {
      writeSettings(context.db, settings);
      record({ action: 'update', entity: 'settings', entityId: 'settings', oldValue: before, newValue: settings });
    });
  }
  await context.outsideAnchor.close();
  // Told only now: who asks before the first line is written would be told that the folder can't be.
  if (isNew) context.emit('settings.changed', {});
  return context.outsideAnchor.state();
}

async function writableFolder({ folder: { root } }: HostContext, folder: string): Promise<string> {
  const path = await realpath(resolve(folder)).catch(() => {
    throw new RemnantError('invalid_input', `There is no folder ${folder}.`);
  });
  const below = relative(await realpath(root), path);
  const isOutside = below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below);
  if (!isOutside)
    throw new RemnantError('invalid_input', 'The second anchor must be outside the data folder, where others keep it.');
  try {
    await rmdir(await mkdtemp(join(path, 'remnant-test-')));
  } catch (cause) {
    throw new RemnantError('invalid_input', `The folder ${folder} can't be written.`, { cause });
  }
  return path;
}

/** The place of the settings, which may be away, and those that the person names, which may not. */
export const checkOutsideAnchors =
  (named: readonly string[]): Check =>
  ({ db }) => {
    const chosen = readSettings(db).anchorFolder;
    const problems = [
      ...named.map((folder) => outsideProblem(db, folder, true)),
      ...(chosen === null ? [] : [outsideProblem(db, chosen, false)]),
    ];
    return Promise.resolve(problems.find((problem) => problem !== null) ?? null);
  };

function outsideProblem(db: Database, folder: string, mustExist: boolean): Problem {
  const file = fileIn(db, folder);
  if (file === null)
    return mustExist ? `The audit trail is empty, so the anchor in ${folder} is that of another one.` : null;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return mustExist
      ? `The folder ${folder} has no anchor of this audit trail: it is that of another one, or the trail was made anew.`
      : null;
  }
  // A line that was cut off by a power cut is the last one, or is followed by whole ones.
  for (const each of text.split('\n').filter((part) => part !== '')) {
    const { data } = line.safeParse(jsonOrNull(each));
    if (data === undefined) continue;
    const hash = auditHash(db, data.sequence);
    if (hash === undefined)
      return `Entry ${data.sequence} of the audit trail is missing: the anchor in ${folder} names it.`;
    if (hash !== data.hash)
      return `Entry ${data.sequence} of the audit trail is not the one that was written: the anchor in ${folder} has another hash for it.`;
  }
  return null;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
