import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/host/support.ts';
import { browse } from './browse.ts';

test('folders first, by name with numbers counted; hidden and broken ones left out', async () => {
  const folder = temporaryFolder();
  for (const name of ['CT 10', 'CT 9', '.cache']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'a.nii.gz'), '');
  symlinkSync(join(folder, 'gone'), join(folder, 'broken'));
  symlinkSync(join(folder, 'CT 9'), join(folder, 'link'));
  const listed = await browse({}, { path: folder });
  expect(listed.path).toBe(folder);
  expect(listed.parent).toBe(dirname(folder));
  expect(listed.entries).toEqual([
    { name: 'CT 9', path: join(folder, 'CT 9'), kind: 'folder' },
    { name: 'CT 10', path: join(folder, 'CT 10'), kind: 'folder' },
    { name: 'link', path: join(folder, 'link'), kind: 'folder' },
    { name: 'a.nii.gz', path: join(folder, 'a.nii.gz'), kind: 'file' },
  ]);
});

test('the home folder without a path, no parent at the root, and one sentence for what is not there', async () => {
  expect((await browse({}, { path: null })).path).not.toBe('');
  expect((await browse({}, { path: '/' })).parent).toBeNull();
  await expect(browse({}, { path: join(temporaryFolder(), 'gone') })).rejects.toMatchObject({ code: 'not_found' });
});
