/**
 * What a process has done so far and is at, in a file that outlives it: whoever watches learns the case at which it died or hung.
 * Numbers: the case, when it began (ms since 1970; 0: between cases), the peak memory in MB, how many cases ended a process, then four for each target.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { targetNames, type TargetName } from './seeds.ts';

export interface TargetTally {
  mutations: number;
  accepted: number;
  /** Given up in time. */
  ended: number;
  slowestMs: number;
}
export interface Progress {
  caseNumber: number;
  startedAt: number;
  peakMb: number;
  lost: number;
  readonly targets: Record<TargetName, TargetTally>;
}
export interface Ledger {
  read(): Progress;
  write(progress: Progress): void;
  close(): void;
}

const [HEAD, PER_TARGET] = [4, 4];

export function emptyProgress(): Progress {
  const tally = (): TargetTally => ({ mutations: 0, accepted: 0, ended: 0, slowestMs: 0 });
  const targets = Object.fromEntries(targetNames.map((name) => [name, tally()])) as Record<TargetName, TargetTally>;
  return { caseNumber: -1, startedAt: 0, peakMb: 0, lost: 0, targets };
}

export function openLedger(path: string): Ledger {
  const file = openSync(path, 'a+');
  closeSync(file);
  const handle = openSync(path, 'r+');
  const numbers = new Float64Array(HEAD + PER_TARGET * targetNames.length);
  return {
    read() {
      const progress = emptyProgress();
      if (readSync(handle, numbers, 0, numbers.byteLength, 0) < numbers.byteLength) return progress;
      [progress.caseNumber, progress.startedAt, progress.peakMb, progress.lost] = [...numbers.subarray(0, HEAD)] as [
        number,
        number,
        number,
        number,
      ];
      targetNames.forEach((name, at) => {
        const [mutations, accepted, ended, slowestMs] = numbers.subarray(HEAD + at * PER_TARGET);
        progress.targets[name] = { mutations: mutations!, accepted: accepted!, ended: ended!, slowestMs: slowestMs! };
      });
      return progress;
    },
    write({ caseNumber, startedAt, peakMb, lost, targets }) {
      numbers.set([caseNumber, startedAt, peakMb, lost]);
      targetNames.forEach((name, at) => {
        const { mutations, accepted, ended, slowestMs } = targets[name];
        numbers.set([mutations, accepted, ended, slowestMs], HEAD + at * PER_TARGET);
      });
      writeSync(handle, numbers, 0, numbers.byteLength, 0);
    },
    close: () => {
      closeSync(handle);
    },
  };
}
