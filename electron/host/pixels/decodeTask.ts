/** Decodes slices to their places in the file of a volume. Runs in a worker. */
import { codingOf } from '../dicom/readSyntax.ts';
import { decodeSlice } from './decode.ts';
import { readStoredSlice, type LostOriginal, type StoredSlice } from './storedSlice.ts';
import { withVolumeFile, type VolumeFileShape } from './volumeFile.ts';

export interface DecodeTask {
  /** The volume's file, made by `createVolumeFile`. */
  readonly file: string;
  readonly shape: VolumeFileShape;
  readonly slices: readonly (StoredSlice & { readonly k: number })[];
}

/** Checksum of the slice as it was written, or what is wrong with its original. */
export type DecodeOutcome = { readonly checksum: number } | { readonly lost: LostOriginal | 'damaged' };

/** Memory that is used again for each slice: a thread does one task at a time. */
const scratch = { stored: new Uint8Array(0), hu: new Int16Array(0) };

function storedMemory(byteCount: number): Uint8Array {
  if (scratch.stored.length < byteCount) scratch.stored = new Uint8Array(byteCount);
  return scratch.stored.subarray(0, byteCount);
}

function huMemory(count: number): Int16Array<ArrayBuffer> {
  if (scratch.hu.length < count) scratch.hu = new Int16Array(count);
  return scratch.hu.subarray(0, count);
}

/**
 * @param begin called when a compressed slice was read and its decoding begins
 * @returns one outcome for each slice, up to the first one that is lost
 * @throws when the volume's file can't be written
 */
export function decodeSlices({ file, shape, slices }: DecodeTask, begin: () => void): Promise<DecodeOutcome[]> {
  return withVolumeFile(file, shape, async (writeSlice) => {
    const outcomes: DecodeOutcome[] = [];
    for (const { k, ...slice } of slices) {
      const bytes = await readStoredSlice(slice, storedMemory);
      if (typeof bytes === 'string') return [...outcomes, { lost: bytes }];
      // Reading and copying can't go astray.
      if (codingOf(slice.format.transferSyntaxUid) !== 'native') begin();
      const hu = await decodeSlice(bytes, slice.format, huMemory(shape.dims[0] * shape.dims[1])).catch(nullIfDamaged);
      if (!hu) return [...outcomes, { lost: 'damaged' }];
      outcomes.push({ checksum: writeSlice(k, hu) });
    }
    return outcomes;
  });
}

function nullIfDamaged(error: unknown): null {
  if (error instanceof RangeError) return null;
  throw error;
}
