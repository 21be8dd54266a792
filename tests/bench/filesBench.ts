/** Header scan of many small files, against what reading them costs. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { goals } from './goals.ts';
import type { ScanTimes } from './hostTimes.ts';
import { median, medianSeconds, runTask, showMemory, showSeconds, times, type Row } from './measure.ts';

const CAT_ROUNDS = 3;

export async function benchFiles(folder: string): Promise<Row[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
  const { slices, firstSeconds, againSeconds, peakMb } = await runTask<ScanTimes>('hostTask.ts', 'scan', folder);
  if (slices !== files.length) throw new Error(`Of ${files.length} files, ${slices} were read.`);
  const cat = await medianSeconds(CAT_ROUNDS, () =>
    promisify(execFile)('cat', files, { maxBuffer: 1 << 30, encoding: 'buffer' }),
  );
  const cores = os.availableParallelism();
  const row = (what: string, seconds: number): Row => {
    const perCore = files.length / seconds / cores;
    const met = perCore >= goals.scannedFilesPerSecondPerCore || seconds <= goals.scanOverCat * cat;
    const text = `at least ${goals.scannedFilesPerSecondPerCore} files/s/core, or at most ${goals.scanOverCat} x cat`;
    return {
      what,
      value: `${showSeconds(seconds)}, ${(files.length / seconds).toFixed(0)} files/s, ${perCore.toFixed(0)} files/s/core`,
      ratio: times(seconds, cat, `cat of them (${showSeconds(cat)})`),
      goal: { text, met },
    };
  };
  return [
    row('header scan, the first of a run (workers start)', firstSeconds),
    row('header scan again', median(againSeconds)),
    {
      what: 'peak memory of the host',
      value: showMemory(peakMb),
      ...(peakMb !== null && { goal: { text: `at most ${goals.hostMemoryMb} MB`, met: peakMb <= goals.hostMemoryMb } }),
    },
  ];
}
