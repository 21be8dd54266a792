/**
 * Where a view looks, without any library: the three planes of a volume, what a canvas point is in patient mm, and back.
 *
 * Views lie on the voxel grid: each plane is spanned by the grid axes nearest to the patient's, so a slice is always a slice of voxels
 * and never a mixture; the letters come from the true directions. A canvas point counts CSS pixels from the top left corner.
 */
import {
  add,
  dot,
  indexToPatient,
  orientationLetters,
  patientToIndex,
  scale,
  subtract,
  type Vec3,
  type VolumeGeometry,
} from '../../electron/core/domain/geometry.ts';

export const viewNames = ['axial', 'coronal', 'sagittal'] as const;
export type ViewName = (typeof viewNames)[number];

export interface Size {
  readonly width: number;
  readonly height: number;
}
export type CanvasPoint = readonly [x: number, y: number];

/** A plane through a volume. `right`, `down` and `into` (away from the person looking) are unit vectors in patient coordinates. */
export interface ViewPlane {
  readonly name: ViewName;
  readonly right: Vec3;
  readonly down: Vec3;
  readonly into: Vec3;
  /** The voxel axis that counts this view's slices. */
  readonly sliceAxis: 0 | 1 | 2;
  /** +1 when slice number 1 (the first when scrolling) is voxel index 0, else -1. */
  readonly sliceStep: 1 | -1;
}

export interface ViewCamera {
  /** Shown in the middle of the canvas. */
  readonly centreMm: Vec3;
  /** mm per CSS pixel. */
  readonly mmPerPixel: number;
}

interface SignedAxis {
  readonly axis: 0 | 1 | 2;
  readonly vector: Vec3;
  readonly sign: 1 | -1;
}

const patientAxes: readonly Vec3[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

const permutations = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** For left, back and head the grid axis that comes closest, each used once. */
function nearestGridAxes({ direction }: VolumeGeometry): [SignedAxis, SignedAxis, SignedAxis] {
  const grid = [direction.i, direction.j, direction.k] as const;
  const agreement = (order: (typeof permutations)[number]): number =>
    order.reduce<number>((sum, axis, at) => sum + Math.abs(dot(grid[axis], patientAxes[at]!)), 0);
  const best = permutations.reduce((a, b) => (agreement(b) > agreement(a) ? b : a));
  const signed = (at: 0 | 1 | 2): SignedAxis => {
    const axis = best[at];
    const sign = dot(grid[axis], patientAxes[at]!) < 0 ? -1 : 1;
    return { axis, sign, vector: scale(grid[axis], sign) };
  };
  return [signed(0), signed(1), signed(2)];
}

const opposite = ({ axis, vector, sign }: SignedAxis): SignedAxis => ({
  axis,
  vector: scale(vector, -1),
  sign: sign === 1 ? -1 : 1,
});

/**
 * The planes as radiologists hang them: axial from the feet (patient's right on the image's left), coronal from the front, sagittal from
 * the left. Scrolling on goes to the feet in axial and into the screen in the others.
 */
export function viewPlanes(geometry: VolumeGeometry): Record<ViewName, ViewPlane> {
  const [left, back, head] = nearestGridAxes(geometry);
  const feet = opposite(head);
  const plane = (
    name: ViewName,
    right: SignedAxis,
    down: SignedAxis,
    into: SignedAxis,
    onward: SignedAxis,
  ): ViewPlane => ({
    name,
    right: right.vector,
    down: down.vector,
    into: into.vector,
    sliceAxis: onward.axis,
    sliceStep: onward.sign,
  });
  return {
    axial: plane('axial', left, back, head, feet),
    coronal: plane('coronal', left, feet, back, back),
    sagittal: plane('sagittal', back, feet, opposite(left), opposite(left)),
  };
}

/** Letters at the four edges of a view, e.g. R, L, A, P around an axial view. */
export function edgeLetters({ right, down }: ViewPlane): { left: string; right: string; top: string; bottom: string } {
  return {
    left: orientationLetters(scale(right, -1)),
    right: orientationLetters(right),
    top: orientationLetters(scale(down, -1)),
    bottom: orientationLetters(down),
  };
}

export function canvasToPatient(plane: ViewPlane, camera: ViewCamera, size: Size, [x, y]: CanvasPoint): Vec3 {
  const across = scale(plane.right, (x - size.width / 2) * camera.mmPerPixel);
  const down = scale(plane.down, (y - size.height / 2) * camera.mmPerPixel);
  return add(camera.centreMm, add(across, down));
}

/** Projects along the view's direction. */
export function patientToCanvas(plane: ViewPlane, camera: ViewCamera, size: Size, pointMm: Vec3): CanvasPoint {
  const offset = subtract(pointMm, camera.centreMm);
  return [
    size.width / 2 + dot(offset, plane.right) / camera.mmPerPixel,
    size.height / 2 + dot(offset, plane.down) / camera.mmPerPixel,
  ];
}

/** Distance of a patient point from the plane shown, positive away from the person looking. */
export const depthMm = (plane: ViewPlane, camera: ViewCamera, pointMm: Vec3): number =>
  dot(subtract(pointMm, camera.centreMm), plane.into);

export const sliceCount = (geometry: VolumeGeometry, plane: ViewPlane): number => geometry.dims[plane.sliceAxis];
export const sliceSpacingMm = (geometry: VolumeGeometry, plane: ViewPlane): number =>
  geometry.spacingMm[plane.sliceAxis];

/** Index along the plane's voxel axis of the slice nearest to the camera's centre. */
export function voxelSlice(geometry: VolumeGeometry, plane: ViewPlane, camera: ViewCamera): number {
  const index = Math.round(patientToIndex(geometry, camera.centreMm)[plane.sliceAxis]);
  return Math.min(Math.max(index, 0), sliceCount(geometry, plane) - 1);
}

/** Number of the slice as people count, from 1 in the order of scrolling. */
export function sliceNumber(geometry: VolumeGeometry, plane: ViewPlane, camera: ViewCamera): number {
  const index = voxelSlice(geometry, plane, camera);
  return plane.sliceStep === 1 ? index + 1 : sliceCount(geometry, plane) - index;
}

/** The camera moved onto the voxel slice `index` (clamped to the volume), its centre kept in the plane. */
export function atVoxelSlice(
  geometry: VolumeGeometry,
  plane: ViewPlane,
  camera: ViewCamera,
  index: number,
): ViewCamera {
  const clamped = Math.min(Math.max(Math.round(index), 0), sliceCount(geometry, plane) - 1);
  const at = patientToIndex(geometry, camera.centreMm);
  const moved: [number, number, number] = [at[0], at[1], at[2]];
  moved[plane.sliceAxis] = clamped;
  return { ...camera, centreMm: indexToPatient(geometry, moved) };
}

export function scrolled(geometry: VolumeGeometry, plane: ViewPlane, camera: ViewCamera, slices: number): ViewCamera {
  return atVoxelSlice(geometry, plane, camera, voxelSlice(geometry, plane, camera) + slices * plane.sliceStep);
}

export function panned(plane: ViewPlane, camera: ViewCamera, dx: number, dy: number): ViewCamera {
  const shift = add(scale(plane.right, -dx * camera.mmPerPixel), scale(plane.down, -dy * camera.mmPerPixel));
  return { ...camera, centreMm: add(camera.centreMm, shift) };
}

const MIN_MM_PER_PIXEL = 0.02;
const MAX_MM_PER_PIXEL = 8;

/** Magnified by `factor` (above 1 is closer) around a canvas point, which stays where it is. */
export function zoomedAt(
  plane: ViewPlane,
  camera: ViewCamera,
  size: Size,
  point: CanvasPoint,
  factor: number,
): ViewCamera {
  const mmPerPixel = Math.min(Math.max(camera.mmPerPixel / factor, MIN_MM_PER_PIXEL), MAX_MM_PER_PIXEL);
  const fixed = canvasToPatient(plane, camera, size, point);
  const after = canvasToPatient(plane, { ...camera, mmPerPixel }, size, point);
  return { mmPerPixel, centreMm: add(camera.centreMm, subtract(fixed, after)) };
}

/** Extent of the volume along a direction of its grid, in mm. */
function extentMm({ dims, spacingMm, direction }: VolumeGeometry, along: Vec3): number {
  const axes = [direction.i, direction.j, direction.k];
  return axes.reduce((sum, axis, at) => sum + Math.abs(dot(axis, along)) * dims[at]! * spacingMm[at]!, 0);
}

/** The middle slice, the whole plane within the canvas. */
export function fittedCamera(geometry: VolumeGeometry, plane: ViewPlane, size: Size): ViewCamera {
  const middle = indexToPatient(geometry, [
    (geometry.dims[0] - 1) / 2,
    (geometry.dims[1] - 1) / 2,
    (geometry.dims[2] - 1) / 2,
  ]);
  const mmPerPixel = Math.max(
    extentMm(geometry, plane.right) / Math.max(size.width, 1),
    extentMm(geometry, plane.down) / Math.max(size.height, 1),
  );
  const camera = { centreMm: middle, mmPerPixel };
  return atVoxelSlice(geometry, plane, camera, voxelSlice(geometry, plane, camera));
}

/** Moved so that its plane contains the point's slice; panned only when the point would not be visible. */
export function throughPoint(
  geometry: VolumeGeometry,
  plane: ViewPlane,
  camera: ViewCamera,
  size: Size,
  pointMm: Vec3,
): ViewCamera {
  const sliced = atVoxelSlice(geometry, plane, camera, patientToIndex(geometry, pointMm)[plane.sliceAxis]);
  const [x, y] = patientToCanvas(plane, sliced, size, pointMm);
  const visible = x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  return visible
    ? sliced
    : atVoxelSlice(geometry, plane, { ...sliced, centreMm: pointMm }, voxelSlice(geometry, plane, sliced));
}
