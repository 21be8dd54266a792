import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, afterAll } from 'vitest';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { verifyTrail } from '../../electron/host/audit/index.ts';
import { openContext } from '../../electron/host/openContext.ts';
import { openSegmentation, storeRevision } from '../../electron/host/segmentation/index.ts';
import { addMeasure, addSubject } from '../../electron/host/trial/index.ts';
import { VERSION, addSeries, openStore, temporaryFolder } from './support.ts';

const MARK = 'XX99-MARKED-001';
let original: string;
let revisionIds: string[];
let entries: number;

/** A folder with a record, three revisions and a change after them; each test works on a copy. */
beforeAll(async () => {
  original = mkdtempSync(join(tmpdir(), 'remnant-tamper-'));
  const { context, close } = openContext({ dataFolder: original, version: VERSION });
  const { id: segmentationId } = openSegmentation(context, { seriesId: addSeries(context) });
  revisionIds = [];
  for (let number = 1; number <= 3; number++) {
    const revision = await storeRevision(context, {
      segmentationId,
      parentRevisionId: revisionIds.at(-1) ?? null,
      action: { title: 'Grow', tool: 'grow-tumour@1', parameters: {} },
      cut: null,
      labels: Uint8Array.from({ length: 192 }, (_, at) => (at * number) % 7),
    });
    revisionIds.push(revision.id);
  }
  const subject = addSubject(context, { code: MARK, sex: 'female', liverQuality: 'normal' });
  addMeasure(context, { subjectId: subject.id, measure: { date: '2026-01-01', heightCm: 170, weightKg: 70 } });
  ({ entries } = await verifyTrail(context));
  await close();
});
afterAll(() => {
  rmSync(original, { recursive: true });
});

const dropTriggers = (db: Database): void => {
  const names = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all() as string[];
  for (const name of names) db.exec(`DROP TRIGGER ${name}`);
};

/** Does to a copy what a person with a database tool could, and verifies it. */
async function afterEditing(edit: (db: Database, folder: string) => void, { keepTriggers = false } = {}) {
  const folder = temporaryFolder();
  cpSync(original, folder, { recursive: true });
  const db = new Sqlite(join(folder, 'remnant.sqlite'));
  if (!keepTriggers) dropTriggers(db);
  db.pragma('foreign_keys = OFF');
  edit(db, folder);
  db.close();
  const { context, close } = openStore(folder);
  const report = await verifyTrail(context);
  await close();
  return report;
}

describe('the trail', () => {
  it('of an untouched folder verifies', async () => {
    expect(await afterEditing(() => undefined, { keepTriggers: true })).toMatchObject({
      ok: true,
      entries,
      problem: null,
    });
  });

  const columns = [
    'at',
    'user',
    'role',
    'workstation',
    'version',
    'action',
    'entity',
    'entity_id',
    'new_value',
    'old_value',
    'reason',
    'rows_sha256',
    'previous_hash',
    'hash',
  ];

  it('names the entry in which any character of any field was changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(...columns), fc.nat(), async (which, column, place) => {
        const sequence = 1 + (which % entries);
        const report = await afterEditing((db) => {
          const text = db.prepare(`SELECT ${column} FROM audit WHERE sequence = ?`).pluck().get(sequence) as
            string | null;
          const at = place % Math.max(1, text?.length ?? 0);
          const changed =
            text === null ? '0'.repeat(64) : `${text.slice(0, at)}${text[at] === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`;
          db.prepare(`UPDATE audit SET ${column} = ? WHERE sequence = ?`).run(changed, sequence);
        });
        expect(report).toMatchObject({ ok: false, entries: sequence - 1 });
        expect(report.problem).toContain(`Entry ${sequence} of the audit trail was changed`);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [
      'another time zone',
      'UPDATE audit SET utc_offset_minutes = utc_offset_minutes + 60 WHERE sequence = 4',
      'Entry 4 of the audit trail was changed',
    ],
    [
      'a reason that was not given',
      `UPDATE audit SET reason = '' WHERE sequence = 2`,
      'Entry 2 of the audit trail was changed',
    ],
    ['an entry taken out', 'DELETE FROM audit WHERE sequence = 3', 'Entry 3 of the audit trail is missing'],
    ['the first entries taken out', 'DELETE FROM audit WHERE sequence < 3', 'Entry 1 of the audit trail is missing'],
    [
      'the tail cut off',
      'DELETE FROM row_seal WHERE sequence > 5; DELETE FROM audit WHERE sequence > 5',
      'Entry 6 of the audit trail is missing: it ended at entry',
    ],
    ['everything cut off', 'DELETE FROM audit', 'Entry 1 of the audit trail is missing'],
  ])('shows %s', async (_, sql, sentence) => {
    const report = await afterEditing((db) => db.exec(sql));
    expect(report.ok).toBe(false);
    expect(report.problem).toContain(sentence);
  });

  it('shows a byte changed in the file itself', async () => {
    const folder = temporaryFolder();
    cpSync(original, folder, { recursive: true });
    const file = join(folder, 'remnant.sqlite');
    const bytes = readFileSync(file);
    // The code is in the subject's row, its index and the entry: only the entry has it as JSON.
    const at = bytes.indexOf(`"code":"${MARK}"`);
    expect(at).toBeGreaterThan(0);
    bytes[at + 10] = 'Y'.charCodeAt(0);
    writeFileSync(file, bytes);
    const { context } = openStore(folder);
    expect((await verifyTrail(context)).problem).toMatch(/^Entry \d of the audit trail was changed/);
  });

  it('still shows that the tail was cut off after work went on', async () => {
    const folder = temporaryFolder();
    cpSync(original, folder, { recursive: true });
    const db = new Sqlite(join(folder, 'remnant.sqlite'));
    dropTriggers(db);
    db.pragma('foreign_keys = OFF');
    db.exec('DELETE FROM row_seal WHERE sequence > 4; DELETE FROM audit WHERE sequence > 4');
    db.close();
    const { context } = openStore(folder);
    for (const code of ['NL01-001', 'NL01-002', 'NL01-003', 'NL01-004', 'NL01-005']) {
      addSubject(context, { code, sex: 'male', liverQuality: 'normal' });
    }
    expect((await verifyTrail(context)).problem).toContain(
      `Entry ${entries} of the audit trail is not the one that was written`,
    );
  });

  it.each([
    [
      'taken away',
      (folder: string) => {
        rmSync(join(folder, 'audit-anchor'));
      },
      'audit-anchor is missing',
    ],
    [
      'damaged',
      (folder: string) => {
        writeFileSync(join(folder, 'audit-anchor'), '{}');
      },
      'audit-anchor of the data folder is damaged',
    ],
  ])('says when the anchor was %s', async (_, harm, sentence) => {
    expect(
      (
        await afterEditing((_db, folder) => {
          harm(folder);
        })
      ).problem,
    ).toContain(sentence);
  });

  it('takes an anchor that lags, as a crash leaves it, for what it is, and catches up', async () => {
    const folder = temporaryFolder();
    const anchor = join(folder, 'audit-anchor');
    const first = openStore(folder);
    addSubject(first.context, { code: 'NL01-001', sex: 'male', liverQuality: 'normal' });
    copyFileSync(anchor, `${anchor}.old`);
    addSubject(first.context, { code: 'NL01-002', sex: 'male', liverQuality: 'normal' });
    await first.close();
    copyFileSync(`${anchor}.old`, anchor);
    const second = openStore(folder);
    expect(await verifyTrail(second.context)).toMatchObject({ ok: true, entries: 2, problem: null });
    expect(JSON.parse(readFileSync(anchor, 'utf8'))).toMatchObject({ sequence: 2 });
  });
});

describe('the rows of the record', () => {
  it.each([
    ['a measure', 'UPDATE subject_measure SET weight_kg = 71', /^The row \S+ of the table subject_measure was changed/],
    ['a sex', `UPDATE subject SET sex = 'male'`, /^The row \S+ of the table subject was changed/],
    ['a date of a series', `UPDATE series SET acquisition_date = '2026-02-10'`, /table series was changed/],
    [
      'a subject that is gone',
      'DELETE FROM subject',
      /^The row \S+ of the table subject was removed .* entry \d+ stored it/,
    ],
    [
      'a measure that nobody took',
      `INSERT INTO subject_measure SELECT 'new', subject_id, date, height_cm, 80, recorded_at FROM subject_measure`,
      /^The row new of the table subject_measure was put there/,
    ],
    ['a table that is gone', 'DROP TABLE subject_measure', /of the table subject_measure was removed/],
    [
      'a seal taken away',
      `DELETE FROM row_seal WHERE table_name = 'subject'`,
      /^The seals of rows that entry \d+ of the audit trail holds were changed/,
    ],
    [
      'a seal set to what the row was changed to',
      `UPDATE row_seal SET sha256 = zeroblob(32) WHERE table_name = 'subject'`,
      /^The seals of rows that entry \d+ of the audit trail holds were changed/,
    ],
  ])('are named: %s', async (_, sql, sentence) => {
    const report = await afterEditing((db) => db.exec(sql));
    expect(report.ok).toBe(false);
    expect(report.problem).toMatch(sentence);
  });

  it('and the rules that keep them are named when they were taken away', async () => {
    expect((await afterEditing(() => undefined)).problem).toMatch(/^The trigger \S+ of the database was taken away\.$/);
    expect(
      (
        await afterEditing((db) => db.exec('CREATE TRIGGER t AFTER INSERT ON audit BEGIN SELECT 1; END'), {
          keepTriggers: true,
        })
      ).problem,
    ).toBe('The trigger t of the database was put there by another program.');
  });
});

describe('revisions', () => {
  it('are named when any byte of their labelmap was changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 2 }), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, place, flip) => {
        const report = await afterEditing((db) => {
          const runs = db.prepare('SELECT runs FROM revision WHERE id = ?').pluck().get(revisionIds[which]) as Buffer;
          runs[place % runs.length]! ^= flip;
          db.prepare('UPDATE revision SET runs = ? WHERE id = ?').run(runs, revisionIds[which]);
        });
        expect(report.ok).toBe(false);
        expect(report.problem).toContain(`labelmap of revision ${revisionIds[which]!}`);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    [
      'other counts',
      `UPDATE revision SET counts = '[1,2,3,4,5,6,7]' WHERE number = 2`,
      'was changed after it was committed',
    ],
    [
      'lesions confirmed behind its back',
      `UPDATE revision SET lesions = replace(lesions, 'proposed', 'confirmed') WHERE number = 2`,
      'was changed after it was committed',
    ],
    [
      'its lesions taken away',
      `UPDATE revision SET lesions = NULL WHERE number = 2`,
      'was changed after it was committed',
    ],
    ['a false form', `UPDATE revision SET counts = '{}' WHERE number = 2`, 'was changed after it was committed'],
    [
      'another date',
      `UPDATE revision SET created_at = '2020-01-01T00:00:00.000Z' WHERE number = 2`,
      'was changed after it was committed',
    ],
  ])('are named with %s', async (_, sql, sentence) => {
    const report = await afterEditing((db) => db.exec(sql));
    expect(report.problem).toBe(`Revision ${revisionIds[1]!} ${sentence}.`);
  });

  it('are named when they are gone, or never were committed', async () => {
    expect((await afterEditing((db) => db.exec('DELETE FROM revision WHERE number = 3'))).problem).toBe(
      `Revision ${revisionIds[2]!} of the audit trail is missing.`,
    );
    const smuggled = `INSERT INTO revision SELECT 'smuggled', segmentation_id, '0', 4, created_at, action, counts, cut, sha256, runs, lesions FROM revision WHERE number = 3`;
    expect((await afterEditing((db) => db.exec(smuggled))).problem).toBe(
      'Revision smuggled has no entry in the audit trail.',
    );
  });
});
