/** Lets hosts work on one folder, kills each in the midst of it, and looks at what is left. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readAnchor } from '../../../electron/host/audit/anchor.ts';
import { verifyTrail } from '../../../electron/host/audit/index.ts';
import { resolveDataFolder } from '../../../electron/host/dataFolder.ts';
import { auditHash } from '../../../electron/host/db/tables/audit.ts';
import { storedFiles } from '../../../electron/host/db/tables/storedFile.ts';
import { openContext } from '../../../electron/host/openContext.ts';
import { randomFor } from '../../fuzz/random.ts';
import type { Random } from '../../fuzz/random.ts';
import { addSeries } from '../seriesRows.ts';

export const hostScript = new URL('./crashingHost.ts', import.meta.url).pathname;
const VERSION = '0.0.0-test';

interface Acknowledged {
  readonly name: string;
  readonly isDone: boolean;
  readonly end: { readonly sequence: number; readonly hash: string } | null;
}

export interface Killed {
  readonly commands: number;
  readonly done: number;
  readonly kills: number;
  /** Names of the commands that were done at least once. */
  readonly kinds: ReadonlySet<string>;
}

/**
 * Gives at least `commands` commands in all, to hosts of which each is killed at a moment that the seed chooses.
 * @throws Error with a sentence when something acknowledged is lost, the trail doesn't verify, or its anchor lags behind what was acknowledged
 */
export async function killAgainAndAgain(folder: string, seed: number, commands: number): Promise<Killed> {
  const random = randomFor(seed, 1);
  await prepare(folder);
  const kinds = new Set<string>();
  let [given, done, kills, last] = [0, 0, 0, null as Acknowledged['end']];
  while (given < commands) {
    const facts = await killedHost(folder, seed + kills, random, Math.ceil(commands / 3));
    kills++;
    given += facts.length;
    for (const { name } of facts.filter(({ isDone }) => isDone)) kinds.add(name);
    done += facts.filter(({ isDone }) => isDone).length;
    last = facts.at(-1)?.end ?? last;
    const problem = await problemAfter(folder, last);
    if (problem !== null) throw new Error(`seed ${seed}, after kill ${kills}: ${problem}`);
  }
  return { commands: given, done, kills, kinds };
}

async function prepare(folder: string): Promise<void> {
  const { context, close } = openContext({ dataFolder: folder, version: VERSION });
  for (const acquisitionDate of ['2026-01-10', '2026-02-10']) addSeries(context, { acquisitionDate });
  await close();
}

/** Killed so many milliseconds after it has acknowledged so many commands. */
async function killedHost(folder: string, seed: number, random: Random, most: number): Promise<Acknowledged[]> {
  const host = spawn(process.execPath, ['--no-warnings', hostScript, folder, String(seed), '100000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(host, 'exit');
  const [after, laterMs] = [1 + random.below(most), random.below(25)];
  const facts: Acknowledged[] = [];
  for await (const line of createInterface({ input: host.stdout })) {
    facts.push(JSON.parse(line) as Acknowledged);
    if (facts.length === after) setTimeout(() => host.kill('SIGKILL'), laterMs);
  }
  const [code, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`seed ${seed}: the host ended by itself with ${code}`);
  return facts;
}

async function problemAfter(path: string, last: Acknowledged['end']): Promise<string | null> {
  const folder = resolveDataFolder(path);
  const anchor = readAnchor(folder);
  if (last !== null && (anchor === null || anchor === 'damaged' || anchor.sequence < last.sequence))
    return `the anchor doesn't have entry ${last.sequence}, which was acknowledged`;
  const { context, close } = openContext({ dataFolder: path, version: VERSION });
  try {
    if (last !== null && auditHash(context.db, last.sequence) !== last.hash)
      return `entry ${last.sequence}, which was acknowledged, is not there`;
    const lost = storedFiles(context.db).find((file) => !existsSync(join(path, ...file.path.split('/'))));
    if (lost !== undefined) return `the file ${lost.path}, which was acknowledged, is not there`;
    return (await verifyTrail(context, { files: true })).problem;
  } finally {
    await close();
  }
}
