/** Every revision is the one that the trail says was committed, and its labelmap has the hash that was recorded. */
import type { Database } from 'better-sqlite3';
import type { Revision } from '../../core/contract/segmentation.ts';
import { sqliteCode } from '../db/sqliteCode.ts';
import { auditedRevisions } from '../db/tables/audit.ts';
import { findRevision, listRevisionIds, revisionRuns } from '../db/tables/revision.ts';
import { committedValue, digest, unzipRuns } from '../segmentation/runs.ts';
import { canonicalJson } from './canonicalJson.ts';
import type { Check, Problem } from './verification.ts';

export const checkRevisions: Check = async ({ db, checked, progress }) => {
  const audited = auditedRevisions(db);
  const stored = listRevisionIds(db);
  for (const revisionId of stored) {
    const problem = await revisionProblem(db, revisionId, audited.get(revisionId));
    if (problem !== null) return problem;
    audited.delete(revisionId);
    checked.revisions++;
    await progress('revisions', checked.revisions, stored.length);
  }
  for (const revisionId of audited.keys()) return `Revision ${revisionId} of the audit trail is missing.`;
  return null;
};

async function revisionProblem(db: Database, revisionId: string, committed: string | undefined): Promise<Problem> {
  if (committed === undefined) return `Revision ${revisionId} has no entry in the audit trail.`;
  const revision = readableRevision(db, revisionId);
  const zipped = revisionRuns(db, revisionId)!;
  if (revision === undefined) return `Revision ${revisionId} was changed after it was committed.`;
  if (canonicalJson(committedValue(revision, zipped)) !== committed) {
    return committed.includes(digest(zipped))
      ? `Revision ${revisionId} was changed after it was committed.`
      : `The labelmap of revision ${revisionId} was changed after it was committed: its bytes are not the ones that were recorded.`;
  }
  if (await unfoldsTo(zipped, revision.sha256)) return null;
  return `The labelmap of revision ${revisionId} doesn't have the SHA-256 that was recorded.`;
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
