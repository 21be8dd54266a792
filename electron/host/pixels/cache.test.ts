import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/host/support.ts';
import { trimCache } from './cache.ts';

const use = (path: string, ms: number): void => {
  utimesSync(path, ms / 1000, ms / 1000);
};
/** Volumes of 10 bytes, used at hours 1, 2, 3... in this order. */
function cacheOf(...names: string[]): { folder: string; path: (name: string) => string } {
  const folder = temporaryFolder();
  const path = (name: string): string => join(folder, `${name}.hu`);
  for (const [hour, name] of names.entries()) {
    writeFileSync(path(name), '0123456789');
    use(path(name), Date.UTC(2025, 0, 1, hour));
  }
  return { folder, path };
}
const nothingInUse = (): boolean => false;

test('the volumes not used for longest go first, only as many as needed', async () => {
  const { folder, path } = cacheOf('a', 'b', 'c', 'd');
  use(path('a'), Date.UTC(2025, 0, 2));
  writeFileSync(join(folder, 'notes.txt'), 'not a volume');
  expect(await trimCache(folder, nothingInUse, 25)).toEqual([path('b'), path('c')]);
  expect(readdirSync(folder).sort()).toEqual(['a.hu', 'd.hu', 'notes.txt']);
  expect(await trimCache(folder, nothingInUse, 25)).toEqual([]);
});

test('a volume in use stays, and so does the last one used', async () => {
  const { folder, path } = cacheOf('a', 'b', 'c');
  expect(await trimCache(folder, (each) => each === path('a'), 0)).toEqual([path('b')]);
  expect(existsSync(path('c'))).toBe(true);
});

test('a small cache is within the limit of the disk', async () => {
  const { folder } = cacheOf('a', 'b');
  expect(await trimCache(folder, nothingInUse)).toEqual([]);
});
