/** Every entry follows the one before and holds its seals, and the chain ends where the anchors say. */
import type { Database } from 'better-sqlite3';
import type { AuditEntry } from '../../core/contract/audit.ts';
import type { DataFolder } from '../context.ts';
import { auditEntriesAfter, lastAuditEntry } from '../db/tables/audit.ts';
import { rowSealsOfEntries, sealBeyond } from '../db/tables/rowSeal.ts';
import { readAnchor } from './anchor.ts';
import { EMPTY_CHAIN, problemOf } from './chain.ts';
import type { ChainEnd } from './chain.ts';
import { sealsDigest } from './seals.ts';
import { anchorState } from './trail.ts';
import type { Check, Problem } from './verification.ts';

const PAGE = 200;

export const checkChain: Check = async ({ db, checked, progress }) => {
  const total = lastAuditEntry(db)?.sequence ?? 0;
  let end: ChainEnd = EMPTY_CHAIN;
  for (;;) {
    const page = auditEntriesAfter(db, end.sequence, PAGE);
    for (const entry of page) {
      const problem = problemOf(entry, end);
      if (problem !== null) return problem;
      end = entry;
      checked.entries = entry.sequence;
    }
    const problem = sealProblem(db, page);
    if (problem !== null) return problem;
    if (page.length < PAGE) return null;
    await progress('entries', end.sequence, total);
  }
};

export const checkLooseSeals: Check = ({ db, checked }) => {
  const beyond = sealBeyond(db, checked.entries);
  return Promise.resolve(
    beyond === undefined ? null : `Seals of rows belong to entry ${beyond} of the audit trail, which is not there.`,
  );
};

/** The first entry of the page that doesn't have the seals it was written with. */
function sealProblem(db: Database, page: readonly AuditEntry[]): Problem {
  const [first, last] = [page[0], page.at(-1)];
  if (first === undefined || last === undefined) return null;
  const seals = Map.groupBy(rowSealsOfEntries(db, first.sequence - 1, last.sequence), ({ sequence }) => sequence);
  for (const { sequence, rowsSha256 } of page) {
    const own = seals.get(sequence);
    if ((own === undefined ? null : sealsDigest(own)) !== rowsSha256)
      return `The seals of rows that entry ${sequence} of the audit trail holds were changed after it was written.`;
  }
  return null;
}

export const checkAnchor: Check = ({ db, folder, checked }) =>
  Promise.resolve(anchorProblem(db, folder, checked.entries));

function anchorProblem(db: Database, folder: DataFolder, end: number): Problem {
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
      const last = anchor === null || anchor === 'damaged' ? end + 1 : anchor.sequence;
      return last > end
        ? `Entry ${end + 1} of the audit trail is missing: it ended at entry ${last} and ends at entry ${end} now.`
        : `Entry ${last} of the audit trail is not the one that was written: the file audit-anchor has another hash for it.`;
    }
  }
}
