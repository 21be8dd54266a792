/** What an open series takes in memory, and whether this machine has it. Said before anything is allocated. */
import { voxelCount, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { RemnantError } from '../../electron/core/contract/errors.ts';

/** What the window itself may hold for one open series; 2000 slices of 512 x 512 take 2.6 GB. */
export const VOLUME_BYTE_BUDGET = 3 * 2 ** 30;
/** Of the machine's memory: beyond it the rest of the machine would have to make room. */
export const MOST_SHARE = 0.5;
/** Of the machine's memory: from here on the person is told before opening. */
export const NOTABLE_SHARE = 0.25;

/** Two for the HU, one for the labels, one for each of the two copies that undo and storing need. */
const WINDOW_BYTES_PER_VOXEL = 5;
/** The texture that the views are drawn from; without a graphics processor it lies in the same memory. */
const TEXTURE_BYTES_PER_VOXEL = 2;
/** Seen with 2000 slices of 512 x 512 drawn in software: beyond it the views stay black, and nothing says so. */
const LARGEST_TEXTURE_BYTES = 768 * 2 ** 20;

/** What is known of the machine; null where the browser doesn't say. */
export interface Machine {
  /** Rounded, and cut off at the top by the browser. */
  readonly memoryBytes: number | null;
  /** The longest side of a 3D texture. */
  readonly longestSide: number | null;
}

export interface MemoryNeed {
  readonly bytes: number;
  /** Of the machine's memory, 0..1 or more; null where that isn't known. */
  readonly share: number | null;
  /** What stands against opening it as it is. */
  readonly obstacle: 'budget' | 'machine' | 'voxels' | 'texture' | null;
}

/** Bytes that the window itself allocates for an open series. */
export const volumeBytes = (geometry: VolumeGeometry): number => voxelCount(geometry) * WINDOW_BYTES_PER_VOXEL;

export function memoryNeed(geometry: VolumeGeometry, { memoryBytes, longestSide }: Machine): MemoryNeed {
  const bytes = voxelCount(geometry) * (WINDOW_BYTES_PER_VOXEL + TEXTURE_BYTES_PER_VOXEL);
  const share = memoryBytes === null ? null : bytes / memoryBytes;
  return { bytes, share, obstacle: obstacleTo() };

  function obstacleTo(): MemoryNeed['obstacle'] {
    if (volumeBytes(geometry) > VOLUME_BYTE_BUDGET) return 'budget';
    if (share !== null && share > MOST_SHARE) return 'machine';
    if (voxelCount(geometry) * TEXTURE_BYTES_PER_VOXEL > LARGEST_TEXTURE_BYTES) return 'voxels';
    if (longestSide !== null && Math.max(...geometry.dims) > longestSide) return 'texture';
    return null;
  }
}

/** Half the columns and rows and every slice, as a series at half size has them. */
export function halfSize(geometry: VolumeGeometry): VolumeGeometry {
  const [columns, rows, slices] = geometry.dims;
  return { ...geometry, dims: [Math.ceil(columns / 2), Math.ceil(rows / 2), slices] };
}

/** @throws RemnantError 'refused' when the machine doesn't give it. */
export function sharedBytes(bytes: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(bytes);
  } catch (cause) {
    throw new RemnantError('refused', `This machine has no ${(bytes / 1e9).toFixed(1)} GB of memory left for it.`, {
      cause,
    });
  }
}

let machine: Machine | null = null;

/** Asks the browser once. */
export function thisMachine(): Machine {
  machine ??= { memoryBytes: deviceMemoryBytes(), longestSide: longestTextureSide() };
  return machine;
}

/** Chromium says it in GiB, to pages of a safe origin. */
function deviceMemoryBytes(): number | null {
  const { deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number };
  return deviceMemory === undefined ? null : deviceMemory * 2 ** 30;
}

function longestTextureSide(): number | null {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  const side: unknown = gl?.getParameter(gl.MAX_3D_TEXTURE_SIZE);
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof side === 'number' && side > 0 ? side : null;
}
