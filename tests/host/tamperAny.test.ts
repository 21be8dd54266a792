/** Edits that nobody thought of: any cell of any table, any byte of the file. */
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowDigest } from '../../electron/host/audit/rowDigest.ts';
import type { Cell, Row } from '../../electron/host/audit/rowDigest.ts';
import { verifyTrail } from '../../electron/host/audit/index.ts';
import { resolveDataFolder } from '../../electron/host/dataFolder.ts';
import { sqliteCode } from '../../electron/host/db/sqliteCode.ts';
import { openContext } from '../../electron/host/openContext.ts';
import { VERSION, temporaryFolder } from './support.ts';
import { fillRecord } from './wholeRecord.ts';

let original: string;
let bytes: Buffer;
let triggers: readonly { name: string; sql: string }[];
let contents: string;

beforeAll(async () => {
  original = mkdtempSync(join(tmpdir(), 'remnant-tamper-'));
  const { context, close } = openContext({ dataFolder: original, version: VERSION });
  await fillRecord(context);
  await close();
  bytes = readFileSync(join(original, 'remnant.sqlite'));
  const db = new Sqlite(join(original, 'remnant.sqlite'), { readonly: true });
  triggers = db
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    .all();
  contents = contentsOf(db);
  db.close();
});
afterAll(() => {
  rmSync(original, { recursive: true, force: true });
});

const tablesOf = (db: Database): string[] =>
  db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`,
    )
    .pluck()
    .all();

/** All that is stored, read without any index: the rows of all tables, the schema, and what the header says. */
function contentsOf(db: Database): string {
  const rows = (table: string): string[] =>
    db
      .prepare<[], Row>(`SELECT * FROM "${table}" NOT INDEXED`)
      .all()
      .map((row) => rowDigest(row).toString('hex'))
      .sort();
  const all = JSON.stringify([
    db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all(),
    ['application_id', 'user_version', 'encoding'].map((name) => db.pragma(name)),
    tablesOf(db).map((table) => [table, rows(table)]),
  ]);
  return createHash('sha256').update(all).digest('hex');
}

async function verified(folder: string): Promise<string | null> {
  const db = new Sqlite(join(folder, 'remnant.sqlite'), { readonly: true });
  try {
    return (await verifyTrail({ db, folder: resolveDataFolder(folder) })).problem;
  } finally {
    db.close();
  }
}

function copyOfFolder(): string {
  const folder = temporaryFolder();
  for (const name of ['remnant.sqlite', 'audit-anchor']) copyFileSync(join(original, name), join(folder, name));
  return folder;
}

/** Another value that the column can hold. */
function changed(value: Cell, seed: number): Cell {
  if (value === null) return seed % 2 === 0 ? '0' : 1;
  if (typeof value === 'number') return value + 1 + (seed % 5);
  if (typeof value === 'string') {
    const at = seed % (value.length + 1);
    const middle = value[at] === 'e' ? 'f' : 'e';
    return `${value.slice(0, at)}${middle}${value.slice(at + 1)}`;
  }
  if (Buffer.isBuffer(value)) {
    const other = Buffer.from(value);
    other[seed % other.length]! ^= 1 + (seed % 255);
    return other;
  }
  return value + 1n;
}

describe('an edit behind the trail', () => {
  it('of a whole record that nobody touched is none', async () => {
    const folder = copyOfFolder();
    expect(await verified(folder)).toBeNull();
    expect(tablesOf(new Sqlite(join(folder, 'remnant.sqlite'), { readonly: true })).length).toBeGreaterThan(20);
  });

  it('of any cell of any table is found', async () => {
    const edited = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.nat(), fc.nat(), async (...seeds) => {
        const folder = copyOfFolder();
        const where = editOneCell(folder, seeds);
        if (where === null) return;
        edited.add(where.split('.')[0]!);
        expect(await verified(folder), where).not.toBeNull();
      }),
      { numRuns: 100 },
    );
    expect(edited.size).toBeGreaterThan(10);
  });

  it('of any cell of a signature is found', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (column, seed) => {
        const folder = copyOfFolder();
        const where = editOneCell(folder, [0, 0, column, seed], 'signature');
        if (where !== null) expect(await verified(folder), where).not.toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it('that swaps two rows of a table, or doubles one, is found', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, isDoubled) => {
        const folder = copyOfFolder();
        const where = swapOrDouble(folder, seed, isDoubled);
        if (where !== null) expect(await verified(folder), where).not.toBeNull();
      }),
      { numRuns: 40 },
    );
  });

  it('of any byte of the file is found, or refused, or changes nothing that is stored', async () => {
    const outcomes = { found: 0, refused: 0, same: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (place, flip) => {
        const folder = copyOfFolder();
        const flipped = Buffer.from(bytes);
        flipped[place]! ^= flip;
        writeFileSync(join(folder, 'remnant.sqlite'), flipped);
        const outcome = await outcomeOf(folder);
        outcomes[outcome]++;
      }),
      { numRuns: 100 },
    );
    expect(outcomes.found).toBeGreaterThan(20);
  });
});

/** @returns table and column; null when there was nothing to edit, or the database's own rules refused it */
function editOneCell(
  folder: string,
  [a, b, c, d]: readonly [number, number, number, number],
  only?: string,
): string | null {
  return editing(folder, (db) => {
    const tables = tablesOf(db).filter((table) => db.prepare(`SELECT 1 FROM "${table}"`).get() !== undefined);
    const table = only ?? tables[a % tables.length]!;
    const rows = db.prepare<[], Row>(`SELECT * FROM "${table}"`).all();
    const row = rows[b % rows.length]!;
    const columns = Object.keys(row);
    const column = columns[c % columns.length]!;
    const where = columns.map((name) => `"${name}" IS ?`).join(' AND ');
    const { changes } = db
      .prepare(`UPDATE "${table}" SET "${column}" = ? WHERE ${where}`)
      .run(changed(row[column]!, d), ...Object.values(row));
    expect(changes).toBe(1);
    return `${table}.${column}`;
  });
}

/** Two rows exchange all that is not their key. */
function swapOrDouble(folder: string, seed: number, isDoubled: boolean): string | null {
  return editing(folder, (db) => {
    const tables = tablesOf(db).filter(
      (table) => db.prepare(`SELECT 1 FROM "${table}" LIMIT 1 OFFSET 1`).get() !== undefined,
    );
    const table = tables[seed % tables.length]!;
    const [first, second] = db.prepare<[], Row>(`SELECT * FROM "${table}"`).all();
    const [key, ...others] = Object.keys(first!);
    if (isDoubled) {
      const names = Object.keys(first!);
      db.prepare(`INSERT INTO "${table}" VALUES (${names.map(() => '?').join(', ')})`).run(
        ...names.map((name) => (name === key ? changed(first![name]!, seed) : first![name])),
      );
      return table;
    }
    if (others.every((name) => first![name] === second![name])) return null;
    const set = db.prepare(
      `UPDATE "${table}" SET ${others.map((name) => `"${name}" = ?`).join(', ')} WHERE "${key!}" = ?`,
    );
    set.run(...others.map((name) => second![name]), first![key!]);
    return table;
  });
}

/** With the triggers away for the time of the edit, so that nothing but the rows tells. */
function editing(folder: string, edit: (db: Database) => string | null): string | null {
  const db = new Sqlite(join(folder, 'remnant.sqlite'));
  try {
    db.pragma('foreign_keys = OFF');
    db.pragma('synchronous = OFF');
    return db.transaction(() => {
      for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`);
      const where = edit(db);
      for (const { sql } of triggers) db.exec(sql);
      return where;
    })();
  } catch (error) {
    // A rule of a column or a key.
    if (sqliteCode(error)?.startsWith('SQLITE_CONSTRAINT') !== true) throw error;
    return null;
  } finally {
    db.close();
  }
}

async function outcomeOf(folder: string): Promise<'found' | 'refused' | 'same'> {
  let now: string;
  try {
    const db = new Sqlite(join(folder, 'remnant.sqlite'), { readonly: true });
    try {
      now = contentsOf(db);
    } finally {
      db.close();
    }
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return 'refused';
  }
  const problem = await verified(folder);
  if (problem !== null) return 'found';
  expect(now).toBe(contents);
  return 'same';
}
