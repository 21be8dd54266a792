/** A real store in a temporary folder. */
import Sqlite from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { identityOf, machineActor } from '../../electron/host/audit/trail.ts';
import type { HostContext } from '../../electron/host/context.ts';
import type { MigratedBy } from '../../electron/host/db/migrations.ts';
import { openContext } from '../../electron/host/openContext.ts';
import type { OpenContext, OpenContextOptions } from '../../electron/host/openContext.ts';

export { addSeries, smallGrid, type SeriesFacts } from './seriesRows.ts';

export const VERSION = '0.0.0-test';

/** Who brings a database of a test to another version. */
export const migratedBy: MigratedBy = { identity: identityOf(machineActor(), VERSION), now: () => new Date() };

/** Writes as another program would: past the change, its entry and its seals. */
export function behindTheTrail({ folder }: Pick<HostContext, 'folder'>, sql: string): void {
  const db = new Sqlite(folder.databaseFile);
  db.exec(sql);
  db.close();
}

/** Removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'remnant-host-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Closed when the test ends. */
export function openStore(dataFolder: string, options: Partial<OpenContextOptions> = {}): OpenContext {
  const store = openContext({ dataFolder, version: VERSION, ...options });
  onTestFinished(() => store.close());
  return store;
}
