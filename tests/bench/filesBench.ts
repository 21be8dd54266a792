/** Header scan of many small files, against what reading them costs. Per core: by the processor time it takes, whatever else runs. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { goals, hostMemoryRow } from './goals.ts';
import type { ScanTimes } from './hostTimes.ts';
import { median, medianSeconds, runTask, showSeconds, times, type Row } from './measure.ts';

const CAT_ROUNDS = 3;

export async function benchFiles(folder: string): Promise<Row[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
  const scan = await runTask<ScanTimes>('hostTask.ts', 'scan', folder);
  if (scan.slices !== files.length) throw new Error(`Of ${files.length} files, ${scan.slices} were read.`);
  const cat = await medianSeconds(CAT_ROUNDS, () => execFileSync('cat', files, { stdio: 'ignore' }));
  const row = (what: string, seconds: number, cpuSeconds: number): Row => {
    const perCore = files.length / cpuSeconds;
    const met = perCore >= goals.scannedFilesPerSecondPerCore || seconds <= goals.scanOverCat * cat;
    const text = `at least ${goals.scannedFilesPerSecondPerCore} files/s/core, or at most ${goals.scanOverCat} x cat`;
    return {
      what,
      value: `${showSeconds(seconds)}, ${(files.length / seconds).toFixed(0)} files/s; ${perCore.toFixed(0)} files/s/core`,
      ratio: times(seconds, cat, `cat of them (${showSeconds(cat)})`),
      goal: { text, met },
    };
  };
  return [
    row('header scan, the first of a run (program and workers start)', scan.firstSeconds, scan.firstCpuSeconds),
    row('header scan again', median(scan.againSeconds), scan.againCpuSeconds),
    hostMemoryRow(scan.peakMb),
  ];
}
