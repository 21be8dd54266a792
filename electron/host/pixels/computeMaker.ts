/** Makes volumes from the slices of another one. */
import type { HostContext } from '../context.ts';
import type { Regularised } from '../library/regularise.ts';
import { runInThread } from '../threads/index.ts';
import type { SliceMaker, VolumeRecipe } from './build.ts';
import type { Computation } from './computeTask.ts';
import { openReader, type VolumeReader } from './reader.ts';
import type { VolumeFileShape } from './volumeFile.ts';

type ReadSlice = (k: number) => Promise<Int16Array>;
/** Reads from the source what slice k is computed from. */
export type Gather = (read: ReadSlice, k: number) => Promise<Computation>;

/** @param file the volume's file, made by `createVolumeFile` */
export function computeMaker(
  context: HostContext,
  file: string,
  shape: VolumeFileShape,
  source: VolumeRecipe,
  gather: Gather,
): SliceMaker {
  const sliceSize = source.shape.dims[0] * source.shape.dims[1];
  let opening: Promise<VolumeReader> | undefined;
  const read: ReadSlice = async (k) => {
    opening ??= openReader(context, source, k);
    // Handed over to a worker as it is.
    const hu = new Int16Array(sliceSize);
    await (await opening).read(k, new Uint8Array(hu.buffer));
    return hu;
  };
  return {
    batchFrom: () => 1,
    make: (ks) =>
      Promise.all(ks.map(async (k) => runInThread('compute', { file, shape, k, from: await gather(read, k) }))),
    async close() {
      const reader = await opening?.catch(() => undefined);
      await reader?.close();
    },
  };
}

/** For slices at half the rows and columns (`halvePlane`). */
export function halfSize({ shape: { dims } }: VolumeRecipe): Gather {
  return async (read, k) => ({ plane: await read(k), size: [dims[0], dims[1]] });
}

/** For slices of a regular grid (`blendPlanes`), of a source whose slices are those of the grid in their order. */
export function regularGrid({ shape: { dims } }: VolumeRecipe, { sources, blends }: Regularised): Gather {
  return async (read, k) => {
    const { lower, upper, weight } = blends[k]!;
    const plane = async (at: number) => ({
      hu: await read(at),
      size: [dims[0], dims[1]] as const,
      shift: sources[at]!.shift,
    });
    const below = await plane(lower);
    return { lower: below, upper: upper === lower ? below : await plane(upper), weight };
  };
}
