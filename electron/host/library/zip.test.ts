import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSeries } from '../../../tests/fixtures/index.ts';
import { zip } from '../../../tests/fixtures/zip.ts';
import { openStore, temporaryFolder } from '../../../tests/host/support.ts';
import { loadVolume } from '../pixels/index.ts';
import { importPaths } from './index.ts';

function write(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'cd.ZIP');
  writeFileSync(path, bytes);
  return path;
}

test('a series in an archive, in folders, deflated or stored, is what it is in a folder', async () => {
  const { context } = openStore(join(temporaryFolder(), 'data'));
  const written = await writeSeries(temporaryFolder());
  const entries = written.files.map((file, at) => ({
    name: `../DICOM/ST ${at % 2}/${basename(file)}`,
    bytes: readFileSync(file),
    stored: at % 3 === 0,
  }));
  const path = write(zip([{ name: 'DICOM/', bytes: Buffer.alloc(0), stored: true }, ...entries]));
  const report = await importPaths(context, { paths: [path] });
  expect(report).toMatchObject({ state: 'done', imported: 10, skipped: [] });
  expect([...(await loadVolume(context, report.seriesIds[0]!)).hu]).toEqual([...written.hu]);
  expect(await importPaths(context, { paths: [written.folder] })).toMatchObject({ imported: 0, alreadyThere: 10 });
});

test('what can not be read in an archive is named, the rest is imported', async () => {
  const { context } = openStore(join(temporaryFolder(), 'data'));
  const written = await writeSeries(temporaryFolder());
  const [good, other] = [readFileSync(written.files[0]!), readFileSync(written.files[1]!)];
  const path = write(
    zip([
      { name: '__MACOSX/._good.dcm', bytes: Buffer.from('clutter') },
      { name: 'bomb.dcm', bytes: Buffer.concat([other, Buffer.alloc(50_000_000)]), claimedSize: other.length },
      { name: 'damaged.dcm', bytes: other, stored: true, damaged: true },
      { name: 'empty', bytes: Buffer.alloc(0), stored: true },
      { name: 'good.dcm', bytes: good },
      { name: 'huge.dcm', bytes: other, claimedSize: 2 ** 30 },
      { name: 'inner.zip', bytes: zip([]) },
      { name: 'secret.dcm', bytes: other, flags: 1 },
      { name: 'text.txt', bytes: Buffer.from('a letter '.repeat(1000)) },
    ]),
  );
  const report = await importPaths(context, { paths: [path] });
  expect(report.imported).toBe(1);
  expect(Object.fromEntries(report.skipped.map((each) => [each.path.slice(path.length + 1), each.reason]))).toEqual({
    'bomb.dcm': 'It is damaged in its ZIP archive.',
    'damaged.dcm': 'It is damaged in its ZIP archive.',
    empty: 'It is empty.',
    'huge.dcm': 'It is damaged in its ZIP archive.',
    'inner.zip': 'It is a ZIP archive inside another; unpack it first.',
    'secret.dcm': 'It is protected by a password in its ZIP archive.',
    'text.txt': 'It is not a DICOM file.',
  });
});

test('archives that are damaged or claim too much are refused as a whole', async () => {
  const { context } = openStore(join(temporaryFolder(), 'data'));
  const whole = zip([{ name: 'a.dcm', bytes: Buffer.alloc(1000) }]);
  const bomb = zip(
    Array.from({ length: 20 }, (_, at) => ({ name: `${at}`, bytes: Buffer.alloc(8), claimedSize: 2 ** 31 })),
  );
  for (const bytes of [whole.subarray(0, -10), Buffer.from('PK no archive'), bomb]) {
    const path = write(bytes);
    const { imported, skipped } = await importPaths(context, { paths: [path] });
    expect(imported).toBe(0);
    expect(skipped).toMatchObject([{ path }]);
    expect(skipped[0]!.reason).toContain('ZIP archive');
  }
});
