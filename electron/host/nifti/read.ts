import { readFile } from 'node:fs/promises';
import { constants, gunzipSync, type ZlibOptions } from 'node:zlib';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Vec3 } from '../../core/domain/geometry.ts';
import { fromQuaternion, swapLpsRas, type Affine } from './affine.ts';
import { DATA_OFFSET, HEADER_BYTES } from './write.ts';

/** A single-file NIfTI-1 volume as it lies in the file: its own axes, not those of a series. */
export interface NiftiImage {
  readonly dims: Vec3;
  /** Voxel index of the file to LPS mm. */
  readonly affine: Affine;
  /** In memory order, intensity scaling applied. */
  readonly values: NumberArray;
}
export type NumberArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** A thousand slices of 512 x 512: a claim of more is a bomb or a broken file. */
const MAX_VOXELS = 2 ** 28;

const unreadable = (why: string): RemnantError =>
  new RemnantError('unsupported', `This is not a NIfTI-1 file that can be read: ${why}.`);

/** By the header's datatype code (nifti1.h). Complex and RGB types are no volumes of numbers. */
const numberTypes = {
  2: Uint8Array,
  4: Int16Array,
  8: Int32Array,
  16: Float32Array,
  64: Float64Array,
  256: Int8Array,
  512: Uint16Array,
  768: Uint32Array,
  1024: BigInt64Array,
  1280: BigUint64Array,
} as const;
const isKnown = (code: number): code is keyof typeof numberTypes => code in numberTypes;

const hostIsLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** @param bytes of the voxels alone */
function decode(bytes: Uint8Array, type: (typeof numberTypes)[keyof typeof numberTypes], little: boolean): NumberArray {
  // A copy starts at an address that suits every type. (Slicing a Node buffer would not copy.)
  const own = new Uint8Array(bytes);
  const size = type.BYTES_PER_ELEMENT;
  if (little !== hostIsLittle) for (let at = 0; at < own.length; at += size) own.subarray(at, at + size).reverse();
  const values = new type(own.buffer);
  return values instanceof BigInt64Array || values instanceof BigUint64Array
    ? Float64Array.from(values, Number)
    : values;
}

/** The sform where there is one, else the qform, both to LPS; a file with neither says nothing of the patient. */
function readAffine(view: DataView, little: boolean): Affine {
  const float = (at: number): number => view.getFloat32(at, little);
  if (view.getInt16(254, little) > 0) {
    const column = (at: number): Vec3 => [float(280 + 4 * at), float(296 + 4 * at), float(312 + 4 * at)];
    return swapLpsRas({ i: column(0), j: column(1), k: column(2), origin: column(3) });
  }
  if (view.getInt16(252, little) > 0) {
    const [i, j, k] = fromQuaternion([float(256), float(260), float(264)]);
    const stretch = ([x, y, z]: Vec3, factor: number): Vec3 => [x * factor, y * factor, z * factor];
    const handed = float(76) < 0 ? -1 : 1;
    return swapLpsRas({
      i: stretch(i, float(80)),
      j: stretch(j, float(84)),
      k: stretch(k, float(88) * handed),
      origin: [float(268), float(272), float(276)],
    });
  }
  throw unreadable('it has neither an sform nor a qform, so its place in the patient is unknown');
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Whether it can be a NIfTI-1: of what is compressed only unpacking tells. */
export function looksLikeNifti(bytes: Uint8Array): boolean {
  if (isGzip(bytes)) return true;
  const sizes = [bytes.subarray(0, 4), bytes.subarray(0, 4).toReversed()];
  return bytes.length >= DATA_OFFSET && sizes.some((size) => Buffer.from(size).readInt32LE(0) === HEADER_BYTES);
}

/** Compressed bytes of which at least the header unfolds; they can't become more than a thousand times as many. */
const PEEK_BYTES = 4096;
/** What may follow the voxels. */
const MAX_TRAILER_BYTES = 2 ** 20;

function unzip(bytes: Uint8Array, options: ZlibOptions): Uint8Array {
  try {
    return gunzipSync(bytes, options);
  } catch (error) {
    throw new RemnantError('unsupported', 'This file is compressed, but not whole or too large.', { cause: error });
  }
}

interface Header {
  readonly dims: Vec3;
  readonly affine: Affine;
  readonly little: boolean;
  readonly type: (typeof numberTypes)[keyof typeof numberTypes];
  /** Where the voxels begin and end. */
  readonly start: number;
  readonly end: number;
  /** null: voxels are as they are stored. */
  readonly scale: { readonly slope: number; readonly intercept: number } | null;
}

/** @param bytes the first of the file */
function readHeader(bytes: Uint8Array): Header {
  if (bytes.length < DATA_OFFSET) throw unreadable('it is too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getInt32(0, true) === HEADER_BYTES;
  if (!little && view.getInt32(0, false) !== HEADER_BYTES) throw unreadable('its first bytes are not those of NIfTI-1');
  if (String.fromCharCode(...bytes.subarray(344, 347)) !== 'n+1')
    throw unreadable('header and voxels are in different files');

  const size = (axis: number): number => view.getInt16(40 + 2 * axis, little);
  const axes = size(0);
  if (axes < 3 || axes > 7) throw unreadable('it has no three axes');
  for (let axis = 4; axis <= axes; axis++) if (size(axis) !== 1) throw unreadable('it holds more than one volume');
  const dims: Vec3 = [size(1), size(2), size(3)];
  if (dims.some((length) => length < 1)) throw unreadable('its dimensions are impossible');
  const count = dims[0] * dims[1] * dims[2];
  if (count > MAX_VOXELS) throw unreadable('it is larger than any CT');
  const code = view.getInt16(70, little);
  if (!isKnown(code)) throw unreadable('its voxels are not plain numbers');
  const type = numberTypes[code];
  const start = view.getFloat32(108, little);
  if (!(Number.isInteger(start) && start >= DATA_OFFSET && start <= MAX_TRAILER_BYTES))
    throw unreadable('voxels are missing');

  const affine = readAffine(view, little);
  if (![...affine.i, ...affine.j, ...affine.k, ...affine.origin].every(Number.isFinite))
    throw unreadable('its affine is not made of numbers');
  const [slope, intercept] = [view.getFloat32(112, little), view.getFloat32(116, little)];
  // A slope of 0 means: not scaled (nifti1.h).
  const scaled = Number.isFinite(slope) && slope !== 0 && (slope !== 1 || intercept !== 0);
  const scale = scaled ? { slope, intercept } : null;
  return { dims, affine, little, type, start, end: start + count * type.BYTES_PER_ELEMENT, scale };
}

/**
 * No more is unpacked than the header says there is.
 * @param file the bytes of a `.nii` or `.nii.gz`
 * @throws RemnantError 'unsupported' with the reason
 */
export function readNifti(file: Uint8Array): NiftiImage {
  const first = isGzip(file) ? unzip(file.subarray(0, PEEK_BYTES), { finishFlush: constants.Z_SYNC_FLUSH }) : file;
  const { dims, affine, little, type, start, end, scale } = readHeader(first);
  const bytes = isGzip(file) ? unzip(file, { maxOutputLength: end + MAX_TRAILER_BYTES }) : file;
  if (end > bytes.length) throw unreadable('voxels are missing');
  const stored = decode(bytes.subarray(start, end), type, little);
  const values = scale ? Float64Array.from(stored, (value) => value * scale.slope + scale.intercept) : stored;
  return { dims, affine, values };
}

/** @throws RemnantError 'unsupported' or 'io' */
export async function readNiftiFile(path: string): Promise<NiftiImage> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new RemnantError('io', 'The mask file could not be read.', { cause: error });
  }
  return readNifti(bytes);
}
