/** Volumes of slices as they are stored: decoded in worker threads. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { SliceRow } from '../db/tables/slice.ts';
import { codingOf, transferSyntaxName } from '../dicom/readSyntax.ts';
import { WorkerLost } from '../jobs/workerPool.ts';
import type { VolumeRecipe } from './build.ts';
import { decodeIntoFile, Scratch, type DecodeOutcome, type DecodeTask } from './decodeTask.ts';
import { workers } from './workers.ts';

/** Uncompressed slices take a millisecond or two, hardly more than a message to a worker. */
const NATIVE_BATCH = 4;

export interface StoredVolume extends Pick<VolumeRecipe, 'shape' | 'path' | 'partial'> {
  /** In volume order. */
  readonly slices: readonly SliceRow[];
  readonly absolutePath: (slice: SliceRow) => string;
}

const isNative = ({ pixels }: SliceRow): boolean => codingOf(pixels.transferSyntaxUid) === 'native';

export function decodeRecipe({ slices, absolutePath, ...place }: StoredVolume): VolumeRecipe {
  const task = (ks: readonly number[]): DecodeTask => ({
    partial: place.partial,
    shape: place.shape,
    slices: ks.map((k) => {
      const slice = slices[k]!;
      return { k, path: absolutePath(slice), format: slice.pixels, pixelSha256: slice.pixelSha256 };
    }),
  });
  const native = slices.every(isNative);
  let started = false;
  return {
    ...place,
    batch: native ? NATIVE_BATCH : 1,
    async make(ks) {
      // The first images are decoded here, while the workers are starting, unless a decoder would have to be trusted.
      const here = native && !started;
      started = true;
      const outcomes = await (here ? decodeIntoFile(task(ks), new Scratch()) : inWorker(task(ks)));
      return outcomes.map((outcome, at) => {
        if ('checksum' in outcome) return outcome.checksum;
        throw new RemnantError(...sentenceFor(outcome.lost, slices[ks[at]!]!));
      });
    },
    close: () => Promise.resolve(),
  };
}

/** Only a decoder that was led astray by its file takes a worker down, and those get one slice at a time. */
async function inWorker(task: DecodeTask): Promise<DecodeOutcome[]> {
  try {
    return await workers.run(task);
  } catch (error) {
    if (error instanceof WorkerLost) return [{ lost: 'damaged' }];
    throw error;
  }
}

function sentenceFor(
  lost: 'missing' | 'changed' | 'damaged',
  { fileName, inPlace, pixels }: SliceRow,
): ['io' | 'refused', string] {
  if (lost === 'damaged') {
    const syntax = transferSyntaxName(pixels.transferSyntaxUid);
    return ['refused', `The pixels of ${fileName} (${syntax}) are damaged and cannot be decoded.`];
  }
  const what = lost === 'missing' ? 'is no longer where it was' : 'has changed since it was imported';
  return inPlace
    ? ['io', `The original file ${fileName} ${what}; put it back or import it again.`]
    : ['io', `The stored copy of ${fileName} ${what}; import it again.`];
}
