/** Makes volumes of slices as they are stored. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { SlicePixels } from '../db/tables/slice.ts';
import { codingOf, transferSyntaxName } from '../dicom/readSyntax.ts';
import { WorkerLost } from '../jobs/workerPool.ts';
import { runInThread } from '../threads/index.ts';
import type { SliceMaker } from './build.ts';
import type { DecodeOutcome, DecodeTask } from './decodeTask.ts';
import type { VolumeFileShape } from './volumeFile.ts';

/** Uncompressed slices take a millisecond or two, hardly more than a message to a worker. */
const NATIVE_BATCH = 4;

const isNative = ({ pixels }: SlicePixels): boolean => codingOf(pixels.transferSyntaxUid) === 'native';

/**
 * @param file the volume's file, made by `createVolumeFile`
 * @param sliceAt the slice at each place in the volume; looked up when its turn comes, so that the first image doesn't wait for the rest
 */
export function decodeMaker(
  file: string,
  shape: VolumeFileShape,
  sliceAt: (k: number) => SlicePixels,
  absolutePath: (slice: SlicePixels) => string,
): SliceMaker {
  const decode = async (ks: readonly number[]): Promise<readonly number[]> => {
    const slices = ks.map(sliceAt);
    const task = { file, shape, slices: slices.map((slice, at) => toTask(slice, ks[at]!)) };
    const outcomes = await runInThread('decode', task).catch(damagedIfLost);
    return outcomes.map((outcome, at) => {
      if ('checksum' in outcome) return outcome.checksum;
      throw lostSlice(outcome.lost, slices[at]!);
    });
  };
  const toTask = (slice: SlicePixels, k: number): DecodeTask['slices'][number] => ({
    k,
    path: absolutePath(slice),
    format: slice.pixels,
    pixelSha256: slice.pixelSha256,
  });
  return {
    batchFrom: (k) => (isNative(sliceAt(k)) ? NATIVE_BATCH : 1),
    async make(ks) {
      if (ks.every((k) => isNative(sliceAt(k)))) return decode(ks);
      return (await Promise.all(ks.map((k) => decode([k])))).flat();
    },
    close: () => Promise.resolve(),
  };
}

/** Only a decoder that was led astray by its file takes a worker down, and those get one slice at a time. */
function damagedIfLost(error: unknown): DecodeOutcome[] {
  if (error instanceof WorkerLost) return [{ lost: 'damaged' }];
  throw error;
}

function lostSlice(lost: 'missing' | 'changed' | 'damaged', { fileName, inPlace, pixels }: SlicePixels): RemnantError {
  if (lost === 'damaged') {
    const syntax = transferSyntaxName(pixels.transferSyntaxUid);
    return new RemnantError('refused', `The pixels of ${fileName} (${syntax}) are damaged and cannot be decoded.`);
  }
  const what = lost === 'missing' ? 'is no longer where it was' : 'has changed since it was imported';
  return new RemnantError(
    'io',
    inPlace
      ? `The original file ${fileName} ${what}; put it back or import it again.`
      : `The stored copy of ${fileName} ${what}; import the file again.`,
  );
}
