import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupManifest } from '../../electron/core/contract/backup.ts';
import { auditPage, verifyTrail } from '../../electron/host/audit/index.ts';
import { createBackup, lastBackup, restoreBackup } from '../../electron/host/backup/index.ts';
import type { HostContext } from '../../electron/host/context.ts';
import { addSubject, listSubjects } from '../../electron/host/trial/index.ts';
import { VERSION, behindTheTrail, openStore, temporaryFolder } from './support.ts';
import { fillRecord } from './wholeRecord.ts';

const silent = { report: () => undefined, checkpoint: () => undefined };
const subject = (code: string) => ({ code, sex: 'female', liverQuality: 'normal' }) as const;
const restore = (from: string, into: string) =>
  restoreBackup({ from, into, version: VERSION, report: () => undefined });

async function filled(): Promise<HostContext> {
  const { context } = openStore(temporaryFolder());
  await fillRecord(context);
  writeFileSync(join(context.folder.root, 'site-key.json'), '{"secret":1}', { mode: 0o600 });
  mkdirSync(join(context.folder.originals, 'ab'), { recursive: true });
  writeFileSync(join(context.folder.originals, 'ab', 'file.dcm'), 'pixels');
  writeFileSync(join(context.folder.cache, 'volume'), 'can be made again');
  return context;
}

describe('a backup', () => {
  it('is the whole folder, and a folder again that goes on where it was', async () => {
    const context = await filled();
    const place = temporaryFolder();
    const made = await createBackup(context, { folder: join(place, 'b'), withKeys: true }, silent);
    expect(made).toMatchObject({ withKeys: true, trailProblem: null });
    expect(lastBackup(context)).toEqual(made);
    const { files } = backupManifest.parse(JSON.parse(readFileSync(join(place, 'b', 'manifest.json'), 'utf8')));
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['remnant.sqlite', 'audit-anchor', 'site-key.json', 'originals/ab/file.dcm']),
    );
    expect(JSON.stringify(files)).not.toContain('cache/');
    addSubject(context, subject('NL09-009'));

    const again = await restore(join(place, 'b'), join(place, 'data'));
    expect(again).toMatchObject({ fileCount: files.length, trailProblem: null });
    const { context: restored } = openStore(join(place, 'data'));
    expect(listSubjects(restored).map(({ code }) => code)).toEqual(['NL01-001']);
    expect(await verifyTrail(restored, { files: true })).toMatchObject({ ok: true });
    expect(auditPage(restored, { limit: 1 }).entries).toMatchObject([{ action: 'restore', entity: 'backup' }]);
    expect(readdirSync(place).sort()).toEqual(['b', 'data']);
  });

  it('leaves the keys out when asked to', async () => {
    const context = await filled();
    const folder = join(temporaryFolder(), 'b');
    await createBackup(context, { folder, withKeys: false }, silent);
    expect(existsSync(join(folder, 'site-key.json'))).toBe(false);
    expect(existsSync(join(folder, 'originals', 'ab', 'file.dcm'))).toBe(true);
  });

  it('made in the midst of work is of one moment', async () => {
    const context = await filled();
    const folder = join(temporaryFolder(), 'b');
    const making = createBackup(context, { folder, withKeys: true }, silent);
    for (let at = 100; at < 130; at++) {
      addSubject(context, subject(`NL01-${at}`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await making).toMatchObject({ trailProblem: null });
    const into = join(temporaryFolder(), 'data');
    await restore(folder, into);
    const { context: restored } = openStore(into);
    expect(await verifyTrail(restored)).toMatchObject({ ok: true });
    expect(listSubjects(context).length).toBeGreaterThanOrEqual(listSubjects(restored).length);
  });

  it('that was cancelled, or whose target goes away, leaves nothing under its name', async () => {
    const context = await filled();
    const place = temporaryFolder();
    const cancelled = {
      ...silent,
      checkpoint: () => {
        throw Object.assign(new Error('cancelled'), { code: 'x' });
      },
    };
    await expect(createBackup(context, { folder: join(place, 'b'), withKeys: true }, cancelled)).rejects.toThrow(
      'written',
    );
    const removed = {
      ...silent,
      report: () => {
        for (const name of readdirSync(place)) rmSync(join(place, name), { recursive: true });
      },
    };
    await expect(createBackup(context, { folder: join(place, 'b'), withKeys: true }, removed)).rejects.toThrow(
      'written',
    );
    expect(readdirSync(place)).toEqual([]);
    expect(lastBackup(context)).toBeNull();
  });

  it('is refused where something is, in the data folder, and where nothing can be', async () => {
    const context = await filled();
    const place = temporaryFolder();
    mkdirSync(join(place, 'b'));
    const at = (folder: string) => createBackup(context, { folder, withKeys: true }, silent);
    await expect(at(join(place, 'b'))).rejects.toThrow('already');
    await expect(at(join(context.folder.root, 'b'))).rejects.toThrow('outside the data folder');
    await expect(at(join(place, 'none', 'b'))).rejects.toThrow('no folder');
    expect(auditPage(context, { action: 'backup', limit: 1 }).entries).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)(
    'to a folder that can only be read leaves nothing (skipped for root, who may)',
    async () => {
      const context = await filled();
      const place = temporaryFolder();
      chmodSync(place, 0o500);
      await expect(createBackup(context, { folder: join(place, 'b'), withKeys: true }, silent)).rejects.toThrow(
        'space and rights',
      );
      chmodSync(place, 0o700);
      expect(readdirSync(place)).toEqual([]);
    },
  );

  it('of a record with a fault is made, says so, and brings the fault back', async () => {
    const context = await filled();
    behindTheTrail(context, `DROP TRIGGER subject_measure_no_update; UPDATE subject_measure SET weight_kg = 99`);
    const place = temporaryFolder();
    const { trailProblem } = await createBackup(context, { folder: join(place, 'b'), withKeys: true }, silent);
    expect(trailProblem).toContain('subject_measure');
    expect(await restore(join(place, 'b'), join(place, 'data'))).toMatchObject({ trailProblem });
  });
});

describe('restoring', () => {
  it('refuses a folder with something in it, and what is no backup', async () => {
    const context = await filled();
    const place = temporaryFolder();
    await createBackup(context, { folder: join(place, 'b'), withKeys: true }, silent);
    await expect(restore(join(place, 'b'), context.folder.root)).rejects.toThrow('not empty');
    await expect(restore(place, join(place, 'data'))).rejects.toThrow('no backup');
  });

  it.each([
    [
      'a changed file',
      (folder: string) => {
        writeFileSync(join(folder, 'originals', 'ab', 'file.dcm'), 'other');
      },
      'was changed',
    ],
    [
      'a missing file',
      (folder: string) => {
        rmSync(join(folder, 'audit-anchor'));
      },
      'is missing',
    ],
    [
      'a path that leads out',
      (folder: string) => {
        replaceInManifest(folder, 'originals/ab/file.dcm', '../../file.dcm');
      },
      'damaged',
    ],
    [
      'a trail that ends too early',
      (folder: string) => {
        replaceInManifest(folder, /"sequence": \d+/, '"sequence": 9999');
      },
      'ends before',
    ],
  ])('refuses a backup with %s, and leaves nothing', async (_, harm, sentence) => {
    const context = await filled();
    const place = temporaryFolder();
    await createBackup(context, { folder: join(place, 'b'), withKeys: true }, silent);
    harm(join(place, 'b'));
    await expect(restore(join(place, 'b'), join(place, 'data'))).rejects.toThrow(sentence);
    expect(readdirSync(place)).toEqual(['b']);
  });
});

function replaceInManifest(folder: string, from: string | RegExp, to: string): void {
  const file = join(folder, 'manifest.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}
