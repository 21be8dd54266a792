/** Where a package grows: a folder of its own inside the data folder, so that nothing unencrypted touches the medium it is written to. */
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { RemnantError } from '../../core/contract/errors.ts';
import { MANIFEST, manifestBytes, SIGNATURE, type FileRole, type ListedFile, type Manifest } from './manifest.ts';
import { signManifest, type WorkstationKey } from './key.ts';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What is hashed before others have their turn: a few milliseconds. */
const TURN_BYTES = 1 << 22;

/** The same of a large file, with others having their turn in between. */
export async function sha256InTurns(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += TURN_BYTES) {
    if (at > 0) await setImmediate();
    hash.update(bytes.subarray(at, at + TURN_BYTES));
  }
  return hash.digest('hex');
}

export interface StagedFile {
  /** Inside the package, with `/`. */
  readonly path: string;
  readonly byteCount: number;
  readonly sha256: string;
}

export class Staging {
  readonly folder: string;
  private readonly listed: ListedFile[] = [];
  private readonly own: StagedFile[] = [];

  /** @param folder that doesn't exist yet */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** All files, the manifest and its signature included. */
  get files(): readonly StagedFile[] {
    return [...this.listed, ...this.own];
  }

  async add(path: string, role: FileRole, bytes: Uint8Array): Promise<void> {
    this.listed.push({ role, ...(await this.write(path, bytes)) });
  }

  /** The last step: from here on the package is what its manifest says. @returns SHA-256 of the manifest */
  async seal(manifest: Omit<Manifest, 'files'>, key: WorkstationKey): Promise<string> {
    const files = this.listed.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    const bytes = manifestBytes({ ...manifest, files });
    const written = await this.write(MANIFEST, bytes);
    this.own.push(written, await this.write(SIGNATURE, signManifest(key, bytes)));
    return written.sha256;
  }

  private async write(path: string, bytes: Uint8Array): Promise<StagedFile> {
    const target = join(this.folder, ...path.split('/'));
    try {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await writeFile(target, bytes, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      throw new RemnantError(
        'io',
        "The package couldn't be prepared; check the space and the rights of the data folder.",
        { cause: error },
      );
    }
    return { path, byteCount: bytes.length, sha256: await sha256InTurns(bytes) };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
