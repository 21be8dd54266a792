import { RemnantError } from '../../core/contract/errors.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { isSliceModel, patchDims } from '../../core/domain/modelDescription.ts';
import { neededBytes } from '../../../wasm/models/index.ts';
import type { HostContext } from '../context.ts';
import { openVolume, type VolumeSource } from '../pixels/index.ts';
import { inGb, memoryLimitBytes, runNetwork } from './runNetwork.ts';
import type { ModelFile } from './store.ts';

/** One message between the processes: some slices of 512 x 512. */
const CHUNK_BYTES = 4 * 1024 * 1024;

export interface SeriesRun {
  readonly seriesId: string;
  readonly model: ModelFile;
  /** Measured on one patch; without it guessed from the file. */
  readonly measured?: { readonly channels: number; readonly peakBytes: number };
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  readonly limitBytes?: number;
}

/**
 * Runs a model on a series, in a process of its own.
 * @returns the run-length form of what `segmentVolume` found, on the grid of the series
 * @throws RemnantError 'refused' when it would take more memory than it may, told before anything is done where it can be known; as `runNetwork`
 * and `openVolume`
 */
export async function segmentSeries(
  context: HostContext,
  { seriesId, model, measured, signal, onProgress, limitBytes = memoryLimitBytes() }: SeriesRun,
): Promise<Uint8Array> {
  const volume = openVolume(context, seriesId);
  const { geometry } = volume;
  requireMemory(geometry, model, measured, limitBytes);
  const { path, sha256, description } = model;
  const result = await runNetwork({
    task: { path, sha256, description, limitBytes, geometry },
    sendVolume: (send) => sendSlices(volume, send),
    onProgress,
    signal,
  });
  if (!('runs' in result)) throw new Error('a run ended with something else');
  return result.runs;
}

function requireMemory(
  geometry: VolumeGeometry,
  { description, byteSize }: ModelFile,
  measured: SeriesRun['measured'],
  limitBytes: number,
): void {
  const channels =
    measured?.channels ?? 1 + Math.max(...Object.values(description.segments).flatMap((list) => list ?? []));
  const bytes = neededBytes(geometry, description, channels) + (measured?.peakBytes ?? 2 * byteSize);
  if (bytes <= limitBytes) return;
  const patch = patchDims(description).slice(isSliceModel(description) ? 1 : 0);
  throw new RemnantError(
    'refused',
    `The model would take some ${inGb(bytes)} of memory on this series, more than the ${inGb(limitBytes)} it may have; a smaller patch than ${patch.join(' x ')} or a larger spacing needs less.`,
  );
}

async function sendSlices(
  { geometry, openSlices }: VolumeSource,
  send: (first: number, hu: Int16Array) => Promise<void>,
): Promise<void> {
  const [columns, rows, count] = geometry.dims;
  const sliceBytes = columns * rows * 2;
  const buffer = new Uint8Array(Math.max(1, Math.floor(CHUNK_BYTES / sliceBytes)) * sliceBytes);
  const cursor = await openSlices(0, count);
  try {
    for (let k = 0; k < count;) {
      const taken = await cursor.next(buffer);
      if (taken === 0) throw new RemnantError('io', 'The series ends before its last slice.');
      await send(k * columns * rows, new Int16Array(buffer.buffer, 0, taken * columns * rows));
      k += taken;
    }
  } finally {
    await cursor.close();
  }
}
