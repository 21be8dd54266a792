/**
 * One process of a run: `node worker.ts OPTIONS`, JSON of `WorkerOptions`. Tells of each fault in a line of JSON on standard output; what it
 * is at, and did, is in the ledger.
 */
import { readFileSync, writeSync } from 'node:fs';
import { caseOf } from './cases.ts';
import { openLedger } from './ledger.ts';
import { makeSeeds, type TargetName } from './seeds.ts';
import { targetsIn, type Verdict } from './targets.ts';

export interface WorkerOptions {
  readonly runSeed: number;
  /** Cases first, first + step, ... below end. */
  readonly first: number;
  readonly step: number;
  readonly end: number;
  readonly ledger: string;
  /** For files of the cases. */
  readonly folder: string;
  readonly dataFolder: string | undefined;
  /** A saved input, in place of cases. */
  readonly replay?: { readonly target: TargetName; readonly file: string };
}
export type Fault = {
  readonly caseNumber: number;
  readonly kind: 'crash' | 'memory' | 'seed';
  readonly detail: string;
};

/** What one small file may add to the highest memory so far. */
const MAX_GROWTH_MB = 256;
/** What all of them together may need, whatever the order. */
const MAX_PEAK_MB = 640;

const options = JSON.parse(process.argv[2]!) as WorkerOptions;
const tell = (fault: Fault): void => {
  writeSync(1, `${JSON.stringify(fault)}\n`);
};
const detailOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
const peakMb = (): number => process.resourceUsage().maxRSS / 1024;
// A rejection that nobody waits for is a fault like any other.
process.on('unhandledRejection', (error) => {
  tell({ caseNumber: progress.caseNumber, kind: 'crash', detail: `unhandled rejection: ${detailOf(error)}` });
});

const ledger = openLedger(options.ledger);
const progress = ledger.read();
const targets = targetsIn(options.folder);
const seeds = await makeSeeds(options.dataFolder);

/** The seeds as they are: loads all code, and shows that mutations start from files that are read. */
async function warmUp(): Promise<void> {
  for (const { name, target, bytes } of seeds.own) {
    ledger.write({ ...progress, caseNumber: -1, startedAt: Date.now() });
    const verdict = await Promise.resolve(targets[target](bytes)).catch(detailOf);
    if (verdict !== 'accepted') tell({ caseNumber: -1, kind: 'seed', detail: `${target}, ${name}: ${verdict}` });
  }
  ledger.write({ ...progress, startedAt: 0 });
}

async function runCase(caseNumber: number, target: TargetName, bytes: Buffer): Promise<void> {
  const before = peakMb();
  const began = performance.now();
  Object.assign(progress, { caseNumber, startedAt: Date.now() });
  ledger.write(progress);
  let verdict: Verdict = 'refused';
  try {
    verdict = await targets[target](bytes);
  } catch (error) {
    tell({ caseNumber, kind: 'crash', detail: detailOf(error) });
  }
  const tally = progress.targets[target];
  tally.mutations++;
  if (verdict !== 'refused') tally[verdict]++;
  tally.slowestMs = Math.max(tally.slowestMs, performance.now() - began);
  progress.peakMb = Math.max(progress.peakMb, peakMb());
  progress.startedAt = 0;
  ledger.write(progress);
  const isBeyond = before <= MAX_PEAK_MB && peakMb() > MAX_PEAK_MB;
  if (isBeyond || peakMb() - before > MAX_GROWTH_MB)
    tell({ caseNumber, kind: 'memory', detail: `from ${before.toFixed(0)} to ${peakMb().toFixed(0)} MB` });
}

if (options.replay) await runCase(0, options.replay.target, readFileSync(options.replay.file));
else {
  await warmUp();
  for (let number = options.first; number < options.end; number += options.step) {
    const { target, bytes } = caseOf(seeds, options.runSeed, number);
    await runCase(number, target, bytes);
  }
}
ledger.close();
