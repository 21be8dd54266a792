/** The voxels of a series in HU, from the cache or made while they are read. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { isDiskFull } from '../diskFull.ts';
import type { VolumeRecipe } from './build.ts';
import { buildEnded, openReader } from './reader.ts';
import { volumeOf } from './recipe.ts';
import type { VolumeFileShape } from './volumeFile.ts';

/** Takes slices one after the other into memory of its user, so that none is needed for each. */
export interface SliceCursor {
  /**
   * Waits for the next slice, and takes it and those after it that are there into `target`, which holds at least one.
   * @returns how many were taken; 0 at the end
   * @throws RemnantError with a sentence when an original is lost or damaged, or the disk fails
   */
  next(target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

export interface VolumeSource {
  readonly geometry: VolumeGeometry;
  /** Slices in volume order as little-endian Int16 HU; made on the way when the cache doesn't have them. */
  readonly openSlices: (from: number, count: number) => Promise<SliceCursor>;
}

/**
 * @throws RemnantError 'not_found', or 'refused' for a series that makes no volume
 */
export function openVolume(context: HostContext, seriesId: string): VolumeSource {
  const { geometry, recipe } = volumeOf(context, seriesId);
  return { geometry, openSlices: (from, count) => openSlices(context, recipe, from, count) };
}

async function openSlices(
  context: HostContext,
  recipe: VolumeRecipe,
  from: number,
  count: number,
): Promise<SliceCursor> {
  const inSentences = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      context.log.error('pixels.read', error);
      throw asSentence(error);
    }
  };
  const reader = await inSentences(() => openReader(context, recipe, from));
  const sliceBytes = recipe.shape.dims[0] * recipe.shape.dims[1] * 2;
  const end = from + count;
  let k = from;
  return {
    async next(target) {
      const wanted = Math.min(end - k, Math.floor(target.length / sliceBytes));
      if (wanted === 0) return 0;
      const taken = await inSentences(() => reader.read(k, target.subarray(0, wanted * sliceBytes)));
      k += taken;
      return taken;
    },
    close: () => reader.close(),
  };
}

/** What a person can do something about is told; the rest is our fault and stays as it is. */
function asSentence(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof RemnantError || code === undefined) return error;
  const message = isDiskFull(error)
    ? 'The disk with the data folder is full, so that this series cannot be opened; free some space and try again.'
    : `The disk with the data folder cannot be read or written (${code}).`;
  return new RemnantError('io', message, { cause: error });
}

/** Read in one go before others have their turn. */
const READ_BYTES = 1 << 22;

/** The whole volume, on shared memory so that workers can read it without a copy. It is in the cache afterwards. */
export async function loadVolume(
  context: HostContext,
  seriesId: string,
): Promise<{ geometry: VolumeGeometry; hu: Int16Array<SharedArrayBuffer> }> {
  const { geometry, recipe } = volumeOf(context, seriesId);
  const [columns, rows, count] = geometry.dims;
  const memory = new SharedArrayBuffer(columns * rows * count * 2);
  const cursor = await openSlices(context, recipe, 0, count);
  try {
    const sliceBytes = columns * rows * 2;
    const atOnce = Math.max(1, Math.floor(READ_BYTES / sliceBytes));
    const taken = async (slices: number): Promise<number> =>
      cursor.next(new Uint8Array(memory, slices * sliceBytes, Math.min(atOnce, count - slices) * sliceBytes));
    for (let slices = 0; slices < count;) slices += await taken(slices);
  } finally {
    await cursor.close();
  }
  await buildEnded(recipe);
  return { geometry, hu: new Int16Array(memory) };
}

/**
 * Where the decoded volume is, once what is being made of it is there.
 * @throws RemnantError as `openVolume`
 */
export async function decodedVolume(
  context: HostContext,
  seriesId: string,
): Promise<{ geometry: VolumeGeometry; path: string; shape: VolumeFileShape }> {
  const { geometry, recipe } = volumeOf(context, seriesId);
  await buildEnded(recipe);
  return { geometry, path: recipe.path, shape: recipe.shape };
}
