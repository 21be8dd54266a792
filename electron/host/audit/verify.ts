/** Proves the trail and what it says about the revisions, or names the first thing that is wrong. */
import type { Database } from 'better-sqlite3';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Revision } from '../../core/contract/segmentation.ts';
import type { HostContext } from '../context.ts';
import { sqliteCode } from '../db/sqliteCode.ts';
import { auditedRevisions, auditEntriesAfter } from '../db/tables/audit.ts';
import { findRevision, listRevisionIds, revisionRuns } from '../db/tables/revision.ts';
import { committedValue, digest, unzipRuns } from '../segmentation/runs.ts';
import { readAnchor } from './anchor.ts';
import { canonicalJson } from './canonicalJson.ts';
import { EMPTY_CHAIN, problemOf } from './chain.ts';
import type { ChainEnd } from './chain.ts';
import { anchorState } from './trail.ts';

const PAGE = 500;

export interface TrailReport {
  ok: boolean;
  /** Entries that are right, from the first on. */
  entries: number;
  /** One sentence; null when all is right. */
  problem: string | null;
}

export async function verifyTrail(context: HostContext): Promise<TrailReport> {
  try {
    const { end, problem: broken } = await verifyChain(context.db);
    const problem = broken ?? anchorProblem(context, end) ?? (await revisionProblem(context.db));
    return { ok: problem === null, entries: end.sequence, problem };
  } catch (error) {
    const code = sqliteCode(error);
    if (code === undefined) throw error;
    return { ok: false, entries: 0, problem: `The database is damaged and can't be read to its end (${code}).` };
  }
}

async function verifyChain(db: Database): Promise<{ end: ChainEnd; problem: string | null }> {
  let end = EMPTY_CHAIN;
  for (;;) {
    const page = auditEntriesAfter(db, end.sequence, PAGE);
    for (const entry of page) {
      const problem = problemOf(entry, end);
      if (problem !== null) return { end, problem };
      end = entry;
    }
    if (page.length < PAGE) return { end, problem: null };
    await nextTurn();
  }
}

function anchorProblem({ db, folder }: HostContext, end: ChainEnd): string | null {
  switch (anchorState(db, folder)) {
    case 'held':
    case 'unanchored':
      return null;
    case 'missing':
      return `The file audit-anchor is missing from the data folder, so it can't be shown that no entries were cut off at the end of the audit trail.`;
    case 'damaged':
      return `The file audit-anchor of the data folder is damaged, so it can't be shown that no entries were cut off at the end of the audit trail.`;
    case 'broken': {
      const anchor = readAnchor(folder);
      const last = anchor === null || anchor === 'damaged' ? end.sequence + 1 : anchor.sequence;
      return last > end.sequence
        ? `Entry ${end.sequence + 1} of the audit trail is missing: it ended at entry ${last} and ends at entry ${end.sequence} now.`
        : `Entry ${last} of the audit trail is not the one that was written: the file audit-anchor has another hash for it.`;
    }
  }
}

/** Every revision is the one that the trail says was committed, and its labelmap has the hash that was recorded. */
async function revisionProblem(db: Database): Promise<string | null> {
  const audited = auditedRevisions(db);
  const stored = listRevisionIds(db);
  for (const revisionId of stored) {
    const committed = audited.get(revisionId);
    if (committed === undefined) return `Revision ${revisionId} has no entry in the audit trail.`;
    const revision = readableRevision(db, revisionId);
    const zipped = revisionRuns(db, revisionId)!;
    if (revision === undefined) return `Revision ${revisionId} was changed after it was committed.`;
    if (canonicalJson(committedValue(revision, zipped)) !== committed) {
      return committed.includes(digest(zipped))
        ? `Revision ${revisionId} was changed after it was committed.`
        : `The labelmap of revision ${revisionId} was changed after it was committed: its bytes are not the ones that were recorded.`;
    }
    if (!(await unfoldsTo(zipped, revision.sha256))) {
      return `The labelmap of revision ${revisionId} doesn't have the SHA-256 that was recorded.`;
    }
    audited.delete(revisionId);
  }
  for (const revisionId of audited.keys()) return `Revision ${revisionId} of the audit trail is missing.`;
  return null;
}

/** undefined for a row that no longer has the form of a revision. */
function readableRevision(db: Database, revisionId: string): Revision | undefined {
  try {
    return findRevision(db, revisionId);
  } catch (error) {
    if (sqliteCode(error) !== undefined) throw error;
    return undefined;
  }
}

async function unfoldsTo(zipped: Uint8Array, sha256: string): Promise<boolean> {
  try {
    return digest(await unzipRuns(zipped)) === sha256;
  } catch {
    return false;
  }
}
