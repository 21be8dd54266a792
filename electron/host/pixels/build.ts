/** Decodes a series once, in the background, while readers already take the slices that are done. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { InstanceRow } from '../db/tables/instance.ts';
import { transferSyntaxName } from '../dicom/readSyntax.ts';
import { createWorkerPool, WorkerLost } from '../jobs/workerPool.ts';
import { workerUrl } from '../workerUrl.ts';
import { decodeFile, isNative, type DecodedFile, type DecodeTask } from './decodeFile.ts';
import { createVolumeFile, type VolumeFileShape } from './volumeFile.ts';

const WORKERS = 2;
/** A slice takes a fraction of a second; a decoder that is still at it was led astray by the file. */
const MAX_DECODE_MS = 30_000;
const decoders = createWorkerPool<DecodeTask, DecodedFile>(
  workerUrl('./decodeWorker', import.meta.url),
  WORKERS,
  MAX_DECODE_MS,
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
  readonly slices: readonly Pick<InstanceRow, 'fileName' | 'sha256' | 'pixels'>[];
  readonly absolutePath: (k: number) => string;
}

const taskFor = ({ slices, absolutePath }: BuildInput, k: number): DecodeTask => ({
  path: absolutePath(k),
  sha256: slices[k]!.sha256,
  format: slices[k]!.pixels,
});

/**
 * The HU of one slice.
 * @throws RemnantError 'refused', naming the file, when its pixels can't be decoded; anything else when it can't be read
 */
export const decodeOne = (input: BuildInput, k: number): Promise<Int16Array<ArrayBuffer>> =>
  decoded(input, k, decoders.run(taskFor(input, k)));

async function decoded(
  { slices }: BuildInput,
  k: number,
  decoding: Promise<DecodedFile>,
): Promise<Int16Array<ArrayBuffer>> {
  const hu = await decoding.catch((error: unknown) => {
    if (error instanceof WorkerLost) return null;
    throw error;
  });
  if (hu) return hu;
  const { fileName, pixels } = slices[k]!;
  const syntax = transferSyntaxName(pixels.transferSyntaxUid);
  throw new RemnantError('refused', `The pixels of ${fileName} (${syntax}) are damaged and cannot be decoded.`);
}

/**
 * @param first slice to decode first; then upwards, then the rest
 * @param onEnd called, once or more, when the build takes no more readers, before its file is closed
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
  let failed = false;
  let settled = false;

  const takeNext = (): number | undefined => {
    for (let step = 0; step < count; step++) {
      const k = (wanted + step) % count;
      if (pending.delete(k)) return k;
    }
    return undefined;
  };
  const decodeNext = (k: number): Promise<Int16Array<ArrayBuffer>> => {
    // The first image is decoded here, while the workers are starting, unless a decoder would have to be trusted.
    const here = k === first && isNative(input.slices[k]!.pixels);
    return here ? decoded(input, k, decodeFile(taskFor(input, k))) : decodeOne(input, k);
  };
  const lane = async (): Promise<void> => {
    const file = await opening;
    for (let k = takeNext(); k !== undefined && !failed; k = takeNext()) {
      await file.writeSlice(k, await decodeNext(k));
      done[k]!.resolve(undefined);
    }
  };
  const fail = (error: unknown): void => {
    failed = true;
    for (const { reject } of done) reject(error);
    onEnd();
  };
  const closeWhenUnused = async (): Promise<void> => {
    if (settled && holders === 0) await (await opening).close();
  };
  const run = async (): Promise<void> => {
    // One more lane than workers, so that these never wait for the disk.
    const lanes = Array.from({ length: WORKERS + 1 }, lane);
    for (const each of lanes) each.catch(fail);
    await Promise.allSettled(lanes);
    try {
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
