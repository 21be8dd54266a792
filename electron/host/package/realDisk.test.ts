/** Packages on file systems that really fail: a full one, one that can only be read, one that is gone midway. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../tests/host/support.ts';
import { deliver, realDisk, type PackageForm } from './deliver.ts';
import { sha256Of } from './staging.ts';

const run = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** Whether this user may mount, tried on a folder of its own. */
function tryToMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'remnant-mount-'));
  try {
    return run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder) && run('umount', folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const mayMount = tryToMount();
const why = mayMount ? '' : ' (skipped: this user may not mount a file system)';
const forms: readonly PackageForm[] = ['folder', 'zip', 'encrypted'];
const FILES = 12;
/** Of each file; random, so that no archive is smaller. */
const BYTES = 128 * 1024;

describe('a package that is written to a medium that fails', () => {
  let recipient = '';
  beforeAll(async () => {
    recipient = await identityToRecipient(await generateIdentity());
  });
  const medium = (size: string): string => {
    const folder = temporaryFolder();
    if (!run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)) throw new Error('not mounted');
    onTestFinished(() => void spawnSync('umount', ['-l', folder]));
    return folder;
  };
  const staged = () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'ct'));
    const files = Array.from({ length: FILES }, (_, at) => {
      const bytes = randomBytes(BYTES);
      const path = `ct/${at}.dcm`;
      writeFileSync(join(folder, path), bytes);
      return { path, byteCount: bytes.length, sha256: sha256Of(bytes) };
    });
    return { folder, files };
  };
  test.skipIf(!mayMount).each(forms)(`leaves nothing when it is full, as %s${why}`, async (form) => {
    const target = medium('1m');
    const delivery = { ...staged(), target: join(target, 'package'), form, recipient };
    await expect(deliver(delivery)).rejects.toMatchObject({
      code: 'io',
      message: expect.stringMatching(/not enough space/) as string,
    });
    expect(readdirSync(target)).toEqual([]);
  });

  test.skipIf(!mayMount).each(forms)(`leaves nothing when it can only be read, as %s${why}`, async (form) => {
    const target = medium('8m');
    expect(run('mount', '-o', 'remount,ro', target)).toBe(true);
    await expect(deliver({ ...staged(), target: join(target, 'package'), form, recipient })).rejects.toMatchObject({
      code: 'io',
      message: expect.stringMatching(/can't be written/) as string,
    });
    expect(readdirSync(target)).toEqual([]);
  });

  test.skipIf(!mayMount).each(forms)(`says so when it is taken away midway, as %s${why}`, async (form) => {
    const target = medium('8m');
    let opened = 0;
    const pulled: typeof open = async (...args) => {
      const handle = await open(...args);
      // An archive is one file, a folder has reached its third one.
      if (++opened === (form === 'folder' ? 3 : 1)) expect(run('umount', '-l', target)).toBe(true);
      return handle;
    };
    const delivery = { ...staged(), target: join(target, 'package'), form, recipient };
    await expect(deliver(delivery, { ...realDisk, open: pulled })).rejects.toMatchObject({
      code: 'io',
      message: expect.stringMatching(/couldn't be written/) as string,
    });
    expect(readdirSync(target)).toEqual([]);
  });
});
