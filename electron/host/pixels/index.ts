/** The voxels of a series in HU, from the cache or made while they are read. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import type { VolumeRecipe } from './build.ts';
import { buildEnded, openReader, type VolumeReader } from './reader.ts';
import { volumeOf } from './recipe.ts';

/** Of one reading; two of them are under way at a time. */
const CHUNK_BYTES = 2 * 1024 * 1024;

export interface VolumeSource {
  readonly geometry: VolumeGeometry;
  /** The voxels of slices in volume order, one or more whole slices at a time; made on the way when the cache doesn't have them. */
  readonly slices: (from: number, count: number) => AsyncGenerator<Int16Array<ArrayBuffer>, undefined>;
}

/**
 * @throws RemnantError 'not_found', or 'refused' for a series that makes no volume
 */
export function openVolume(context: HostContext, seriesId: string): VolumeSource {
  const { geometry, recipe } = volumeOf(context, seriesId);
  return { geometry, slices: (from, count) => readSlices(context, recipe, from, count) };
}

async function* readSlices(
  context: HostContext,
  recipe: VolumeRecipe,
  from: number,
  count: number,
): AsyncGenerator<Int16Array<ArrayBuffer>, undefined> {
  try {
    const reader = await openReader(context, recipe, from);
    try {
      yield* readAhead(reader, recipe, from, from + count);
    } finally {
      await reader.close();
    }
  } catch (error) {
    context.log.error('pixels.read', error);
    throw asSentence(error);
  }
}

/** The next slices are being read while those before are taken. */
async function* readAhead(
  reader: VolumeReader,
  { shape }: VolumeRecipe,
  from: number,
  end: number,
): AsyncGenerator<Int16Array<ArrayBuffer>, undefined> {
  const sliceSize = shape.dims[0] * shape.dims[1];
  const atOnce = Math.max(1, Math.floor(CHUNK_BYTES / (sliceSize * 2)));
  let next = reader.read(from, Math.min(atOnce, end - from));
  for (let k = from; k < end;) {
    const hu = await next;
    k += hu.length / sliceSize;
    if (k < end) {
      next = reader.read(k, Math.min(atOnce, end - k));
      // Told when it is its turn; nobody may take it.
      next.catch(() => undefined);
    }
    yield hu;
  }
}

/** What a person can do something about is told; the rest is our fault and stays as it is. */
function asSentence(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof RemnantError || code === undefined) return error;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  const message = full
    ? 'The disk with the data folder is full, so that this series cannot be opened; free some space and try again.'
    : `The disk with the data folder cannot be read or written (${code}).`;
  return new RemnantError('io', message, { cause: error });
}

/** The whole volume, on shared memory so that workers can read it without a copy. It is in the cache afterwards. */
export async function loadVolume(
  context: HostContext,
  seriesId: string,
): Promise<{ geometry: VolumeGeometry; hu: Int16Array<SharedArrayBuffer> }> {
  const { geometry, recipe } = volumeOf(context, seriesId);
  const [columns, rows, count] = geometry.dims;
  const hu = new Int16Array(new SharedArrayBuffer(columns * rows * count * 2));
  let at = 0;
  for await (const slices of readSlices(context, recipe, 0, count)) {
    hu.set(slices, at);
    at += slices.length;
  }
  await buildEnded(recipe);
  return { geometry, hu };
}
