/** The part of NIfTI-1 that converters write: one volume of int16 with an affine, uncompressed. Apart from the project's own reader. */
import type { Vec3 } from '../../electron/core/domain/geometry.ts';

type AffineRow = readonly [number, number, number, number];

export interface NiftiVolume {
  readonly dims: readonly [number, number, number];
  /** Rows of index -> mm, with x to the right, y to the front, z up. */
  readonly affine: readonly [AffineRow, AffineRow, AffineRow];
  readonly valueAt: (offset: number) => number;
}

const INT16 = 4;
const UINT16 = 512;

/** @throws RangeError when it isn't such a file */
export function readNiftiVolume(file: Buffer): NiftiVolume {
  const type = file.readInt16LE(70);
  const read = type === INT16 ? 'readInt16LE' : 'readUInt16LE';
  if (file.readInt32LE(0) !== 348 || (type !== INT16 && type !== UINT16) || file.readInt16LE(254) === 0)
    throw new RangeError('not a NIfTI-1 volume of 16-bit numbers with an sform');
  const start = file.readFloatLE(108);
  const [slope, intercept] = [file.readFloatLE(112) || 1, file.readFloatLE(116)];
  const row = (at: number): AffineRow => [
    file.readFloatLE(at),
    file.readFloatLE(at + 4),
    file.readFloatLE(at + 8),
    file.readFloatLE(at + 12),
  ];
  return {
    dims: [file.readInt16LE(42), file.readInt16LE(44), file.readInt16LE(46)],
    affine: [row(280), row(296), row(312)],
    valueAt: (offset) => file[read](start + 2 * offset) * slope + intercept,
  };
}

/** Index, not rounded, of a point in LPS mm. */
export function niftiIndex({ affine }: NiftiVolume, [left, back, up]: Vec3): Vec3 {
  const [a, b, c] = affine;
  const point: Vec3 = [-left - a[3], -back - b[3], up - c[3]];
  // Cramer's rule
  const column = (at: 0 | 1 | 2): Vec3 => [a[at], b[at], c[at]];
  const det = (x: Vec3, y: Vec3, z: Vec3): number =>
    x[0] * (y[1] * z[2] - y[2] * z[1]) - x[1] * (y[0] * z[2] - y[2] * z[0]) + x[2] * (y[0] * z[1] - y[1] * z[0]);
  const [i, j, k] = [column(0), column(1), column(2)];
  const whole = det(i, j, k);
  return [det(point, j, k) / whole, det(i, point, k) / whole, det(i, j, point) / whole];
}
