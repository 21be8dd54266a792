/**
 * The one owner of voxels in the window: a SharedArrayBuffer for the HU of a series and one for its labelmap, filled slice by slice from
 * the host. Workers are given the same memory.
 */
import { voxelCount, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { RemnantError, wireError } from '../../electron/core/contract/errors.ts';
import { fetchBlob } from '../host/person.ts';
import { sharedBytes, volumeBytes, VOLUME_BYTE_BUDGET } from './memory.ts';

/** Outside air: what is shown where nothing has arrived yet. */
const AIR_HU = -1024;
/** The middle slices are fetched first, so that there is a picture early. */
const FIRST_SLICES = 3;

export interface Volume {
  readonly seriesId: string;
  readonly geometry: VolumeGeometry;
  /** Shared, Int16, memory order of the grid. */
  readonly hu: Int16Array<SharedArrayBuffer>;
  /** Shared, values 0..6 of the partition. */
  readonly labels: Uint8Array<SharedArrayBuffer>;
}

/** @throws RemnantError 'refused' when the volume is larger than the budget or than what the machine gives, with the size in the sentence. */
export function createVolume(seriesId: string, geometry: VolumeGeometry): Volume {
  const needed = volumeBytes(geometry);
  if (needed > VOLUME_BYTE_BUDGET) {
    throw new RemnantError(
      'refused',
      `This series needs ${(needed / 1e9).toFixed(1)} GB of memory; at most ${(VOLUME_BYTE_BUDGET / 1e9).toFixed(1)} GB can be opened.`,
    );
  }
  const voxels = voxelCount(geometry);
  const hu = new Int16Array(sharedBytes(voxels * 2)).fill(AIR_HU);
  return { seriesId, geometry, hu, labels: new Uint8Array(sharedBytes(voxels)) };
}

export interface SliceRange {
  readonly from: number;
  readonly count: number;
}

/** The order in which slices are asked for: the middle, then what is above, then what is below. */
export function fetchOrder(slices: number): SliceRange[] {
  const count = Math.min(FIRST_SLICES, slices);
  const from = Math.floor((slices - count) / 2);
  return [
    { from, count },
    { from: from + count, count: slices - from - count },
    { from: 0, count: from },
  ].filter((range) => range.count > 0);
}

export interface LoadOptions {
  readonly signal: AbortSignal;
  /** Called as whole slices have arrived. */
  readonly onSlices: (range: SliceRange) => void;
  readonly onProgress: (fraction: number) => void;
  readonly fetch?: typeof fetch;
}

/** What a `/blob` route answered instead of bytes. */
export async function blobError(response: Response): Promise<RemnantError> {
  const parsed = wireError.safeParse(await response.json().catch(() => null));
  return parsed.success
    ? new RemnantError(parsed.data.code, parsed.data.message)
    : new RemnantError('io', `The host answered ${response.status} and gave no reason.`);
}

async function loadRange(volume: Volume, range: SliceRange, options: LoadOptions): Promise<void> {
  const { dims } = volume.geometry;
  const sliceBytes = dims[0] * dims[1] * 2;
  const target = new Uint8Array(volume.hu.buffer, range.from * sliceBytes, range.count * sliceBytes);
  const response = await (options.fetch ?? fetchBlob)(
    `/blob/volume/${volume.seriesId}?from=${range.from}&count=${range.count}`,
    { signal: options.signal },
  );
  if (!response.ok) throw await blobError(response);
  if (response.body === null) throw new RemnantError('io', 'The host sent no images.');
  let filled = 0;
  let reported = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (filled + value.length > target.length)
      throw new RemnantError('io', 'The host sent more images than the series has.');
    target.set(value, filled);
    filled += value.length;
    const whole = Math.floor(filled / sliceBytes);
    if (whole > reported) {
      options.onSlices({ from: range.from + reported, count: whole - reported });
      reported = whole;
    }
  }
  if (filled !== target.length)
    throw new RemnantError('io', 'The images stopped arriving before the series was complete.');
}

/**
 * Streams all slices into `volume.hu`.
 * @throws RemnantError when the host refuses or the stream ends early; AbortError when `signal` is aborted.
 */
export async function loadVolume(volume: Volume, options: LoadOptions): Promise<void> {
  const total = volume.geometry.dims[2];
  let arrived = 0;
  const onSlices = (range: SliceRange): void => {
    arrived += range.count;
    options.onSlices(range);
    options.onProgress(arrived / total);
  };
  for (const range of fetchOrder(total)) await loadRange(volume, range, { ...options, onSlices });
}
