import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unzip } from './unzip.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'remnant-unzip-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The smallest archive of one entry (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16); its CRC is left 0. */
function zip(name: string, content: Buffer, { deflated = false, mode = 0o644 } = {}): Buffer {
  const stored = deflated ? deflateRawSync(content) : content;
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(deflated ? 8 : 0, 10);
  entry.writeUInt32LE(stored.length, 20);
  entry.writeUInt32LE(content.length, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE((mode << 16) >>> 0, 38);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + stored.length, 16);
  return Buffer.concat([local, Buffer.from(name), stored, entry, Buffer.from(name), end]);
}

async function unpack(archive: Buffer, keep: (name: string) => boolean = () => true): Promise<string> {
  const work = await mkdtemp(path.join(folder, 'case-'));
  const destination = path.join(work, 'out');
  await mkdir(destination);
  await writeFile(path.join(work, 'archive.zip'), archive);
  await unzip(path.join(work, 'archive.zip'), destination, keep);
  return destination;
}

it.each([true, false])('writes content and permissions; deflated: %s', async (deflated) => {
  const content = Buffer.from('echo remnant\n'.repeat(100));
  const destination = await unpack(zip('bin/tool', content, { deflated, mode: 0o755 }));
  expect(await readFile(path.join(destination, 'bin/tool'))).toEqual(content);
  if (process.platform !== 'win32') expect((await stat(path.join(destination, 'bin/tool'))).mode & 0o777).toBe(0o755);
});

it('leaves out what is not wanted', async () => {
  const destination = await unpack(zip('other.txt', Buffer.from('x')), (name) => name !== 'other.txt');
  await expect(stat(path.join(destination, 'other.txt'))).rejects.toThrow();
});

it('writes nothing outside its folder', async () => {
  await expect(unpack(zip('../escaped.txt', Buffer.from('x')))).rejects.toThrow('outside');
});

it('refuses what is no archive', async () => {
  await expect(unpack(Buffer.from('not a zip'))).rejects.toThrow('not a ZIP');
});
