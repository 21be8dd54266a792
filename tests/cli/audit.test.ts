/** The trail, backups and anchors as a person gives the commands. */
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remnant } from './remnant.ts';

let folder: string;
const inside = (name: string): string => join(folder, name);
const run = (...args: string[]) => remnant(...args, '--data', inside('data'));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'remnant-audit-'));
  await run(
    'subject',
    'add',
    'NL01-001',
    '--sex',
    'female',
    '--height',
    '170',
    '--weight',
    '70',
    '--measured',
    '2026-01-01',
  );
  await run('subject', 'add', 'NL01-002', '--sex', 'male');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('audit', () => {
  test('verify says what was proven, and leaves a folder untouched when it is only read', async () => {
    const proven = await run('audit', 'verify', '--json');
    expect([proven.code, proven.json()]).toEqual([0, expect.objectContaining({ ok: true, entries: 3, problem: null })]);
    cpSync(inside('data'), inside('copy'), { recursive: true });
    const before = readdirSync(inside('copy')).sort();
    const read = await remnant('audit', 'verify', '--files', '--read-only', '--json', '--data', inside('copy'));
    expect([read.code, read.json()]).toEqual([0, expect.objectContaining({ ok: true, entries: 3 })]);
    expect(readdirSync(inside('copy')).sort()).toEqual(before);
  });

  test('verify ends with 1 and one sentence when something is wrong', async () => {
    cpSync(inside('data'), inside('broken'), { recursive: true });
    const file = inside('broken/remnant.sqlite');
    const bytes = readFileSync(file);
    const at = bytes.indexOf('"code":"NL01-002"');
    bytes[at + 8] = 'X'.charCodeAt(0);
    writeFileSync(file, bytes);
    const { code, complaint } = await remnant('audit', 'verify', '--data', inside('broken'));
    expect([code, complaint]).toEqual([1, 'remnant: Entry 3 of the audit trail was changed after it was written.']);
  });

  test('list and history tell who changed what', async () => {
    const list = await run('audit', 'list', '--entity', 'subject', '--limit', '1', '--json');
    expect(list.json()).toMatchObject([{ sequence: 3, action: 'create', entity: 'subject' }]);
    const history = await run('audit', 'history', 'NL01-001');
    expect(history.out).toContain('height (cm): 170');
    expect(history.out).not.toContain('NL01-002');
  });

  test('export writes a file that has every entry', async () => {
    const { code } = await run('audit', 'export', '--out', inside('trail.jsonl'));
    expect(code).toBe(0);
    expect(readFileSync(inside('trail.jsonl'), 'utf8').trim().split('\n').length).toBeGreaterThanOrEqual(3);
    expect(await run('audit', 'export', '--out', inside('trail.txt'))).toMatchObject({ code: 2 });
  });

  test('anchor writes the end of the trail elsewhere, and verify asks for it there', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'remnant-outside-'));
    expect(await run('audit', 'anchor', outside)).toMatchObject({ code: 0 });
    expect(readdirSync(outside)).toHaveLength(1);
    expect(await run('audit', 'verify', '--anchor', outside)).toMatchObject({ code: 0 });
    const other = await run('audit', 'verify', '--anchor', tmpdir());
    expect([other.code, other.complaint]).toEqual([1, expect.stringMatching(/has no anchor of this audit trail/)]);
    expect(await run('audit', 'anchor')).toMatchObject({ code: 2 });
    expect(await run('audit', 'anchor', '--none')).toMatchObject({ code: 0 });
  });
});

describe('backup and restore', () => {
  test('make the folder again', async () => {
    const made = await run('backup', inside('backup'), '--json');
    expect([made.code, made.json()]).toEqual([0, expect.objectContaining({ trailProblem: null })]);
    const restored = await remnant('restore', inside('backup'), '--data', inside('restored'), '--json');
    expect(restored.code).toBe(0);
    const list = await remnant('subject', 'list', '--data', inside('restored'));
    expect(list.out).toContain('NL01-002');
  });

  test('say in one line what is wrong', async () => {
    const again = await run('backup', inside('backup'));
    expect([again.code, again.complaint]).toEqual([1, expect.stringMatching(/something at .* already/)]);
    const filled = await remnant('restore', inside('backup'), '--data', inside('data'));
    expect([filled.code, filled.complaint]).toEqual([1, expect.stringMatching(/is not empty/)]);
    const none = await remnant('restore', inside('nothing'), '--data', inside('new'));
    expect([none.code, none.complaint]).toEqual([1, expect.stringMatching(/There is no backup/)]);
    expect(existsSync(inside('new'))).toBe(false);
  });
});
