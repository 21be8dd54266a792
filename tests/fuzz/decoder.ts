/** Decoding as the host does it: in a thread of its own, which is ended when it takes too long. */
import type { PixelFormat } from '../../electron/host/dicom/readTypes.ts';
import { createWorkerPool, WorkerLost } from '../../electron/host/jobs/workerPool.ts';
import { decodeLimitMs } from '../../electron/host/threads/index.ts';

export interface DecodeTask {
  readonly bytes: Uint8Array;
  readonly format: PixelFormat;
}
/** `ended`: the thread was, by its time limit. Otherwise the number of values, null when it refused. */
export type Decoded = { readonly count: number | null } | 'ended';

const limitMs = ({ format }: DecodeTask): number => decodeLimitMs(format.rows * format.columns);
const decoders = createWorkerPool<DecodeTask, number | null>(new URL('./decodeWorker.ts', import.meta.url), 1, {
  limitMs,
  resourceLimits: { maxOldGenerationSizeMb: 256 },
});

/** @throws what the decoder throws but should not, and when its thread dies before its time */
export async function decode(task: DecodeTask): Promise<Decoded> {
  const began = performance.now();
  try {
    return { count: await decoders.run(task) };
  } catch (error) {
    if (error instanceof WorkerLost && performance.now() - began >= limitMs(task)) return 'ended';
    throw error;
  }
}
