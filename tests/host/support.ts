/** A real store in a temporary folder, and series rows without files for what doesn't read pixels. */
import Sqlite from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { identityOf, machineActor } from '../../electron/host/audit/trail.ts';
import type { HostContext } from '../../electron/host/context.ts';
import type { MigratedBy } from '../../electron/host/db/migrations.ts';
import { insertSeries, updateSeriesGeometry } from '../../electron/host/db/tables/series.ts';
import { insertStudy } from '../../electron/host/db/tables/study.ts';
import { openContext } from '../../electron/host/openContext.ts';
import type { OpenContext, OpenContextOptions } from '../../electron/host/openContext.ts';

export const VERSION = '0.0.0-test';

/** Who brings a database of a test to another version. */
export const migratedBy: MigratedBy = { identity: identityOf(machineActor(), VERSION), now: () => new Date() };

/** Writes as another program would: past the change, its entry and its seals. */
export function behindTheTrail({ folder }: HostContext, sql: string): void {
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

export const smallGrid: VolumeGeometry = {
  dims: [8, 6, 4],
  spacingMm: [0.8, 0.8, 2.5],
  originMm: [-10, -20, 30],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};

export interface SeriesFacts {
  readonly acquisitionDate?: string | null;
  readonly geometry?: VolumeGeometry | null;
}

/** A series of no files; `geometry: null` makes it a refused one. */
export function addSeries(context: HostContext, facts: SeriesFacts = {}): string {
  const { acquisitionDate = '2026-01-10', geometry = smallGrid } = facts;
  const [studyId, seriesId] = [context.newId(), context.newId()];
  const importedAt = context.now().toISOString();
  context.change((record) => {
    insertStudy(context.db, {
      id: studyId,
      studyInstanceUid: `2.25.${studyId}`,
      patientLabel: 'phantom',
      studyDate: acquisitionDate,
      description: '',
      importedAt,
    });
    insertSeries(context.db, {
      id: seriesId,
      studyId,
      groupingKey: `2.25.${seriesId}`,
      seriesInstanceUid: `2.25.${seriesId}`,
      modality: 'CT',
      description: '',
      seriesNumber: 1,
      acquisitionDate,
      importedAt,
      patientPosition: 'HFS',
      frameOfReferenceUid: '2.25.1',
      sample: false,
    });
    updateSeriesGeometry(context.db, seriesId, {
      instanceCount: 4,
      geometry,
      geometryStatus: geometry === null ? 'refused' : 'regular',
      problems: [],
      lossy: false,
      part: '',
      reformat: false,
      canResample: false,
      phase: { proposed: null, basis: '' },
    });
    record({ action: 'create', entity: 'series', entityId: seriesId });
  });
  return seriesId;
}
