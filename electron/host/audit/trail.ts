/** Appends to the chain. Only `context.change` does it, in the transaction of the change. */
import type { Database } from 'better-sqlite3';
import { hostname, userInfo } from 'node:os';
import type { Actor } from '../../core/contract/accounts.ts';
import type { AuditRecord, DataFolder } from '../context.ts';
import { auditHash, insertAuditEntry, lastAuditEntry } from '../db/tables/audit.ts';
import { readAnchor, writeAnchor } from './anchor.ts';
import { canonicalJson } from './canonicalJson.ts';
import { EMPTY_CHAIN, hashEntry } from './chain.ts';
import type { ChainEnd } from './chain.ts';

/** Who sits where, as a row of the trail has it. */
export interface Identity {
  readonly user: string;
  readonly role: string;
  readonly workstation: string;
  readonly version: string;
}

export const identityOf = ({ user, role }: Actor, version: string): Identity => ({
  user,
  role,
  workstation: hostname(),
  version,
});

/** Without accounts the operating system's user stands for the person, and the role says that nobody was asked. */
export function machineActor(): Actor {
  const user = userName();
  return { accountId: null, user, printedName: user, role: 'none' };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return process.getuid === undefined ? 'unknown' : `uid ${process.getuid()}`;
  }
}

export const chainEnd = (db: Database): ChainEnd => lastAuditEntry(db) ?? EMPTY_CHAIN;

/** @param rowsSha256 digest of the seals that the entry holds @returns the entry's sequence */
export function appendEntry(
  db: Database,
  identity: Identity,
  at: Date,
  record: AuditRecord,
  rowsSha256: string | null,
): number {
  const end = chainEnd(db);
  const entry = {
    sequence: end.sequence + 1,
    at: at.toISOString(),
    // East of Greenwich is positive, as in ISO 8601.
    utcOffsetMinutes: 0 - at.getTimezoneOffset(),
    ...identity,
    action: record.action,
    entity: record.entity,
    entityId: record.entityId,
    oldValue: record.oldValue === undefined ? null : canonicalJson(record.oldValue),
    newValue: record.newValue === undefined ? null : canonicalJson(record.newValue),
    reason: record.reason ?? null,
    previousHash: end.hash,
    rowsSha256,
  };
  insertAuditEntry(db, { ...entry, hash: hashEntry(entry) });
  return entry.sequence;
}

/** The anchored entry as the chain has it. 'unanchored' is a database in which nothing was changed yet. */
export function anchorState(
  db: Database,
  folder: DataFolder,
): 'held' | 'unanchored' | 'missing' | 'damaged' | 'broken' {
  const anchor = readAnchor(folder);
  if (anchor === null) return chainEnd(db).sequence === 0 ? 'unanchored' : 'missing';
  if (anchor === 'damaged') return 'damaged';
  const hash = anchor.sequence === 0 ? EMPTY_CHAIN.hash : auditHash(db, anchor.sequence);
  return hash === anchor.hash ? 'held' : 'broken';
}

/**
 * Moves the anchor to the end of the chain. An anchor that the chain doesn't hold stays where it is: moving it would hide that entries were
 * cut off.
 */
export function advanceAnchor(db: Database, folder: DataFolder): void {
  const state = anchorState(db, folder);
  if (state === 'held' || state === 'unanchored') writeAnchor(folder, chainEnd(db));
}
