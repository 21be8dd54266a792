/** Folders as every version of the program left them open with this one, with everything in them. */
import Sqlite from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditPage, verifyTrail } from '../../electron/host/audit/index.ts';
import { resolveDataFolder } from '../../electron/host/dataFolder.ts';
import { backupsFolder, migrations, schemaVersion } from '../../electron/host/db/migrations.ts';
import { snapshotVersions, unpackSnapshot } from '../fixtures/databases/index.ts';
import { caller } from './caller.ts';
import { behindTheTrail, openStore, temporaryFolder } from './support.ts';

const versions = snapshotVersions();

describe('a folder of an earlier version', () => {
  it('is there for every version that ever was', () => {
    expect(versions).toEqual(migrations.map((_, at) => at + 1));
  });

  it.each(versions)('%i opens, verifies, and lists and computes what it has', async (version) => {
    const folder = temporaryFolder();
    unpackSnapshot(version, folder);
    const { context } = openStore(folder);
    const call = caller(context);
    expect(await verifyTrail(context)).toMatchObject({ ok: true, problem: null });
    const subjects = await call('trial', 'listSubjects', {});
    expect(subjects.map(({ code, measures }) => [code, measures.length])).toEqual([
      ['NL01-001', 2],
      ['NL01-002', 0],
    ]);
    const [subject] = subjects;
    expect(subject).toMatchObject({ embolisations: [{ date: '2026-01-20', kind: 'pve' }] });
    expect(subject!.timePoints.map(({ kind }) => kind)).toEqual(['baseline', 'w3']);
    const seriesIds = (await call('library', 'listSeries', {})).map(({ id }) => id);
    expect(seriesIds).toHaveLength(2);
    for (const seriesId of seriesIds) {
      const { readings } = await call('readings', 'ofSeries', { seriesId });
      expect(readings.length).toBeGreaterThan(0);
    }
    const { results, growth } = await call('results', 'forSubject', { subjectId: subject!.id });
    expect(results.map(({ kind }) => kind)).toEqual(['baseline', 'w3']);
    expect(results[0]!.values.find(({ quantity }) => quantity === 'tlv')?.value).toBeGreaterThan(0);
    expect(growth).toHaveLength(1);
    await call('exports', 'resultsCsv', { subjectId: subject!.id });
    expect(await verifyTrail(context)).toMatchObject({ ok: true, problem: null });
  });

  it.each(versions.filter((version) => version < migrations.length))(
    '%i keeps a copy from before, and an entry of what was done',
    async (version) => {
      const folder = temporaryFolder();
      unpackSnapshot(version, folder);
      const { context, close } = openStore(folder);
      expect(schemaVersion(context.db)).toBe(migrations.length);
      const [entry] = auditPage(context, { action: 'migrate', limit: 1 }).entries;
      expect(JSON.parse(entry!.oldValue!)).toEqual({ version });
      expect(JSON.parse(entry!.newValue!)).toMatchObject({ version: migrations.length });
      await close();
      const copy = join(backupsFolder(resolveDataFolder(folder)), `remnant-before-version-${version + 1}.sqlite`);
      expect(existsSync(copy)).toBe(true);
      const old = new Sqlite(copy, { readonly: true });
      expect([schemaVersion(old), old.prepare('SELECT count(*) FROM subject').pluck().get()]).toEqual([version, 2]);
      old.close();
    },
  );

  it('with a row that was changed behind its trail still shows it after it was brought to this version', async () => {
    const sealed = versions.filter((version) => version >= 13).at(0)!;
    const folder = temporaryFolder();
    unpackSnapshot(sealed, folder);
    behindTheTrail(
      { folder: resolveDataFolder(folder) },
      'UPDATE subject_measure SET weight_kg = 99 WHERE weight_kg = 70',
    );
    const { context } = openStore(folder);
    expect((await verifyTrail(context)).problem).toMatch(/table subject_measure was changed behind/);
    if (sealed < migrations.length)
      expect(auditPage(context, { action: 'migrate', limit: 1 }).entries[0]!.newValue).toContain('rowsThatDidNotHold');
  });
});
