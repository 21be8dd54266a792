/** Proves the record against its trail, or names the first thing that is wrong. */
import type { TrailReport, VerifyProgress } from '../../core/contract/audit.ts';
import { sqliteCode } from '../db/sqliteCode.ts';
import { checkAnchor, checkChain, checkLooseSeals } from './checkChain.ts';
import { checkDatabase } from './checkDatabase.ts';
import { checkFiles } from './checkFiles.ts';
import { checkRevisions } from './checkRevisions.ts';
import { checkRows } from './checkRows.ts';
import { checkOutsideAnchors } from './outsideAnchor.ts';
import { checkSignatures } from './checkSignatures.ts';
import { startVerification } from './verification.ts';
import type { Check, Problem, Verification, VerifyTarget } from './verification.ts';

export interface VerifyOptions {
  /** Also reads every original, export and model again. */
  readonly files?: boolean;
  /** Folders that must have an anchor of this trail, besides the one of the settings. */
  readonly anchorFolders?: readonly string[];
  readonly onProgress?: (progress: VerifyProgress) => void;
}

/** What proves more comes first; what only it can tell is told by those after it. */
const checksFor = ({ files = false, anchorFolders = [] }: VerifyOptions): readonly Check[] => [
  checkChain,
  checkAnchor,
  checkOutsideAnchors(anchorFolders),
  checkLooseSeals,
  checkRevisions,
  checkSignatures,
  checkRows,
  checkDatabase,
  ...(files ? [checkFiles] : []),
];

export async function verifyTrail(target: VerifyTarget, options: VerifyOptions = {}): Promise<TrailReport> {
  const verification = startVerification(target, options.onProgress ?? (() => undefined));
  const problem = await firstProblem(verification, checksFor(options));
  return { ok: problem === null, problem, ...verification.checked };
}

async function firstProblem(verification: Verification, all: readonly Check[]): Promise<Problem> {
  try {
    for (const check of all) {
      const problem = await check(verification);
      if (problem !== null) return problem;
    }
    return null;
  } catch (error) {
    const code = sqliteCode(error);
    if (code === undefined) throw error;
    return `The database is damaged and can't be read to its end (${code}).`;
  }
}
