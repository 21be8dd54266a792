/** How one entry of the trail holds on to the one before. */
import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../core/contract/audit.ts';
import { canonicalJson } from './canonicalJson.ts';

/** What the first entry has as `previousHash`. */
export const FIRST_HASH = '0'.repeat(64);

/**
 * SHA-256 (hex) over the canonical JSON of every field of the entry but `hash`; `previousHash` is one of them. An entry that holds no seals
 * doesn't count the field for them, as it was before there were any.
 */
export function hashEntry({ rowsSha256, ...entry }: Omit<AuditEntry, 'hash'>): string {
  const held = rowsSha256 === null ? entry : { ...entry, rowsSha256 };
  return createHash('sha256').update(canonicalJson(held)).digest('hex');
}

/** Where a chain ends: the sequence and hash of its last entry; 0 and `FIRST_HASH` for an empty one. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}
export const EMPTY_CHAIN: ChainEnd = { sequence: 0, hash: FIRST_HASH };

/** The first thing wrong with `entry` as the one that follows `end`, as a sentence; null when it is right. */
export function problemOf(entry: AuditEntry, end: ChainEnd): string | null {
  const expected = end.sequence + 1;
  if (entry.sequence !== expected) return `Entry ${expected} of the audit trail is missing.`;
  const { hash, ...fields } = entry;
  if (hashEntry(fields) !== hash) return `Entry ${expected} of the audit trail was changed after it was written.`;
  if (entry.previousHash !== end.hash) {
    return `Entry ${expected} of the audit trail doesn't follow the entry before it: one of the two was replaced.`;
  }
  return null;
}
