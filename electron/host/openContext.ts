/** Opens the store: folder, lock, database, trail, log, jobs. What the host's modules work on. */
import { v7 as uuidV7 } from 'uuid';
import type { Actor } from '../core/contract/accounts.ts';
import { RemnantError } from '../core/contract/errors.ts';
import type { HostEmit, HostListen } from '../core/contract/index.ts';
import { createOutsideWriter } from './audit/outsideAnchor.ts';
import { sealedChange, watchRows } from './audit/seals.ts';
import type { RowWatch } from './audit/seals.ts';
import { advanceAnchor, appendEntry, identityOf, machineActor } from './audit/trail.ts';
import type { Identity } from './audit/trail.ts';
import type { AuditRecord, DataFolder, HostContext, Log, OutsideWriter } from './context.ts';
import { createDataFolder, emptyUploads } from './dataFolder.ts';
import { sqliteCode } from './db/sqliteCode.ts';
import { lockDataFolder } from './db/lock.ts';
import { openDatabase } from './db/open.ts';
import { createEvents } from './events.ts';
import { createJobs } from './jobs/index.ts';
import { createLog } from './log.ts';
import type { Database } from 'better-sqlite3';

export interface OpenContextOptions {
  readonly dataFolder: string;
  /** The program's version, written into the trail and into every export. */
  readonly version: string;
  /** Told of every event besides those who listen by `onEvent`. */
  readonly emit?: HostEmit;
  readonly now?: () => Date;
}

export interface OpenContext {
  /** With the machine's own user as actor: a person working without accounts, or the program itself. */
  readonly context: HostContext;
  /** The same store in another person's hands. */
  readonly contextFor: (actor: Actor) => HostContext;
  readonly onEvent: HostListen;
  /** Cancels the jobs, waits for them, and gives the folder free. Calling it again waits for the same. */
  readonly close: () => Promise<void>;
}

/**
 * @throws RemnantError 'busy' when another host has the folder, 'refused' when a newer version wrote it, 'io' when it can't be used.
 */
export function openContext({
  dataFolder,
  version,
  emit: alsoEmit,
  now = () => new Date(),
}: OpenContextOptions): OpenContext {
  const folder = createDataFolder(dataFolder);
  const lock = lockDataFolder(folder);
  try {
    emptyUploads(folder);
    const log = createLog({ folder: folder.logs, now });
    const db = openDatabase(folder, { identity: identityOf(machineActor(), version), now });
    const watch = watchRows(db);
    advanceAnchorOrLog(db, folder, log);
    const outsideAnchor = createOutsideWriter({ db, log, now });
    outsideAnchor.note();
    const { emit, onEvent } = createEvents(log, alsoEmit);
    const newId = (): string => uuidV7();
    const jobs = createJobs({ emit, log, now, newId });
    const contextFor = (actor: Actor): HostContext => {
      const change = changer({ db, watch, outsideAnchor, folder, log, identity: identityOf(actor, version), now });
      return { actor, db, folder, emit, jobs, log, version, now, newId, outsideAnchor, change };
    };
    log.info('host.opened', { version, pid: process.pid });
    return {
      context: contextFor(machineActor()),
      contextFor,
      onEvent,
      close: once(async () => {
        await jobs.close();
        await outsideAnchor.close();
        db.close();
        lock.release();
        log.info('host.closed');
      }),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Changer {
  readonly db: Database;
  readonly watch: RowWatch;
  readonly outsideAnchor: OutsideWriter;
  readonly folder: DataFolder;
  readonly log: Log;
  readonly identity: Identity;
  readonly now: () => Date;
}

function changer({ db, watch, outsideAnchor, folder, log, identity, now }: Changer): HostContext['change'] {
  return <T>(work: (record: (entry: AuditRecord) => void) => T): T => {
    // An inner change would be acknowledged, and anchored, before the outer one is kept.
    if (db.inTransaction) throw new Error('a change was started within a change');
    const append = (entry: AuditRecord, rowsSha256: string | null): number =>
      appendEntry(db, identity, now(), entry, rowsSha256);
    let result: T;
    try {
      result = db.transaction(() => sealedChange(db, watch, work, append)).immediate();
    } catch (error) {
      throw asSentence(error);
    }
    advanceAnchorOrLog(db, folder, log);
    outsideAnchor.note();
    return result;
  };
}

/** What a person can do something about is told; the rest is our fault and stays as it is. */
function asSentence(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === 'SQLITE_FULL') {
    return new RemnantError(
      'io',
      'The disk with the data folder is full; nothing was changed. Free some space and try again.',
      {
        cause: error,
      },
    );
  }
  if (code?.startsWith('SQLITE_IOERR') === true || code === 'SQLITE_READONLY') {
    return new RemnantError('io', `The data folder can't be written (${code}); nothing was changed.`, { cause: error });
  }
  return error;
}

/** The change is kept already; an anchor that can't be written now (a full disk) only lags, and the next change takes it along. */
function advanceAnchorOrLog(db: Database, folder: DataFolder, log: Log): void {
  try {
    advanceAnchor(db, folder);
  } catch (error) {
    log.error('audit.anchor', error);
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
