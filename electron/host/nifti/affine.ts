/**
 * The one place where NIfTI's RAS (x to the patient's right, y to the front) meets DICOM's LPS: x and y change sign
 * (nifti1.h, "3D image orientation"; PS3.3 C.7.6.2.1.1).
 */
import type { Vec3, VolumeGeometry } from '../../core/domain/geometry.ts';

/** Columns of an index-to-mm matrix: steps along i, j, k and the position of voxel (0, 0, 0). */
export interface Affine {
  readonly i: Vec3;
  readonly j: Vec3;
  readonly k: Vec3;
  readonly origin: Vec3;
}

const turned = ([x, y, z]: Vec3): Vec3 => [-x, -y, z];
const scaled = ([x, y, z]: Vec3, factor: number): Vec3 => [x * factor, y * factor, z * factor];

/** LPS to RAS and, being its own inverse, back. */
export const swapLpsRas = ({ i, j, k, origin }: Affine): Affine => ({
  i: turned(i),
  j: turned(j),
  k: turned(k),
  origin: turned(origin),
});

/** Index to LPS mm of a volume. */
export const affineOf = ({ direction, spacingMm, originMm }: VolumeGeometry): Affine => ({
  i: scaled(direction.i, spacingMm[0]),
  j: scaled(direction.j, spacingMm[1]),
  k: scaled(direction.k, spacingMm[2]),
  origin: originMm,
});

/** Rotation with unit columns i, j, k (right-handed) as the quaternion (b, c, d) of a qform; a >= 0 follows from unit length. */
export function toQuaternion(i: Vec3, j: Vec3, k: Vec3): Vec3 {
  // As nifti_mat44_to_quatern: take the largest component first, so that nothing is divided by a small number.
  const trace = i[0] + j[1] + k[2];
  const quarter = (value: number): number => 0.5 * Math.sqrt(Math.max(value, 0));
  let [a, b, c, d] = [
    quarter(1 + trace),
    quarter(1 + i[0] - j[1] - k[2]),
    quarter(1 - i[0] + j[1] - k[2]),
    quarter(1 - i[0] - j[1] + k[2]),
  ];
  const largest = Math.max(a, b, c, d);
  if (largest === a) [b, c, d] = [(j[2] - k[1]) / (4 * a), (k[0] - i[2]) / (4 * a), (i[1] - j[0]) / (4 * a)];
  else if (largest === b) [a, c, d] = [(j[2] - k[1]) / (4 * b), (j[0] + i[1]) / (4 * b), (k[0] + i[2]) / (4 * b)];
  else if (largest === c) [a, b, d] = [(k[0] - i[2]) / (4 * c), (j[0] + i[1]) / (4 * c), (k[1] + j[2]) / (4 * c)];
  else [a, b, c] = [(i[1] - j[0]) / (4 * d), (k[0] + i[2]) / (4 * d), (k[1] + j[2]) / (4 * d)];
  return a < 0 ? [-b, -c, -d] : [b, c, d];
}

/** Unit columns of the rotation of quaternion (b, c, d). */
export function fromQuaternion([b, c, d]: Vec3): readonly [Vec3, Vec3, Vec3] {
  let a = 1 - (b * b + c * c + d * d);
  if (a < 1e-7) {
    // A turn by 180 degrees, whose rounding may leave a little more than unit length.
    const norm = 1 / Math.sqrt(b * b + c * c + d * d);
    [a, b, c, d] = [0, b * norm, c * norm, d * norm];
  } else a = Math.sqrt(a);
  return [
    [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
    [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)],
    [2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - c * c - b * b],
  ];
}
