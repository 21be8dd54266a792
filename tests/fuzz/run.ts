/** A run: worker processes go through the cases, watched from here; one that hangs or dies is replaced, and goes on behind its case. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { caseOf } from './cases.ts';
import { emptyProgress, openLedger, type Ledger, type Progress } from './ledger.ts';
import { makeSeeds, targetNames, type TargetName } from './seeds.ts';
import type { Fault, WorkerOptions } from './worker.ts';

export interface FuzzOptions {
  readonly runSeed: number;
  readonly count: number;
  readonly workers: number;
  /** For ledgers, the files of the cases, and inputs that failed. */
  readonly folder: string;
  readonly dataFolder: string | undefined;
}
export interface Failure {
  readonly target: TargetName;
  readonly kind: Fault['kind'] | 'hang';
  readonly detail: string;
  /** The input, saved. */
  readonly file: string;
}
export interface FuzzReport {
  readonly progress: Progress;
  readonly failures: readonly Failure[];
  readonly seconds: number;
}

/** Longer than any small file may take. */
export const MAX_CASE_MS = 2000;
/** A seed may be the first to load its reader. */
const MAX_SEED_MS = 10 * MAX_CASE_MS;
const LOOK_EVERY_MS = 100;
/** JavaScript's share of memory; buffers and codecs come on top. */
const HEAP_MB = 256;
/** A run with more faults than that tells nothing new. */
const MAX_FAULTS = 100;

type Watched = Fault | { readonly caseNumber: number; readonly kind: 'hang'; readonly detail: string };

/** Starts a process; its faults come by `tell`. Resolves when it has ended, with the case it did not survive, if any. */
async function watch(
  options: WorkerOptions,
  ledger: Ledger,
  tell: (fault: Watched) => unknown,
): Promise<number | null> {
  const script = join(import.meta.dirname, 'worker.ts');
  const command = ['--no-warnings', `--max-old-space-size=${HEAP_MB}`, script, JSON.stringify(options)];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  const complaint = text(child.stderr);
  createInterface({ input: child.stdout }).on('line', (line) => {
    tell(JSON.parse(line) as Fault);
  });
  const hung = watchClock(child, ledger);
  const [code, signal] = await ended;
  const hang = hung();
  const { caseNumber } = ledger.read();
  if (hang) {
    tell({ caseNumber, kind: 'hang', detail: `no answer for ${caseNumber < 0 ? MAX_SEED_MS : MAX_CASE_MS} ms` });
    return caseNumber;
  }
  if (code === 0) return null;
  tell({
    caseNumber,
    kind: 'crash',
    detail: `the process ended (${code ?? signal ?? ''}): ${(await complaint).slice(-2000)}`,
  });
  return caseNumber;
}

/** Kills a process whose case takes too long; the function returned says whether that happened, and ends the watch. */
function watchClock(child: ChildProcess, ledger: Ledger): () => boolean {
  let hung = false;
  const clock = setInterval(() => {
    const { caseNumber, startedAt } = ledger.read();
    if (startedAt === 0 || Date.now() - startedAt <= (caseNumber < 0 ? MAX_SEED_MS : MAX_CASE_MS)) return;
    hung = true;
    child.kill('SIGKILL');
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(clock);
    return hung;
  };
}

async function lane(options: FuzzOptions, number: number, faults: Watched[]): Promise<Progress> {
  const folder = join(options.folder, `worker-${number}`);
  mkdirSync(folder, { recursive: true });
  const ledgerPath = join(folder, 'ledger');
  const ledger = openLedger(ledgerPath);
  const { runSeed, workers: step, count: end, dataFolder } = options;
  let first: number | null = number;
  while (first !== null && first < end && faults.length < MAX_FAULTS) {
    const task = { runSeed, first, step, end, ledger: ledgerPath, folder, dataFolder };
    const lost: number | null = await watch(task, ledger, (fault) => faults.push(fault));
    // Before its first case a process can only die of what the next one would die of too.
    if (lost !== null && lost < first) break;
    first = lost === null ? null : lost + step;
    closeCase(ledger);
  }
  const progress = ledger.read();
  ledger.close();
  return progress;
}

/** A case that was not survived is over. */
function closeCase(ledger: Ledger): void {
  const progress = ledger.read();
  if (progress.startedAt !== 0) progress.lost++;
  ledger.write({ ...progress, startedAt: 0 });
}

function sum(all: readonly Progress[]): Progress {
  const total = emptyProgress();
  for (const { peakMb, lost, targets } of all) {
    total.peakMb = Math.max(total.peakMb, peakMb);
    total.lost += lost;
    for (const name of targetNames) {
      const [into, from] = [total.targets[name], targets[name]];
      into.mutations += from.mutations;
      into.accepted += from.accepted;
      into.ended += from.ended;
      into.slowestMs = Math.max(into.slowestMs, from.slowestMs);
    }
  }
  return total;
}

/** A busy machine can hold up any process; a hang is one that comes again. */
async function comesAgain(options: FuzzOptions, target: TargetName, file: string): Promise<boolean> {
  const folder = join(options.folder, 'again');
  mkdirSync(folder, { recursive: true });
  return (await replay(target, file, folder)).some(({ kind }) => kind === 'hang');
}

/** Does one saved input. */
export async function replay(
  target: TargetName,
  file: string,
  folder: string,
): Promise<readonly Pick<Failure, 'kind' | 'detail'>[]> {
  const ledgerPath = join(folder, `ledger-${String(process.hrtime.bigint())}`);
  const ledger = openLedger(ledgerPath);
  const faults: Watched[] = [];
  const task = { runSeed: 0, first: 0, step: 1, end: 1, ledger: ledgerPath, folder, dataFolder: undefined };
  await watch({ ...task, replay: { target, file } }, ledger, (fault) => faults.push(fault));
  ledger.close();
  return faults;
}

export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const began = performance.now();
  const faults: Watched[] = [];
  const lanes = Array.from({ length: options.workers }, (_, number) => lane(options, number, faults));
  const progress = sum(await Promise.all(lanes));
  const failures = await save(options, faults);
  return { progress, failures, seconds: (performance.now() - began) / 1000 };
}

async function save(options: FuzzOptions, faults: readonly Watched[]): Promise<Failure[]> {
  if (faults.length === 0) return [];
  const seeds = await makeSeeds(options.dataFolder);
  const failures: Failure[] = [];
  for (const { caseNumber, kind, detail } of faults) {
    if (caseNumber < 0) {
      failures.push({ target: 'header', kind, detail, file: '' });
      continue;
    }
    const { target, bytes } = caseOf(seeds, options.runSeed, caseNumber);
    const file = join(options.folder, `${target}-${caseNumber}.bin`);
    writeFileSync(file, bytes);
    if (kind === 'hang' && !(await comesAgain(options, target, file))) continue;
    failures.push({ target, kind, detail, file });
  }
  return failures;
}
