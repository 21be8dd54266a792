/** The voxels of a series in HU, from the cache or decoded while they are read. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { listVolumeInstances } from '../db/tables/instance.ts';
import { getSeriesRow } from '../db/tables/series.ts';
import { decodeOne, startBuild, type BuildInput, type VolumeBuild } from './build.ts';
import { openVolumeFile } from './volumeFile.ts';

/** Part of every key: another number when decoding gives other values. */
const DECODER = 'hu 1';
/** Running builds by path of their file; all readers of a series share one. */
const builds = new Map<string, VolumeBuild>();

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
    path: join(folder.cache, `${key}.hu`),
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
  try {
    const cached = builds.has(input.path) ? null : await openVolumeFile(input.path, input.shape);
    if (!cached) {
      return yield* readBuild(input, from, count);
    }
    try {
      for (let k = from; k < from + count; k++) yield (await cached.readSlice(k)) ?? (await repair(input, k));
    } finally {
      await cached.close();
    }
  } catch (error) {
    context.log.error('pixels.read', error);
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('io', 'The stored images of this series can no longer be read; import them again.', {
      cause: error,
    });
  }
}

async function* readBuild(
  input: BuildInput,
  from: number,
  count: number,
): AsyncGenerator<Int16Array<ArrayBuffer>, undefined> {
  const build = joinBuild(input, from);
  const release = build.hold();
  try {
    for (let k = from; k < from + count; k++) yield await build.slice(k);
    // Whoever read all of it finds it in the cache afterwards.
    if (count === input.slices.length) await build.ended;
  } finally {
    release();
  }
}

function joinBuild(input: BuildInput, first: number): VolumeBuild {
  const running = builds.get(input.path);
  if (running) return running;
  const build = startBuild(input, first, () => builds.delete(input.path));
  builds.set(input.path, build);
  return build;
}

/** A slice that is damaged in the cache is decoded again, and so is the file, for the next time. */
function repair(input: BuildInput, k: number): Promise<Int16Array<ArrayBuffer>> {
  joinBuild(input, k);
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
