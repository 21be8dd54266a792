import { readFileSync, writeFileSync, mkdtempSync, readdirSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  auditHistory,
  auditPage,
  auditValues,
  exportAudit,
  openForReading,
  setOutsideAnchor,
  verifyTrail,
} from '../../electron/host/audit/index.ts';
import type { HostContext } from '../../electron/host/context.ts';
import { VERSION, behindTheTrail, openStore, temporaryFolder } from './support.ts';
import { caller } from './caller.ts';
import { fillRecord } from './wholeRecord.ts';

const some = (context: HostContext, count: number): void => {
  for (let at = 1; at <= count; at++)
    context.change((record) => {
      record({
        action: at % 3 === 0 ? 'update' : 'create',
        entity: at % 2 === 0 ? 'thing' : 'other',
        entityId: `${at % 10}`,
        newValue: { at, text: at === 40 ? '100 % of IT' : '' },
      });
    });
};
const numbers = (page: { entries: readonly { sequence: number }[] }): number[] =>
  page.entries.map(({ sequence }) => sequence);

describe('pages of the trail', () => {
  it('lead from the newest to the oldest and back, with every entry once', () => {
    const { context } = openStore(temporaryFolder());
    some(context, 25);
    const there: number[] = [];
    let page = auditPage(context, { limit: 10 });
    expect(page.hasNewer).toBe(false);
    for (; page.hasOlder; page = auditPage(context, { before: page.entries.at(-1)!.sequence, limit: 10 })) {
      there.push(...numbers(page));
    }
    there.push(...numbers(page));
    expect(there).toEqual(Array.from({ length: 25 }, (_, at) => 25 - at));
    expect(page.hasNewer).toBe(true);
    const back = auditPage(context, { after: page.entries[0]!.sequence, limit: 10 });
    expect([numbers(back), back.hasOlder, back.hasNewer]).toEqual([[15, 14, 13, 12, 11, 10, 9, 8, 7, 6], true, true]);
    const oldest = auditPage(context, { after: 0, limit: 10 });
    expect([numbers(oldest)[9], oldest.hasOlder, oldest.hasNewer]).toEqual([1, false, true]);
  });

  it('hold only what was asked for', () => {
    const { context } = openStore(temporaryFolder());
    some(context, 60);
    const found = (filter: object): number => auditPage(context, { limit: 500, ...filter }).entries.length;
    expect([
      found({ action: 'update' }),
      found({ entity: 'thing' }),
      found({ entity: 'thing', entityId: '4' }),
    ]).toEqual([20, 30, 6]);
    expect(numbers(auditPage(context, { limit: 5, text: '100 % of it' }))).toEqual([40]);
    expect([found({ text: '_' }), found({ user: 'nobody' }), found({ role: 'none' })]).toEqual([0, 0, 60]);
    const at = auditPage(context, { limit: 500 }).entries.at(-1)!.at;
    expect([found({ until: at }), found({ from: at })]).toEqual([0, 60]);
    expect(auditValues(context)).toMatchObject({ actions: ['create', 'update'], entities: ['other', 'thing'] });
  });
});

describe('the history of a subject', () => {
  it('is everything that belongs to it and nothing of another', async () => {
    const { context } = openStore(temporaryFolder());
    const first = await fillRecord(context, 'NL01-001');
    await caller(context)('settings', 'set', { deidentifyOnImport: false });
    const second = await fillRecord(context, 'NL01-002');
    const history = auditHistory(context, { entity: 'subject', entityId: first.subjectId, related: true });
    const kinds = new Set(history.map(({ entity }) => entity));
    for (const entity of [
      'subject',
      'subject_measure',
      'embolisation',
      'function_test',
      'time_point',
      'revision',
      'result',
      'growth',
      'signature',
      'reading',
      'export_file',
    ])
      expect(kinds).toContain(entity);
    expect(JSON.stringify(history)).not.toContain(second.subjectId);
    expect(history.map(({ sequence }) => sequence)).toEqual(
      history.map(({ sequence }) => sequence).toSorted((a, b) => a - b),
    );
    expect(auditPage(context, { subjectCode: 'NL01-001', limit: 500 }).entries).toHaveLength(history.length);
    expect(() => auditPage(context, { subjectCode: 'NL09-009', limit: 5 })).toThrow('no subject NL09-009');
  });
});

describe('the trail as a file', () => {
  it('has every entry of the filter, and leaves an entry of its own', async () => {
    const { context } = openStore(temporaryFolder());
    some(context, 30);
    const read = async (format: 'csv' | 'jsonl'): Promise<string> => {
      const { path } = await exportAudit(context, { format, entity: 'thing' });
      return readFileSync(join(context.folder.root, path), 'utf8');
    };
    const lines = (await read('jsonl')).trim().split('\n');
    const shown = auditPage(context, { entity: 'thing', limit: 500 }).entries;
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(shown.toReversed());
    expect((await read('csv')).trim().split('\r\n')).toHaveLength(16);
    expect(auditPage(context, { limit: 2 }).entries).toMatchObject([{ action: 'export' }, { action: 'export' }]);
    expect(await verifyTrail(context, { files: true })).toMatchObject({ ok: true, files: 2 });
    await expect(exportAudit(context, { format: 'csv', entity: 'none' })).rejects.toThrow('no such entries');
  });
});

describe('the anchor in another place', () => {
  it('shows that a whole new trail is not the one that was written', async () => {
    const folder = temporaryFolder();
    const outside = mkdtempSync(join(tmpdir(), 'remnant-outside-'));
    const first = openStore(folder);
    some(first.context, 5);
    expect(await setOutsideAnchor(first.context, { folder: outside })).toMatchObject({ state: 'written' });
    some(first.context, 5);
    await first.close();
    const [name] = readdirSync(outside);
    expect(readFileSync(join(outside, name!), 'utf8').trim().split('\n').length).toBeGreaterThanOrEqual(2);
    expect(await verified(folder, outside)).toMatchObject({ ok: true, entries: 11 });

    // Someone with the folder cuts the end off and writes the anchor that belongs to it.
    behindTheTrail(
      openFolder(folder),
      `PRAGMA foreign_keys = OFF; DROP TRIGGER audit_refuses_delete; DROP TRIGGER row_seal_refuses_delete;
       DELETE FROM audit WHERE sequence > 8; DELETE FROM row_seal WHERE sequence > 8;`,
    );
    const { context } = openStore(folder);
    const end = auditPage(context, { limit: 1 }).entries[0]!;
    writeFileSync(join(folder, 'audit-anchor'), JSON.stringify({ sequence: end.sequence, hash: end.hash }));
    expect((await verifyTrail(context)).problem).toMatch(/^Entry \d+ of the audit trail is missing: the anchor in /);
    const elsewhere = mkdtempSync(join(tmpdir(), 'remnant-outside-'));
    expect((await verifyTrail(context, { anchorFolders: [elsewhere] })).problem).toContain(
      'has no anchor of this audit trail',
    );
  });

  it('must be a folder outside the data folder, and may be away', async () => {
    const folder = temporaryFolder();
    const { context } = openStore(folder);
    some(context, 1);
    mkdirSync(join(folder, 'inside'));
    await expect(setOutsideAnchor(context, { folder: join(folder, 'inside') })).rejects.toThrow(
      'outside the data folder',
    );
    await expect(setOutsideAnchor(context, { folder: '/nowhere/at/all' })).rejects.toThrow('no folder');
    await caller(context)('settings', 'set', { anchorFolder: '/nowhere/at/all' });
    some(context, 1);
    await context.outsideAnchor.close();
    expect(context.outsideAnchor.state()).toMatchObject({ state: 'behind' });
    expect(await verifyTrail(context)).toMatchObject({ ok: true });
  });
});

const openFolder = (root: string): HostContext =>
  ({ folder: { databaseFile: join(root, 'remnant.sqlite') } }) as HostContext;

async function verified(folder: string, outside: string) {
  const target = openForReading(folder, VERSION);
  try {
    return await verifyTrail(target, { anchorFolders: [outside] });
  } finally {
    target.close();
  }
}
