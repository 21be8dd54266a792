/** Volumes that are computed from the slices of another one. */
import type { HostContext } from '../context.ts';
import type { Regularised } from '../library/regularise.ts';
import type { VolumeRecipe } from './build.ts';
import type { Computation } from './computeTask.ts';
import { openReader, type VolumeReader } from './reader.ts';
import { computeInWorker } from './workers.ts';

type Place = Pick<VolumeRecipe, 'shape' | 'path' | 'partial'>;

/** @param gather reads what slice k is computed from */
function computeRecipe(
  context: HostContext,
  place: Place,
  source: VolumeRecipe,
  gather: (read: (k: number) => Promise<Int16Array>, k: number) => Promise<Computation>,
): VolumeRecipe {
  let opening: Promise<VolumeReader> | undefined;
  const read = async (k: number): Promise<Int16Array> => {
    opening ??= openReader(context, source, k);
    return (await opening).read(k, 1);
  };
  return {
    ...place,
    batch: 1,
    async make([k]) {
      const from = await gather(read, k!);
      return [await computeInWorker({ kind: 'compute', file: place.partial, shape: place.shape, k: k!, from })];
    },
    async close() {
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}

/** At half the rows and columns (`halvePlane`). */
export const halfSizeRecipe = (context: HostContext, place: Place, source: VolumeRecipe): VolumeRecipe =>
  computeRecipe(context, place, source, async (read, k) => ({
    plane: await read(k),
    size: [source.shape.dims[0], source.shape.dims[1]],
  }));

/**
 * On a regular grid (`blendPlanes`).
 * @param source its slices are the sources of the grid, in their order
 */
export const regularGridRecipe = (
  context: HostContext,
  place: Place,
  source: VolumeRecipe,
  { sources, blends }: Regularised,
): VolumeRecipe =>
  computeRecipe(context, place, source, async (read, k) => {
    const { lower, upper, weight } = blends[k]!;
    const size = [source.shape.dims[0], source.shape.dims[1]] as const;
    const below = { hu: await read(lower), size, shift: sources[lower]!.shift };
    if (upper === lower) return { lower: below, upper: below, weight };
    return { lower: below, upper: { hu: await read(upper), size, shift: sources[upper]!.shift }, weight };
  });
