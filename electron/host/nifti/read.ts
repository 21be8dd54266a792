import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
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

/** Beyond any CT: a claim of more is a bomb or a broken file. */
const MAX_BYTES = 2 ** 31;

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

function inflate(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw new RemnantError('unsupported', 'This file is compressed, but not whole or too large.', { cause: error });
  }
}

/**
 * @param file the bytes of a `.nii` or `.nii.gz`
 * @throws RemnantError 'unsupported' with the reason
 */
export function readNifti(file: Uint8Array): NiftiImage {
  const bytes = inflate(file);
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
  const code = view.getInt16(70, little);
  if (!isKnown(code)) throw unreadable('its voxels are not plain numbers');
  const type = numberTypes[code];
  const start = view.getFloat32(108, little);
  if (!(Number.isInteger(start) && start >= DATA_OFFSET) || start + count * type.BYTES_PER_ELEMENT > bytes.length)
    throw unreadable('voxels are missing');

  const affine = readAffine(view, little);
  if (![...affine.i, ...affine.j, ...affine.k, ...affine.origin].every(Number.isFinite))
    throw unreadable('its affine is not made of numbers');
  const stored = decode(bytes.subarray(start, start + count * type.BYTES_PER_ELEMENT), type, little);
  const slope = view.getFloat32(112, little);
  const intercept = view.getFloat32(116, little);
  // A slope of 0 means: not scaled (nifti1.h).
  const scaled = Number.isFinite(slope) && slope !== 0 && (slope !== 1 || intercept !== 0);
  const values = scaled ? Float64Array.from(stored, (value) => value * slope + intercept) : stored;
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
