/** What the checks of the trail work on, and how they tell what they found. */
import type { Database } from 'better-sqlite3';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VerifyProgress } from '../../core/contract/audit.ts';
import type { DataFolder } from '../context.ts';

/** A record to verify: that of an open host, or of a folder that is only read. */
export interface VerifyTarget {
  readonly db: Database;
  readonly folder: DataFolder;
}

/** How much of each kind was found right. */
export interface Checked {
  entries: number;
  rows: number;
  revisions: number;
  signatures: number;
  /** Stays 0 unless the files were asked for. */
  files: number;
}

export interface Verification extends VerifyTarget {
  readonly checked: Checked;
  /** Reports every percent, and lets others have their turn. */
  readonly progress: (step: VerifyProgress['step'], done: number, total: number) => Promise<void>;
}

/** One sentence of what is wrong and where; null when nothing is. */
export type Problem = string | null;
export type Check = (verification: Verification) => Promise<Problem>;

export const startVerification = (
  { db, folder }: VerifyTarget,
  onProgress: (progress: VerifyProgress) => void,
): Verification => {
  let told = '';
  return {
    db,
    folder,
    checked: { entries: 0, rows: 0, revisions: 0, signatures: 0, files: 0 },
    progress: async (step, done, total) => {
      const percent = `${step} ${Math.floor((100 * done) / Math.max(1, total))}`;
      if (percent !== told) onProgress({ step, done, total });
      told = percent;
      await nextTurn();
    },
  };
};
