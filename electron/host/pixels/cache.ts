/** Keeps the decoded volumes on disk within a limit; all of them can be decoded again. */
import { readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

export const VOLUME_EXTENSION = '.hu';
/** Some 50 series of 300 slices. */
const MAX_CACHE_BYTES = 8 * 1024 ** 3;
/** Of what the disk has free when the cache is empty. */
const MAX_DISK_SHARE = 0.2;

interface CachedVolume {
  readonly path: string;
  readonly byteCount: number;
  /** When it was last used (`markUsed`). */
  readonly usedMs: number;
}

async function listVolumes(folder: string): Promise<CachedVolume[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(VOLUME_EXTENSION));
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const info = await stat(path).catch(() => undefined);
      return info ? [{ path, byteCount: info.size, usedMs: info.mtimeMs }] : [];
    }),
  );
  return found.flat();
}

async function limitFor(folder: string, usedBytes: number): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.min(MAX_CACHE_BYTES, MAX_DISK_SHARE * (bavail * bsize + usedBytes));
}

/**
 * Removes the volumes that were not used for longest until the rest is within the limit. Those in use stay, and so does the one used last,
 * however large it is.
 * @param limitBytes default: 8 GiB, or a fifth of the free disk where that is less
 * @returns the paths that were removed
 */
export async function trimCache(
  folder: string,
  isInUse: (path: string) => boolean,
  limitBytes?: number,
): Promise<string[]> {
  const volumes = (await listVolumes(folder)).sort((a, b) => a.usedMs - b.usedMs);
  let total = volumes.reduce((sum, { byteCount }) => sum + byteCount, 0);
  const limit = limitBytes ?? (await limitFor(folder, total));
  const removed: string[] = [];
  for (const { path, byteCount } of volumes.slice(0, -1)) {
    if (total <= limit) break;
    if (isInUse(path)) continue;
    await rm(path, { force: true });
    removed.push(path);
    total -= byteCount;
  }
  return removed;
}
