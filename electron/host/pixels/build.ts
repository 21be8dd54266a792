/** Decodes a series once, in the background, while readers already take the slices that are done. */
import type { InstanceRow } from '../db/tables/instance.ts';
import { createWorkerPool } from '../jobs/workerPool.ts';
import { workerUrl } from '../workerUrl.ts';
import { decodeFile, type DecodeTask } from './decodeFile.ts';
import { createVolumeFile, type VolumeFileShape } from './volumeFile.ts';

const WORKERS = 2;
const decoders = createWorkerPool<DecodeTask, Int16Array<ArrayBuffer>>(
  workerUrl('./decodeWorker', import.meta.url),
  WORKERS,
);

export interface VolumeBuild {
  /** Waits until the slice is decoded; slices from here on are decoded next. */
  slice(k: number): Promise<Int16Array<ArrayBuffer>>;
  /** Resolves when the file is whole and in its place, or the build has failed; never rejects. */
  readonly ended: Promise<void>;
  /** Readers keep the build's file open while they read from it. */
  hold(): () => void;
}

export interface BuildInput {
  readonly shape: VolumeFileShape;
  readonly path: string;
  readonly partial: string;
  /** In volume order. */
  readonly slices: readonly Pick<InstanceRow, 'sha256' | 'pixels'>[];
  readonly absolutePath: (k: number) => string;
}

const taskFor = ({ slices, absolutePath }: BuildInput, k: number): DecodeTask => ({
  path: absolutePath(k),
  sha256: slices[k]!.sha256,
  format: slices[k]!.pixels,
});

export const decodeOne = (input: BuildInput, k: number): Promise<Int16Array<ArrayBuffer>> =>
  decoders.run(taskFor(input, k));

/**
 * @param first slice to decode first; then upwards, then the rest
 * @param onEnd called when the build takes no more readers, before its file is closed
 */
export function startBuild(input: BuildInput, first: number, onEnd: () => void): VolumeBuild {
  const count = input.slices.length;
  const opening = createVolumeFile(input.path, input.partial, input.shape);
  const pending = new Set(Array.from({ length: count }, (_, k) => k));
  const done = Array.from({ length: count }, () => Promise.withResolvers<undefined>());
  // A failure is told to those who wait for a slice; nobody may.
  for (const { promise } of done) promise.catch(() => undefined);
  let wanted = first;
  let holders = 0;
  let state: 'running' | 'whole' | 'failed' = 'running';

  const takeNext = (): number | undefined => {
    for (let step = 0; step < count; step++) {
      const k = (wanted + step) % count;
      if (pending.delete(k)) return k;
    }
    return undefined;
  };
  const lane = async (): Promise<void> => {
    const file = await opening;
    for (let k = takeNext(); k !== undefined && state === 'running'; k = takeNext()) {
      // The first image is decoded here, while the workers are starting.
      await file.writeSlice(k, k === first ? await decodeFile(taskFor(input, k)) : await decodeOne(input, k));
      done[k]!.resolve(undefined);
    }
  };
  const fail = (error: unknown): void => {
    state = 'failed';
    for (const { reject } of done) reject(error);
  };
  const closeWhenUnused = async (): Promise<void> => {
    if (state !== 'running' && holders === 0) await (await opening).close();
  };
  const run = async (): Promise<void> => {
    // One more lane than workers, so that these never wait for the disk.
    const lanes = Array.from({ length: WORKERS + 1 }, lane);
    for (const each of lanes) each.catch(fail);
    await Promise.allSettled(lanes);
    try {
      await Promise.all(lanes);
      await (await opening).finish();
      state = 'whole';
    } catch (error) {
      fail(error);
    }
    onEnd();
    await closeWhenUnused().catch(() => undefined);
  };
  return {
    async slice(k) {
      if (pending.has(k)) wanted = k;
      await done[k]!.promise;
      const hu = await (await opening).readSlice(k);
      return hu ?? decodeOne(input, k);
    },
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
