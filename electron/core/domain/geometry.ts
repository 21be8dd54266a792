/**
 * The one place that turns voxel indices into patient coordinates and back.
 *
 * Patient coordinates are DICOM's LPS in mm (PS3.3 C.7.6.2.1.1): x grows to the patient's left, y to the back, z to the head.
 * A voxel's index (i, j, k) counts columns, rows and slices; its position is that of its centre.
 */
export type Vec3 = readonly [number, number, number];

/** Three unit vectors (patient coordinates) along which the column, row and slice index grow. Always right-handed and orthogonal. */
export interface Direction {
  readonly i: Vec3;
  readonly j: Vec3;
  readonly k: Vec3;
}

/** A regular voxel grid. The linear offset of voxel (i, j, k) is `i + dims[0] * (j + dims[1] * k)`. */
export interface VolumeGeometry {
  readonly dims: Vec3;
  readonly spacingMm: Vec3;
  /** Centre of voxel (0, 0, 0). */
  readonly originMm: Vec3;
  readonly direction: Direction;
}

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vec3, factor: number): Vec3 => [a[0] * factor, a[1] * factor, a[2] * factor];
export const length = (a: Vec3): number => Math.hypot(a[0], a[1], a[2]);
export const normalize = (a: Vec3): Vec3 => scale(a, 1 / length(a));

export function voxelCount({ dims }: VolumeGeometry): number {
  return dims[0] * dims[1] * dims[2];
}

/** Volume of one voxel in mL (1 mL = 1000 mm3). */
export function voxelVolumeMl({ spacingMm }: VolumeGeometry): number {
  return (spacingMm[0] * spacingMm[1] * spacingMm[2]) / 1000;
}

/** Centre of voxel `index` (may be fractional) in patient mm. */
export function indexToPatient({ originMm, spacingMm, direction }: VolumeGeometry, index: Vec3): Vec3 {
  const [a, b, c] = [index[0] * spacingMm[0], index[1] * spacingMm[1], index[2] * spacingMm[2]];
  return [
    originMm[0] + direction.i[0] * a + direction.j[0] * b + direction.k[0] * c,
    originMm[1] + direction.i[1] * a + direction.j[1] * b + direction.k[1] * c,
    originMm[2] + direction.i[2] * a + direction.j[2] * b + direction.k[2] * c,
  ];
}

/** Fractional voxel index of a patient point in mm. */
export function patientToIndex({ originMm, spacingMm, direction }: VolumeGeometry, pointMm: Vec3): Vec3 {
  const offset = subtract(pointMm, originMm);
  return [
    dot(offset, direction.i) / spacingMm[0],
    dot(offset, direction.j) / spacingMm[1],
    dot(offset, direction.k) / spacingMm[2],
  ];
}

/** Letters of the patient direction a vector points to, strongest first: `L`, `RA`, `HLP`... (PS3.3 C.7.6.1.1.1). */
export function orientationLetters(vector: Vec3, threshold = 0.2): string {
  const pairs = [
    { letter: vector[0] >= 0 ? 'L' : 'R', size: Math.abs(vector[0]) },
    { letter: vector[1] >= 0 ? 'P' : 'A', size: Math.abs(vector[1]) },
    { letter: vector[2] >= 0 ? 'H' : 'F', size: Math.abs(vector[2]) },
  ];
  return pairs
    .filter(({ size }) => size > threshold)
    .sort((a, b) => b.size - a.size)
    .map(({ letter }) => letter)
    .join('');
}

/** Same grid within a tolerance (default 0.001 mm over the whole extent), so that voxels correspond one to one. */
export function sameGrid(a: VolumeGeometry, b: VolumeGeometry, toleranceMm = 1e-3): boolean {
  if (a.dims.some((size, axis) => size !== b.dims[axis])) return false;
  const corners: Vec3[] = [
    [0, 0, 0],
    [a.dims[0], 0, 0],
    [0, a.dims[1], 0],
    [0, 0, a.dims[2]],
  ];
  return corners.every(
    (corner) => length(subtract(indexToPatient(a, corner), indexToPatient(b, corner))) <= toleranceMm,
  );
}
