/**
 * `npm run fuzz [-- --seed N --count N --workers N]`: damaged files for everything that reads bytes from outside. Ends with 1 when a reader
 * crashed, hung or took too much memory; its input is kept, and done again by `--target NAME --file PATH`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { replay, runFuzz, type Failure, type FuzzReport } from './run.ts';
import { targetNames, type TargetName } from './seeds.ts';

const DEFAULT_COUNT = 60_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: String(DEFAULT_COUNT) },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    target: { type: 'string' },
    file: { type: 'string' },
  },
});
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function wholeNumber(name: 'seed' | 'count' | 'workers', text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`--${name} must be a whole number`);
  return value;
}

function summary({ progress, failures, seconds }: FuzzReport): string[] {
  const rows = targetNames.map((name) => {
    const { mutations, accepted, ended, slowestMs } = progress.targets[name];
    const failed = failures.filter(({ target }) => target === name).length;
    return [name, String(mutations), String(accepted), String(ended), slowestMs.toFixed(0), String(failed)];
  });
  const table = [['target', 'mutations', 'still read', 'given up', 'slowest ms', 'failed'], ...rows];
  const lines = table.map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(10) : cell.padStart(11))).join(''));
  const count = (kind: Failure['kind']): number => failures.filter((each) => each.kind === kind).length;
  const total = targetNames.reduce((sum, name) => sum + progress.targets[name].mutations, progress.lost);
  const other = failures.length - count('crash') - count('hang');
  const parts = [
    `${total} mutations`,
    `${count('crash')} crashes`,
    `${count('hang')} hangs`,
    ...(other > 0 ? [`${other} other faults`] : []),
    `peak ${progress.peakMb.toFixed(0)} MB`,
    `${seconds.toFixed(0)} s`,
  ];
  return [...lines, parts.join(', ')];
}

function tellFailures(failures: readonly Failure[]): void {
  for (const { target, kind, detail, file } of failures) {
    say(`\n${kind} in ${target}: ${detail}`);
    if (file !== '') say(`  again by: npm run fuzz -- --target ${target} --file ${file}`);
  }
}

const isTarget = (name: string): name is TargetName => (targetNames as readonly string[]).includes(name);

async function replayFile(target: string, file: string, folder: string): Promise<number> {
  if (!isTarget(target)) throw new TypeError(`--target is one of ${targetNames.join(', ')}`);
  const faults = await replay(target, file, folder);
  say(faults.length === 0 ? 'no fault' : faults.map(({ kind, detail }) => `${kind}: ${detail}`).join('\n'));
  return faults.length === 0 ? 0 : 1;
}

async function run(folder: string): Promise<number> {
  const runSeed = wholeNumber('seed', values.seed ?? String(Date.now() % 2 ** 31));
  const dataFolder = process.env['REMNANT_TEST_DATA'];
  say(`seed ${runSeed}${dataFolder ? ', with files of other programs' : ''}`);
  const report = await runFuzz({
    runSeed,
    count: wholeNumber('count', values.count),
    workers: Math.max(1, wholeNumber('workers', values.workers)),
    folder,
    dataFolder,
  });
  for (const line of summary(report)) say(line);
  tellFailures(report.failures);
  return report.failures.length === 0 ? 0 : 1;
}

const folder = mkdtempSync(join(tmpdir(), 'remnant-fuzz-'));
const { target, file } = values;
process.exitCode = target && file ? await replayFile(target, file, folder) : await run(folder);
// What failed stays for the one who looks into it.
if (process.exitCode === 0) rmSync(folder, { recursive: true, force: true });
