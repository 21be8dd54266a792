/** Makes volumes of slices as they are stored. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { SliceRow } from '../db/tables/slice.ts';
import { codingOf, transferSyntaxName } from '../dicom/readSyntax.ts';
import { WorkerLost } from '../jobs/workerPool.ts';
import { runInThread } from '../threads/index.ts';
import type { SliceMaker } from './build.ts';
import type { DecodeOutcome, DecodeTask } from './decodeTask.ts';
import type { VolumeFileShape } from './volumeFile.ts';

/** Uncompressed slices take a millisecond or two, hardly more than a message to a worker. */
const NATIVE_BATCH = 4;

const isNative = ({ pixels }: SliceRow): boolean => codingOf(pixels.transferSyntaxUid) === 'native';

/**
 * @param file the volume's file, made by `createVolumeFile`
 * @param slices in volume order
 */
export function decodeMaker(
  file: string,
  shape: VolumeFileShape,
  slices: readonly SliceRow[],
  absolutePath: (slice: SliceRow) => string,
): SliceMaker {
  const stored = (k: number): DecodeTask['slices'][number] => {
    const slice = slices[k]!;
    return { k, path: absolutePath(slice), format: slice.pixels, pixelSha256: slice.pixelSha256 };
  };
  return {
    batch: slices.every(isNative) ? NATIVE_BATCH : 1,
    async make(ks) {
      const task = { file, shape, slices: ks.map(stored) };
      const outcomes = await runInThread('decode', task).catch(damagedIfLost);
      return outcomes.map((outcome, at) => {
        if ('checksum' in outcome) return outcome.checksum;
        throw lostSlice(outcome.lost, slices[ks[at]!]!);
      });
    },
    close: () => Promise.resolve(),
  };
}

/** Only a decoder that was led astray by its file takes a worker down, and those get one slice at a time. */
function damagedIfLost(error: unknown): DecodeOutcome[] {
  if (error instanceof WorkerLost) return [{ lost: 'damaged' }];
  throw error;
}

function lostSlice(lost: 'missing' | 'changed' | 'damaged', { fileName, inPlace, pixels }: SliceRow): RemnantError {
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
