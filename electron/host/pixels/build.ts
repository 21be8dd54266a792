/** Makes a volume once, in the background, while readers already take the slices that are done. */
import { createVolumeFile, type VolumeFileShape } from './volumeFile.ts';

/** What a volume is, where it is kept, and how it is made. */
export interface VolumeRecipe {
  readonly shape: VolumeFileShape;
  readonly path: string;
  /** A name for the file until it is whole, on the same disk; another one each time. */
  newPartial(): string;
  /** @param partial the file that the slices go to */
  begin(partial: string): SliceMaker;
}

export interface SliceMaker {
  /** How many slices, from k on, are made in one go. */
  batchFrom(k: number): number;
  /**
   * Writes slices to their places in the file.
   * @returns their checksums
   * @throws RemnantError with a sentence when an original is lost or damaged; anything else when the disk fails
   */
  make(ks: readonly number[]): Promise<readonly number[]>;
  /** Called once all slices are made, or the build has failed. */
  close(): Promise<void>;
}

export interface VolumeBuild {
  /**
   * Waits until slice k is made; slices from here on are made next.
   * @returns how many are there from k on
   */
  available(k: number): Promise<number>;
  /** As of a file; only slices that are available. */
  readSlices(k: number, target: Uint8Array): Promise<number>;
  /** Resolves when the file is whole and in its place, or the build has failed; never rejects. */
  readonly ended: Promise<void>;
  /** Readers keep the build's file open while they read from it. */
  hold(): () => void;
}

/** How many batches are under way: one more than there are workers, so that these never wait for the next. */
const LANES = 3;

/**
 * @param first slice to make first; then upwards, then the rest
 * @param onEnd called, once or more, when the build takes no more readers, before its file is closed
 */
export function startBuild(recipe: VolumeRecipe, first: number, onEnd: () => void): VolumeBuild {
  const count = recipe.shape.dims[2];
  const partial = recipe.newPartial();
  const maker = recipe.begin(partial);
  const opening = createVolumeFile(recipe.path, partial, recipe.shape);
  const pending = new Set(Array.from({ length: count }, (_, k) => k));
  const made = Array.from({ length: count }, () => false);
  const waiting = new Map<number, PromiseWithResolvers<undefined>>();
  let failure: { readonly error: unknown } | undefined;
  let wanted = first;
  let holders = 0;
  let settled = false;

  /** Neighbours, as they are wanted together. */
  const takeNext = (): number[] => {
    const taken: number[] = [];
    let size = 1;
    for (let step = 0; step < count && taken.length < size; step++) {
      const k = (wanted + step) % count;
      if (!pending.delete(k)) continue;
      if (taken.length === 0) size = maker.batchFrom(k);
      taken.push(k);
    }
    return taken;
  };
  const lane = async (): Promise<void> => {
    const file = await opening;
    for (let ks = takeNext(); ks.length > 0 && !failure; ks = takeNext()) {
      const checksums = await maker.make(ks);
      ks.forEach((k, at) => {
        file.noteSlice(k, checksums[at]!);
        made[k] = true;
        waiting.get(k)?.resolve(undefined);
        waiting.delete(k);
      });
    }
  };
  const fail = (error: unknown): void => {
    failure ??= { error };
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    onEnd();
  };
  const closeWhenUnused = async (): Promise<void> => {
    if (settled && holders === 0) await (await opening).close();
  };
  const run = async (): Promise<void> => {
    const lanes = Array.from({ length: LANES }, lane);
    for (const each of lanes) each.catch(fail);
    await Promise.allSettled(lanes);
    try {
      await maker.close();
      await Promise.all(lanes);
      await (await opening).finish();
    } catch (error) {
      fail(error);
    }
    onEnd();
    settled = true;
    await closeWhenUnused().catch(() => undefined);
  };
  return {
    async available(k) {
      if (!made[k]) {
        if (failure) throw failure.error;
        if (pending.has(k)) wanted = k;
        if (!waiting.has(k)) waiting.set(k, Promise.withResolvers());
        await waiting.get(k)!.promise;
      }
      const missing = made.indexOf(false, k);
      return (missing < 0 ? count : missing) - k;
    },
    readSlices: async (k, target) => (await opening).readSlices(k, target),
    ended: run(),
    hold() {
      holders++;
      return () => {
        holders--;
        closeWhenUnused().catch(() => undefined);
      };
    },
  };
}
