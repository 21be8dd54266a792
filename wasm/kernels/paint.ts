import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { patientToIndex } from '../../electron/core/domain/geometry.ts';
import { BoxBuilder } from './box.ts';
import type { PaintSegment } from './partition.ts';
import { paintTable } from './partition.ts';
import { scanCapsule } from './capsule.ts';
import type { SideOfPoint, VoxelBox } from './types.ts';
import { resectedSide } from './types.ts';

export interface PaintStep {
  /** Last and current position of the pointer; the same point for a single dab. */
  readonly fromMm: Vec3;
  readonly toMm: Vec3;
  readonly radiusMm: number;
  /** `sphere` draws in 3D; `disc` in one slice of the view. */
  readonly shape: 'disc' | 'sphere';
  /** Normal of the view's plane; needed for `disc`. */
  readonly planeNormal?: Vec3;
  readonly segment: PaintSegment;
  /** Side that new liver or tumour belongs to; without a cut the resected part. */
  readonly side?: SideOfPoint | null;
}

/**
 * Draws the capsule from `fromMm` to `toMm` into `labels`, so that a fast pointer leaves no gaps.
 * @returns the box of voxels that changed, or null when none did.
 */
export function paint(labels: Uint8Array, geometry: VolumeGeometry, step: PaintStep): VoxelBox | null {
  const side = step.side ?? resectedSide;
  const tables = [paintTable(step.segment, false), paintTable(step.segment, true)] as const;
  const needsSide = tables[0][0] !== tables[1][0];
  const { dims } = geometry;
  const box = new BoxBuilder();
  const visit = (i: number, j: number, k: number, x: number, y: number, z: number): void => {
    const at = i + dims[0] * (j + dims[1] * k);
    const label = labels[at]!;
    const table = needsSide && label === 0 && side(x, y, z) ? tables[1] : tables[0];
    const painted = table[label]!;
    if (painted === label) return;
    labels[at] = painted;
    box.add(i, j, k);
  };
  const plane = step.shape === 'disc' && step.planeNormal ? step.planeNormal : null;
  scanCapsule(geometry, { fromMm: step.fromMm, toMm: step.toMm, radiusMm: step.radiusMm, planeNormal: plane }, visit);
  visitNearest(geometry, step.toMm, visit);
  return box.done();
}

/** A brush finer than the voxels still draws the one voxel it is in. */
function visitNearest(
  geometry: VolumeGeometry,
  pointMm: Vec3,
  visit: (i: number, j: number, k: number, x: number, y: number, z: number) => void,
): void {
  const [i, j, k] = patientToIndex(geometry, pointMm).map(Math.round) as [number, number, number];
  const inside = [i, j, k].every((index, axis) => index >= 0 && index < geometry.dims[axis]!);
  if (inside) visit(i, j, k, pointMm[0], pointMm[1], pointMm[2]);
}
