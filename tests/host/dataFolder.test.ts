import Sqlite from 'better-sqlite3';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveDataFolder } from '../../electron/host/dataFolder.ts';
import { APPLICATION_ID } from '../../electron/host/db/applicationId.ts';
import { backupsFolder, migrations, schemaVersion } from '../../electron/host/db/migrations.ts';
import type { Migration } from '../../electron/host/db/migrations.ts';
import { openDatabase } from '../../electron/host/db/open.ts';
import { requireNode } from '../../electron/host/nodeVersion.ts';
import { addSubject, listSubjects } from '../../electron/host/trial/index.ts';
import { migratedBy, openStore, temporaryFolder } from './support.ts';

const subject = { code: 'NL01-001', sex: 'female', liverQuality: 'normal' } as const;

describe('one host on a data folder', () => {
  it('refuses a second one with a sentence, and leaves the first alone', () => {
    const folder = temporaryFolder();
    const first = openStore(folder);
    expect(() => openStore(folder)).toThrow(
      expect.objectContaining({ code: 'busy', message: expect.stringContaining('already open') as string }) as Error,
    );
    addSubject(first.context, subject);
    expect(listSubjects(first.context)).toHaveLength(1);
  });

  it('opens again after it was closed, with everything in it', async () => {
    const folder = temporaryFolder();
    const first = openStore(folder);
    addSubject(first.context, subject);
    await first.close();
    await first.close();
    expect(listSubjects(openStore(folder).context)).toMatchObject([{ code: 'NL01-001' }]);
  });

  it('gives the folder free when opening fails', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'remnant.sqlite'), 'this is a text, not a database at all');
    const damaged = { code: 'io', message: expect.stringContaining('damaged') as string };
    expect(() => openStore(folder)).toThrow(expect.objectContaining(damaged) as Error);
    expect(() => openStore(folder)).toThrow(expect.objectContaining(damaged) as Error);
  });

  it('says when the folder is a file', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openStore(file)).toThrow(expect.objectContaining({ code: 'io' }) as Error);
  });

  it('says when it cannot be locked', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'host.lock'));
    expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: 'io' }) as Error);
  });

  it('forgets uploads that nobody can commit any more', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'uploads'));
    writeFileSync(join(folder, 'uploads', 'left-over'), 'bytes');
    openStore(folder);
    expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
  });

  it.each(['20.18.3', '22.13.1', '18.0.0'])('says that Node %s is too old', (version) => {
    expect(() => {
      requireNode(version);
    }).toThrow(`this is Node ${version}`);
  });

  it.each(['22.14.0', '23.0.0', '24.21.0'])('takes Node %s', (version) => {
    expect(() => {
      requireNode(version);
    }).not.toThrow();
  });
});

describe('the database', () => {
  it('is ours, of the newest version, with keys and the safe journal on', () => {
    const { db } = openStore(temporaryFolder()).context;
    expect(schemaVersion(db)).toBe(migrations.length);
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    const loose = db
      .prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
      )
      .pluck()
      .all();
    expect(loose).toEqual([]);
  });

  const withNext = (sql: string): readonly Migration[] => [...migrations, { title: 'next', sql }];

  it('is brought to the next version with its rows, and a copy of the old one is kept', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    addSubject(store.context, subject);
    await store.close();
    const paths = resolveDataFolder(folder);
    const db = openDatabase(paths, migratedBy, withNext('ALTER TABLE subject ADD COLUMN site TEXT;'));
    expect(db.prepare('SELECT code, site FROM subject').all()).toEqual([{ code: 'NL01-001', site: null }]);
    expect(schemaVersion(db)).toBe(migrations.length + 1);
    db.close();
    const [copy] = readdirSync(backupsFolder(paths));
    const old = new Sqlite(join(backupsFolder(paths), copy!), { readonly: true });
    expect(schemaVersion(old)).toBe(migrations.length);
    expect(old.prepare('SELECT code FROM subject').pluck().all()).toEqual(['NL01-001']);
    old.close();
  });

  it('is as it was when a migration fails half way', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    addSubject(store.context, subject);
    await store.close();
    const failing = withNext('DROP TABLE subject_measure; DELETE FROM nothing_here;');
    expect(() => openDatabase(resolveDataFolder(folder), migratedBy, failing)).toThrow(
      expect.objectContaining({ code: 'io', message: expect.stringContaining('A copy is kept') as string }) as Error,
    );
    expect(listSubjects(openStore(folder).context)).toMatchObject([{ code: 'NL01-001', measures: [] }]);
  });

  it('refuses a migration that leaves a row pointing to nothing', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    addSubject(store.context, { ...subject, measure: { date: '2026-01-01', heightCm: 170, weightKg: 70 } });
    await store.close();
    expect(() => openDatabase(resolveDataFolder(folder), migratedBy, withNext('DELETE FROM subject;'))).toThrow(
      'nothing was changed',
    );
    expect(listSubjects(openStore(folder).context)).toHaveLength(1);
  });

  it('of a newer version is refused, untouched', async () => {
    const folder = temporaryFolder();
    await openStore(folder).close();
    const paths = resolveDataFolder(folder);
    openDatabase(paths, migratedBy, withNext('CREATE TABLE future (id TEXT PRIMARY KEY) STRICT;')).close();
    expect(() => openStore(folder)).toThrow(
      expect.objectContaining({
        code: 'refused',
        message: expect.stringContaining('newer version') as string,
      }) as Error,
    );
    expect(existsSync(paths.databaseFile)).toBe(true);
  });

  it('of another program is refused', () => {
    const folder = temporaryFolder();
    const other = new Sqlite(join(folder, 'remnant.sqlite'));
    other.exec('CREATE TABLE theirs (id)');
    other.close();
    expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: 'refused' }) as Error);
  });

  it('that a killed process left without a table is taken as new', () => {
    const folder = temporaryFolder();
    const empty = new Sqlite(join(folder, 'remnant.sqlite'));
    empty.pragma('journal_mode = WAL');
    empty.close();
    expect(listSubjects(openStore(folder).context)).toEqual([]);
  });
});
