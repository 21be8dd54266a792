/** The voxels of one slice in the order in which a view shows them. */
import { indexToPatient, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { dot } from '../../electron/core/domain/geometry.ts';
import { patientToCanvas, type CanvasPoint, type Size, type ViewCamera, type ViewPlane } from './camera.ts';

export interface SliceLattice {
  readonly columns: number;
  readonly rows: number;
  /** Memory offset of the voxel shown top left, and the steps to its right and lower neighbour. */
  readonly start: number;
  readonly columnStep: number;
  readonly rowStep: number;
  readonly columnMm: number;
  readonly rowMm: number;
  /** Canvas position of the outer corner of the voxel shown top left. */
  cornerOnCanvas(camera: ViewCamera, size: Size): CanvasPoint;
}

/** @param index along the plane's voxel axis. */
export function sliceLattice(geometry: VolumeGeometry, plane: ViewPlane, index: number): SliceLattice {
  const { dims, spacingMm, direction } = geometry;
  const grid = [direction.i, direction.j, direction.k];
  const strides = [1, dims[0], dims[0] * dims[1]];
  const along = (towards: ViewPlane['right']): { axis: number; forward: boolean } => {
    const axis = grid.findIndex((vector) => Math.abs(dot(vector, towards)) > 0.5);
    return { axis, forward: dot(grid[axis]!, towards) > 0 };
  };
  const across = along(plane.right);
  const down = along(plane.down);
  const corner: [number, number, number] = [0, 0, 0];
  corner[plane.sliceAxis] = index;
  corner[across.axis] = across.forward ? 0 : dims[across.axis]! - 1;
  corner[down.axis] = down.forward ? 0 : dims[down.axis]! - 1;
  const firstMm = indexToPatient(geometry, corner);
  const columnMm = spacingMm[across.axis]!;
  const rowMm = spacingMm[down.axis]!;
  return {
    columns: dims[across.axis]!,
    rows: dims[down.axis]!,
    start: corner[0] + corner[1] * strides[1]! + corner[2] * strides[2]!,
    columnStep: strides[across.axis]! * (across.forward ? 1 : -1),
    rowStep: strides[down.axis]! * (down.forward ? 1 : -1),
    columnMm,
    rowMm,
    cornerOnCanvas(camera, size) {
      const [x, y] = patientToCanvas(plane, camera, size, firstMm);
      return [x - columnMm / 2 / camera.mmPerPixel, y - rowMm / 2 / camera.mmPerPixel];
    },
  };
}
