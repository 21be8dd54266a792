/** Reads a volume from the cache, or from its build while it isn't there. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { startBuild, type VolumeBuild, type VolumeRecipe } from './build.ts';
import { trimCache } from './cache.ts';
import { openVolumeFile, type CachedVolumeFile } from './volumeFile.ts';

/** Running builds by path of their file; all readers of a series share one. */
const builds = new Map<string, VolumeBuild>();
/** How many readers each file has. */
const readers = new Map<string, number>();

export interface VolumeReader {
  /**
   * Waits for slice k, and takes it and those after it that are there into `target`, which holds a whole number of slices.
   * @returns how many were taken, at least one
   */
  read(k: number, target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** @param first slice that will be read first, and made first if none is in the cache */
export async function openReader(context: HostContext, recipe: VolumeRecipe, first: number): Promise<VolumeReader> {
  const letGo = holdFile(recipe.path);
  try {
    const cached = builds.has(recipe.path) ? null : await openVolumeFile(recipe.path, recipe.shape);
    if (!cached) return readerOfBuild(recipe, joinBuild(context, recipe, first), letGo);
    // A folder that can't be written can be read all the same.
    await cached.markUsed(context.now()).catch(() => undefined);
    return readerOfFile(context, recipe, cached, letGo);
  } catch (error) {
    letGo();
    throw error;
  }
}

function readerOfBuild({ shape }: VolumeRecipe, { build, release }: JoinedBuild, letGo: () => void): VolumeReader {
  const sliceBytes = shape.dims[0] * shape.dims[1] * 2;
  return {
    async read(k, target) {
      const available = (await build.available(k)) * sliceBytes;
      const count = await build.readSlices(k, target.subarray(0, available));
      if (count > 0) return count;
      throw new RemnantError('io', 'The disk with the data folder gives back other bytes than were written to it.');
    },
    close() {
      letGo();
      release();
      return Promise.resolve();
    },
  };
}

/** A slice that is damaged in the cache is made again, and so is the file. */
function readerOfFile(
  context: HostContext,
  recipe: VolumeRecipe,
  file: CachedVolumeFile,
  letGo: () => void,
): VolumeReader {
  let closed = false;
  let repaired: VolumeReader | undefined;
  return {
    async read(k, target) {
      if (repaired) return repaired.read(k, target);
      const count = await file.readSlices(k, target);
      if (count > 0 || closed) return count;
      repaired ??= readerOfBuild(recipe, joinBuild(context, recipe, k), () => undefined);
      return repaired.read(k, target);
    },
    async close() {
      closed = true;
      letGo();
      await repaired?.close();
      await file.close();
    },
  };
}

/** Keeps the file of a volume from being removed to make room. */
function holdFile(path: string): () => void {
  readers.set(path, (readers.get(path) ?? 0) + 1);
  return () => {
    const left = readers.get(path)! - 1;
    if (left > 0) readers.set(path, left);
    else readers.delete(path);
  };
}

const isInUse = (path: string): boolean => readers.has(path) || builds.has(path);

async function trim({ folder, log }: HostContext): Promise<void> {
  try {
    const removed = await trimCache(folder.cache, isInUse);
    if (removed.length > 0) log.info('pixels.trim', { volumes: removed.length });
  } catch (error) {
    log.error('pixels.trim', error);
  }
}

interface JoinedBuild {
  readonly build: VolumeBuild;
  readonly release: () => void;
}

function joinBuild(context: HostContext, recipe: VolumeRecipe, first: number): JoinedBuild {
  const running = builds.get(recipe.path);
  if (running) return { build: running, release: running.hold() };
  const build = startBuild(recipe, first, () => {
    // A failed build may end while the next one runs.
    if (builds.get(recipe.path) === build) builds.delete(recipe.path);
  });
  builds.set(recipe.path, build);
  void build.ended.then(() => trim(context));
  return { build, release: build.hold() };
}

/** Waits until what is being made is in the cache, or has failed. */
export async function buildEnded({ path }: VolumeRecipe): Promise<void> {
  await builds.get(path)?.ended;
}
