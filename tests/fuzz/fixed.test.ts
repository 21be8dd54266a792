/** A few of the cases of `npm run fuzz`, always the same ones. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locatePixels, readHeader } from '../../electron/host/dicom/read.ts';
import { expect, onTestFinished, test } from 'vitest';
import { caseOf } from './cases.ts';
import { runFuzz } from './run.ts';
import { makeSeeds, targetNames } from './seeds.ts';

const RUN_SEED = 3;
const COUNT = 600;

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'remnant-fuzz-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

test('damaged files of every kind: no crash, no hang, memory bounded', async () => {
  const folder = temporaryFolder();
  const { progress, failures } = await runFuzz({
    runSeed: RUN_SEED,
    count: COUNT,
    workers: 2,
    folder,
    dataFolder: undefined,
  });
  expect(failures).toEqual([]);
  const tallies = targetNames.map((name) => ({ name, ...progress.targets[name] }));
  expect(tallies.reduce((sum, { mutations }) => sum + mutations, 0)).toBe(COUNT);
  // Every reader was reached, and most of them still read some of what was damaged: the damage is not always at the front door.
  for (const { name, mutations } of tallies) expect([name, mutations]).not.toEqual([name, 0]);
  expect(tallies.filter(({ accepted }) => accepted > 0).length).toBeGreaterThan(targetNames.length / 2);
});

test.each(['jpeg2000', 'htj2k'] as const)(
  '%s with fewer samples than pixels is refused, as a decoder hangs on it',
  async (coding) => {
    const { own } = await makeSeeds(undefined);
    for (const { bytes } of own.filter(({ target }) => target === coding)) {
      const header = readHeader(bytes, bytes.length);
      if (header === 'more' || 'reason' in header) throw new Error('the seed is not read');
      expect(locatePixels(bytes, header.header)).toHaveProperty('pixels');
      const siz = bytes.indexOf(Buffer.from('ff4fff51', 'hex'));
      for (const sampling of [43, 44]) {
        const changed = Buffer.from(bytes);
        changed[siz + sampling] = 2;
        expect(locatePixels(changed, header.header)).toMatchObject({
          reason: expect.stringContaining('damaged') as string,
        });
      }
    }
  },
);

test('a case follows from its number and the seed of the run', async () => {
  const [once, again] = [await makeSeeds(undefined), await makeSeeds(undefined)];
  for (let number = 0; number < 200; number++)
    expect(caseOf(once, RUN_SEED, number)).toEqual(caseOf(again, RUN_SEED, number));
  const [one, other] = [1, 2].map((runSeed) => caseOf(once, runSeed, 7));
  expect(one).not.toEqual(other);
});
