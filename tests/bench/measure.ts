/** Measuring and telling: medians of several runs, peak memory of a process, rows of a table. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Row {
  readonly what: string;
  readonly value: string;
  /** Against what, in the same run; times are only comparable within one. */
  readonly ratio?: string;
  readonly goal?: Goal;
}

export interface Goal {
  readonly text: string;
  readonly met: boolean;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Seconds of one call. */
export async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Median seconds of `runs` calls after one that is not counted. */
export async function medianSeconds(runs: number, work: () => unknown): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await seconds(work));
  return median(times);
}

/** Runs a script of this folder in a process of its own: its peak memory is its own, and nothing is warm from the one before. */
export async function runTask<Result>(script: string, ...args: string[]): Promise<Result> {
  const command = [path.join(import.meta.dirname, script), ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as Result;
}

/** Largest resident memory a process has had, in MB; null where the system doesn't tell (only Linux does). */
export function peakMemoryMb(pid: number): number | null {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

/** Lets the peak of this process begin anew at what it holds now, where the system can (Linux: proc(5), clear_refs). */
export function resetPeakMemory(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak since the start of the process is told instead: an upper bound.
  }
}

/** null when one of them isn't known. */
export const largest = (values: readonly (number | null)[]): number | null =>
  values.includes(null) ? null : Math.max(...(values as number[]));

export const showSeconds = (value: number): string =>
  value < 0.1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(2)} s`;
export const showMemory = (megabytes: number | null): string =>
  megabytes === null ? 'not told by this system' : `${megabytes.toFixed(0)} MB`;
export const times = (value: number, peer: number, name: string): string => `${(value / peer).toFixed(2)} x ${name}`;

const showGoal = ({ text, met }: Goal): string => `${text}: ${met ? 'met' : '**missed**'}`;

/** A table of any columns. */
export const columns = (title: string, header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `### ${title}`,
    '',
    `| ${header.join(' | ')} |`,
    `|${header.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ].join('\n');

export function table(title: string, rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, value, ratio, goal }) => `| ${what} | ${value} | ${ratio ?? ''} | ${goal ? showGoal(goal) : ''} |`,
  );
  return [`### ${title}`, '', '| what | measured | against | goal |', '|---|---|---|---|', ...lines, ''].join('\n');
}
