/** What every host module is given: the open store, the clock, the trail. Modules hold no state of their own besides this. */
import type { Database } from 'better-sqlite3';
import type { Actor } from '../core/contract/accounts.ts';
import type { HostEmit } from '../core/contract/index.ts';
import type { OutsideAnchor } from '../core/contract/audit.ts';
import type { Job } from '../core/contract/jobs.ts';

/** Absolute paths inside the one data folder; the database stores paths relative to `root`, with `/`. */
export interface DataFolder {
  readonly root: string;
  readonly databaseFile: string;
  /** Imported files, content-addressed: `originals/ab/<sha256>.dcm`. */
  readonly originals: string;
  /** Decoded volumes; may be deleted at any time. */
  readonly cache: string;
  readonly exports: string;
  /** Bytes that were put but not committed yet; emptied at start. */
  readonly uploads: string;
  readonly logs: string;
}

/** What a change leaves in the trail. Values are stored as canonical JSON. */
export interface AuditRecord {
  /** verb, e.g. 'create', 'update', 'remove', 'commit', 'export' */
  readonly action: string;
  /** table or thing, e.g. 'subject' */
  readonly entity: string;
  readonly entityId: string;
  readonly oldValue?: unknown;
  readonly newValue?: unknown;
  readonly reason?: string;
}

/** Reports what a long operation does and tells it when to stop. */
export interface JobControl {
  readonly jobId: string;
  report(progress: { done: number; total: number; step: string }): void;
  /** Throws RemnantError 'cancelled' once the person has cancelled; call it between units of work. */
  checkpoint(): void;
  readonly signal: AbortSignal;
}

export interface Jobs {
  list(): Job[];
  cancel(jobId: string): void;
  /** Runs `work` in the background as one job; never throws. `finished` settles with the ended job. */
  start(
    kind: Job['kind'],
    title: string,
    work: (control: JobControl) => Promise<void>,
  ): { jobId: string; finished: Promise<Job> };
}

/** One line per event; never patient text: ids and counts only. */
export interface Log {
  info(event: string, details?: Readonly<Record<string, string | number | boolean>>): void;
  error(event: string, error: unknown, details?: Readonly<Record<string, string | number | boolean>>): void;
}

/** Keeps the trail's copy outside of the data folder. */
export interface OutsideWriter {
  /** Writes the end of the chain, unless it is being written; then once more afterwards. */
  note(): void;
  /** When it was last written since the program started, and whether that is the end. */
  state(): OutsideAnchor;
  /** Waits for what is being written, but not for ever: a share may hang. */
  close(): Promise<void>;
}

export interface HostContext {
  /** Who is at work in this connection or command; `change` writes it into the trail. */
  readonly actor: Actor;
  readonly db: Database;
  readonly folder: DataFolder;
  readonly emit: HostEmit;
  readonly jobs: Jobs;
  readonly log: Log;
  readonly version: string;
  now(): Date;
  /** UUIDv7 */
  newId(): string;
  /** The trail's copy outside the data folder. */
  readonly outsideAnchor: OutsideWriter;
  /**
   * The only way to change the database: runs `work` in one immediate transaction; each `record` call appends a row to the audit chain in
   * the same transaction, and the last of them seals the rows that were written: a change of rows without a record is refused, and so is
   * writing outside a change. Work is synchronous. When it throws, nothing is stored. Emit events after it returns.
   */
  change<T>(work: (record: (entry: AuditRecord) => void) => T): T;
}
