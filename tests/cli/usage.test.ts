/** Exit codes and the one line that says what was wrong. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder, writeSeries, type WrittenSeries } from '../fixtures/index.ts';
import { remnant, script } from './remnant.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let series: WrittenSeries;
const inside = (name: string): string => join(folder.path, name);
const run = (...args: string[]) => remnant(...args, '--data', inside('data'));

beforeAll(async () => {
  folder = await temporaryFolder();
  series = await writeSeries(inside('ct'));
  await run('import', inside('ct'));
  await mkdir(inside('empty'));
  await writeFile(inside('empty/note.txt'), 'nothing');
  await writeFile(inside('broken.json'), '{');
  await writeFile(inside('odd.json'), '{"strokes":[]}');
});
afterAll(() => folder.remove());

describe('wrong usage ends with 2', () => {
  test.each([
    [['nonsense', 'x'], /unknown command 'nonsense'/],
    [['series', '--nonsense'], /unknown option/],
    [['import'], /missing required argument/],
    [['subject', 'add', 'Jansen, P', '--sex', 'male'], /never a name/],
    [['subject', 'add', 'NL01-1', '--sex', 'm'], /sex/],
    [['subject', 'add', 'NL01-1', '--sex', 'male', '--height', '170'], /belong together/],
    [
      ['subject', 'add', 'NL01-1', '--sex', 'male', '--height', 'tall', '--weight', '70', '--measured', '2025-01-01'],
      /"tall"/,
    ],
    [
      [
        'embolisation',
        'add',
        'NL01-1',
        '--date',
        '2025-02-30',
        '--kind',
        'pve',
        '--portal',
        'left',
        '--material',
        'coils',
      ],
      /date/,
    ],
    [
      ['embolisation', 'add', 'NL01-1', '--date', '2025-02-03', '--kind', 'pve', '--material', 'coils'],
      /portal branch/,
    ],
    [['import', 'x', '--subject', 'NL01-1'], /belong together/],
    [['segment', 'liver', 'x', '--strokes', 'y'], /--out FILE, --save/],
    [['serve', '--port', '99999'], /0 to 65535/],
    [['demo', '--spacing', '50'], /0.5 to 8/],
  ])('%j', async (args, complaint) => {
    const { code, complaint: said, out } = await run(...args);
    expect(said).toMatch(complaint);
    expect(said).toMatch(/^remnant: /);
    expect([code, out]).toEqual([2, '']);
  });

  test('no data folder', async () => {
    expect(await remnant('series')).toMatchObject({
      code: 2,
      complaint: expect.stringContaining('--data DIR') as string,
    });
  });
});

describe('what fails ends with 1', () => {
  test.each([
    [['volume', 'nobody', '--out', 'x.nii'], /no series nobody/],
    [['result', 'NL99-9'], /no subject NL99-9/],
    [['segmentation', 'export', 'x', '--out', 'y'], /no segmentation x/],
    [['import', '/nowhere/at/all'], /nowhere/],
  ])('%j', async (args, complaint) => {
    const { code, complaint: said } = await run(...args);
    expect(said).toMatch(complaint);
    expect(code).toBe(1);
  });

  test('a folder without images, with every reason listed', async () => {
    const { code, out, complaint } = await run('import', inside('empty'), '--json');
    expect(code).toBe(1);
    expect(complaint).toMatch(/No CT images/);
    expect(JSON.parse(out)).toMatchObject({
      imported: 0,
      skipped: [{ path: expect.stringContaining('note.txt') as string }],
    });
  });

  test('files that are not what they should be', async () => {
    const uid = series.seriesInstanceUid;
    const mask = await run('segmentation', 'import', uid, inside('broken.json'));
    expect([mask.code, mask.complaint]).toEqual([1, expect.stringMatching(/^remnant: .*NIfTI/)]);
    const strokes = await run('segment', 'liver', uid, '--strokes', inside('broken.json'), '--save');
    expect([strokes.code, strokes.complaint]).toEqual([2, expect.stringMatching(/is not JSON/)]);
    const odd = await run('segment', 'liver', uid, '--strokes', inside('odd.json'), '--save');
    expect([odd.code, odd.complaint]).toEqual([2, expect.stringMatching(/odd.json/)]);
  });
});

test('help and version end with 0', async () => {
  expect(await remnant('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Commands:') as string });
  expect(await remnant('--version')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
  });
});

test('serve prints an address that answers, and ends when told', async () => {
  const server = spawn(process.execPath, [script, 'serve', '--data', inside('data'), '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const line of createInterface({ input: server.stdout })) {
    printed += line;
    if (line === '}') break;
  }
  const { url, origin } = JSON.parse(printed) as { url: string; origin: string };
  expect((await fetch(`${origin}/blob/export/x`)).status).toBeGreaterThanOrEqual(400);
  expect((await fetch(url, { redirect: 'manual' })).status).toBeLessThan(500);
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
