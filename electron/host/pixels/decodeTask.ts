/** What a worker does for a volume that is being built: decodes slices and writes them to their places in its file. */
import { open } from 'node:fs/promises';
import { decodeSlice } from './decode.ts';
import { readStoredSlice, type LostOriginal, type StoredSlice } from './storedSlice.ts';
import { writeSlice, type VolumeFileShape } from './volumeFile.ts';

export interface DecodeTask {
  /** The file, which is there already. */
  readonly partial: string;
  readonly shape: VolumeFileShape;
  readonly slices: readonly (StoredSlice & { readonly k: number })[];
}

/** Checksum of the slice as it was written, or what is wrong with its original. */
export type DecodeOutcome = { readonly checksum: number } | { readonly lost: LostOriginal | 'damaged' };

/** Memory that is used again for each slice; of one thread that does one task at a time. */
export class Scratch {
  #stored = new Uint8Array(0);
  #hu = new Int16Array(0);

  stored(byteCount: number): Uint8Array {
    if (this.#stored.length < byteCount) this.#stored = new Uint8Array(byteCount);
    return this.#stored.subarray(0, byteCount);
  }

  hu(count: number): Int16Array<ArrayBuffer> {
    if (this.#hu.length < count) this.#hu = new Int16Array(count);
    return this.#hu.subarray(0, count);
  }
}

/**
 * @param begin called when a slice was read and its decoding begins
 * @returns one outcome for each slice, up to the first one that is lost
 * @throws when the file can't be written
 */
export async function decodeIntoFile(
  { partial, shape, slices }: DecodeTask,
  scratch: Scratch,
  begin: () => void = () => undefined,
): Promise<DecodeOutcome[]> {
  const outcomes: DecodeOutcome[] = [];
  const file = await open(partial, 'r+');
  try {
    for (const { k, ...slice } of slices) {
      const bytes = await readStoredSlice(slice, (byteCount) => scratch.stored(byteCount));
      if (typeof bytes === 'string') return [...outcomes, { lost: bytes }];
      begin();
      const hu = await decodeSlice(bytes, slice.format, scratch.hu(shape.dims[0] * shape.dims[1])).catch(damaged);
      if (!hu) return [...outcomes, { lost: 'damaged' }];
      outcomes.push({ checksum: await writeSlice(file, shape, k, hu) });
    }
  } finally {
    await file.close();
  }
  return outcomes;
}

function damaged(error: unknown): null {
  if (error instanceof RangeError) return null;
  throw error;
}
