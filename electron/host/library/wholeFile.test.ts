import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/host/support.ts';
import { fileHolds, readWholeFile } from './wholeFile.ts';

test('files of any size are read whole, a shorter one after a longer one', () => {
  const folder = temporaryFolder();
  for (const size of [700_000, 3, 0, 9 * 1024 ** 2, 262_144]) {
    const path = join(folder, String(size));
    const bytes = Buffer.alloc(size, `${size} `);
    writeFileSync(path, bytes);
    expect(readWholeFile(path).equals(bytes)).toBe(true);
    expect(fileHolds(path, bytes)).toBe(true);
    expect(fileHolds(path, Buffer.concat([bytes, Buffer.from('1')]))).toBe(false);
    if (size === 0) continue;
    const other = Buffer.from(bytes);
    other[size - 1]! ^= 1;
    expect(fileHolds(path, other)).toBe(false);
  }
});

test('a file that is not there holds nothing, and can not be read', () => {
  const path = join(temporaryFolder(), 'nothing');
  expect(fileHolds(path, Buffer.alloc(0))).toBe(false);
  expect(() => readWholeFile(path)).toThrow('ENOENT');
});
