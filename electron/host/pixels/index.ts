/** The voxels of a series in HU, from the cache or decoded while they are read. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { listVolumeInstances } from '../db/tables/instance.ts';
import { getSeriesRow } from '../db/tables/series.ts';
import { decodeOne, startBuild, type BuildInput, type VolumeBuild } from './build.ts';
import { markUsed, trimCache, VOLUME_EXTENSION } from './cache.ts';
import { openVolumeFile } from './volumeFile.ts';

/** Part of every key: another number when decoding gives other values. */
const DECODER = 'hu 1';
/** Running builds by path of their file; all readers of a series share one. */
const builds = new Map<string, VolumeBuild>();
/** How many readers each file has. */
const readers = new Map<string, number>();

export interface VolumeSource {
  readonly geometry: VolumeGeometry;
  /** Slices in volume order, each rows x columns HU; decoded on the way when the cache doesn't have them. */
  readonly slices: (from: number, count: number) => AsyncGenerator<Int16Array<ArrayBuffer>, undefined>;
}

/**
 * @throws RemnantError 'not_found', or 'refused' for a series that makes no volume
 */
export function openVolume(context: HostContext, seriesId: string): VolumeSource {
  const series = getSeriesRow(context.db, seriesId);
  if (!series) throw new RemnantError('not_found', 'There is no such series in the library.');
  const { geometry } = series;
  if (!geometry) throw new RemnantError('refused', 'This series does not make a volume; the library says why.');
  const input = buildInput(context, seriesId, geometry);
  return { geometry, slices: (from, count) => readSlices(context, input, from, count) };
}

function buildInput(context: HostContext, seriesId: string, { dims }: VolumeGeometry): BuildInput {
  const { db, folder } = context;
  const slices = listVolumeInstances(db, seriesId);
  const hash = createHash('sha256').update(DECODER);
  for (const { sha256 } of slices) hash.update(sha256);
  const key = hash.digest('hex');
  return {
    shape: { key, dims: [dims[0], dims[1], slices.length] },
    path: join(folder.cache, `${key}${VOLUME_EXTENSION}`),
    partial: join(folder.uploads, `volume-${context.newId()}`),
    slices,
    absolutePath: (k) => join(folder.root, ...slices[k]!.path.split('/')),
  };
}

async function* readSlices(
  context: HostContext,
  input: BuildInput,
  from: number,
  count: number,
): AsyncGenerator<Int16Array<ArrayBuffer>, undefined> {
  const release = holdFile(input.path);
  try {
    const cached = builds.has(input.path) ? null : await openVolumeFile(input.path, input.shape);
    if (!cached) {
      return yield* readBuild(context, input, from, count);
    }
    try {
      // A folder that can't be written can be read all the same.
      await markUsed(input.path, context.now()).catch(() => undefined);
      for (let k = from; k < from + count; k++) yield (await cached.readSlice(k)) ?? (await repair(context, input, k));
    } finally {
      await cached.close();
    }
  } catch (error) {
    context.log.error('pixels.read', error);
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('io', 'The stored images of this series can no longer be read; import them again.', {
      cause: error,
    });
  } finally {
    release();
  }
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

async function* readBuild(
  context: HostContext,
  input: BuildInput,
  from: number,
  count: number,
): AsyncGenerator<Int16Array<ArrayBuffer>, undefined> {
  const build = joinBuild(context, input, from);
  const release = build.hold();
  try {
    for (let k = from; k < from + count; k++) yield await build.slice(k);
    // Whoever read all of it finds it in the cache afterwards.
    if (count === input.slices.length) await build.ended;
  } finally {
    release();
  }
}

function joinBuild(context: HostContext, input: BuildInput, first: number): VolumeBuild {
  const running = builds.get(input.path);
  if (running) return running;
  const build = startBuild(input, first, () => {
    // A failed build may end while the next one runs.
    if (builds.get(input.path) === build) builds.delete(input.path);
  });
  builds.set(input.path, build);
  void build.ended.then(() => trim(context));
  return build;
}

/** A slice that is damaged in the cache is decoded again, and so is the file, for the next time. */
function repair(context: HostContext, input: BuildInput, k: number): Promise<Int16Array<ArrayBuffer>> {
  joinBuild(context, input, k);
  return decodeOne(input, k);
}

/** The whole volume, on shared memory so that workers can read it without a copy. */
export async function loadVolume(
  context: HostContext,
  seriesId: string,
): Promise<{ geometry: VolumeGeometry; hu: Int16Array<SharedArrayBuffer> }> {
  const { geometry, slices } = openVolume(context, seriesId);
  const sliceSize = geometry.dims[0] * geometry.dims[1];
  const hu = new Int16Array(new SharedArrayBuffer(sliceSize * geometry.dims[2] * 2));
  let k = 0;
  for await (const slice of slices(0, geometry.dims[2])) hu.set(slice, sliceSize * k++);
  return { geometry, hu };
}
