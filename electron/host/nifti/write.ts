import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { voxelCount, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { affineOf, swapLpsRas, toQuaternion } from './affine.ts';

export const HEADER_BYTES = 348;
/** Header and the four bytes that say that no extension follows. */
export const DATA_OFFSET = 352;

/** HU as 16-bit integers or a mask as bytes, in the volume's own memory order. */
export interface NiftiVolume {
  readonly geometry: VolumeGeometry;
  readonly data: Int16Array | Uint8Array;
}

/** The 352 bytes before the voxels of a single-file NIfTI-1, little-endian, with the same affine as qform and as sform. */
export function niftiHeader({ geometry, data }: NiftiVolume): Uint8Array<ArrayBuffer> {
  const { dims, spacingMm } = geometry;
  if (voxelCount(geometry) !== data.length) throw new RangeError('the data don’t fill the volume');
  if (dims.some((size) => size > 32767)) throw new RangeError('NIfTI-1 holds at most 32767 voxels along an axis');
  const bytes = new Uint8Array(DATA_OFFSET);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, HEADER_BYTES, true);
  [3, ...dims, 1, 1, 1, 1].forEach((value, at) => {
    view.setInt16(40 + 2 * at, value, true);
  });
  const isMask = data instanceof Uint8Array;
  view.setInt16(70, isMask ? 2 : 4, true); // DT_UINT8 or DT_INT16
  view.setInt16(72, isMask ? 8 : 16, true);
  [1, ...spacingMm, 1, 1, 1, 1].forEach((value, at) => {
    view.setFloat32(76 + 4 * at, value, true);
  }); // pixdim; [0] is qfac
  view.setFloat32(108, DATA_OFFSET, true);
  view.setFloat32(112, 1, true); // scl_slope
  bytes[123] = 2; // lengths in mm
  view.setInt16(252, 1, true); // qform_code: scanner coordinates
  view.setInt16(254, 1, true); // sform_code
  // The direction is right-handed, and turning two axes keeps it so: qfac is 1.
  const { i, j, k, origin } = swapLpsRas(affineOf(geometry));
  const unit = (axis: typeof i, spacing: number) => [axis[0] / spacing, axis[1] / spacing, axis[2] / spacing] as const;
  const quaternion = toQuaternion(unit(i, spacingMm[0]), unit(j, spacingMm[1]), unit(k, spacingMm[2]));
  [...quaternion, ...origin].forEach((value, at) => {
    view.setFloat32(256 + 4 * at, value, true);
  });
  [0, 1, 2]
    .flatMap((row) => [i[row]!, j[row]!, k[row]!, origin[row]!])
    .forEach((value, at) => {
      view.setFloat32(280 + 4 * at, value, true);
    });
  bytes.set([0x6e, 0x2b, 0x31, 0x00], 344); // 'n+1'
  return bytes;
}

/** Little-endian bytes of a block of voxels. */
function voxelBytes(data: Int16Array | Uint8Array): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const bytes = new Uint8Array(data.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < data.length; at++) view.setInt16(at * 2, data[at]!, true);
  return bytes;
}

const BLOCK_VOXELS = 1 << 20;

function* blocks(volume: NiftiVolume): Generator<Uint8Array> {
  yield niftiHeader(volume);
  for (let at = 0; at < volume.data.length; at += BLOCK_VOXELS)
    yield voxelBytes(volume.data.subarray(at, at + BLOCK_VOXELS));
}

/** The whole file in memory, not compressed. */
export function writeNifti(volume: NiftiVolume): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(DATA_OFFSET + volume.data.byteLength);
  let at = 0;
  for (const block of blocks(volume)) {
    bytes.set(block, at);
    at += block.length;
  }
  return bytes;
}

/** Writes `.nii`, or gzipped `.nii.gz`, under a temporary name first: a file with the final name is whole. */
export async function writeNiftiFile(path: string, volume: NiftiVolume): Promise<void> {
  const partial = `${path}.part`;
  const source = Readable.from(blocks(volume));
  const target = createWriteStream(partial);
  try {
    if (path.endsWith('.gz')) await pipeline(source, createGzip({ level: 4 }), target);
    else await pipeline(source, target);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
