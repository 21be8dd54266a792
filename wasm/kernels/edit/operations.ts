/** What the editing tools do, as plain data: worked out first, written at the end, always through the masking. */
import type { SegmentName } from '../../../electron/core/domain/labels.ts';
import type { PaintSegment } from '../partition.ts';
import type { KernelContext, VoxelBox } from '../types.ts';
import { applyEdit, applyRange, applyShape, type EditTarget } from './applyEdit.ts';
import { changeableLabels, drawnAs, erasedAs, membershipTable, type HuRange, type Masking } from './masking.ts';
import { prismRegion, sliceRegion, whereIn, type Axis, type Prism } from './regions.ts';
import { labelBox, planShape, type ShapeOperation } from './shapes.ts';

export type EditOperation =
  | (ShapeOperation & { readonly segment: SegmentName })
  /** Draws inside or outside of an outline, through some slices. */
  | ({ readonly kind: 'outline'; readonly segment: PaintSegment } & Prism)
  /** Adds what lies in the range to a segment, or takes out of it what does not. */
  | { readonly kind: 'threshold'; readonly segment: SegmentName; readonly range: HuRange; readonly how: ThresholdHow }
  /** The section of slice `from` across `axis`, added to slice `to`. */
  | {
      readonly kind: 'copySlice';
      readonly segment: SegmentName;
      readonly axis: Axis;
      readonly from: number;
      readonly to: number;
    };

export type ThresholdHow = 'add' | 'keep';

/** Writes what was worked out. @returns the box of voxels that changed, or null when none did. */
export type Write = () => VoxelBox | null;

/**
 * Works out an operation; nothing is changed before the result is called. Uses at most about 2.5 bytes per voxel of the box that the
 * segment takes with what the operation reaches.
 * @throws RemnantError('cancelled')
 */
export function planEdit(target: EditTarget, operation: EditOperation, masking: Masking, ctx: KernelContext): Write {
  switch (operation.kind) {
    case 'outline':
      return () => applyOutline(target, operation, masking);
    case 'threshold':
      return () => applyThreshold(target, operation, masking);
    case 'copySlice':
      return () => copySlice(target, operation, masking);
    default: {
      const shape = planShape(target, operation.segment, operation, ctx);
      return () => (shape === null ? null : applyShape(target, shape, operation.segment, masking));
    }
  }
}

/** Voxels outside of the outline are many: only where something is drawn that the tool changes are they gone through. */
function applyOutline(
  target: EditTarget,
  operation: Extract<EditOperation, { kind: 'outline' }>,
  masking: Masking,
): VoxelBox | null {
  const { segment, inside } = operation;
  if (inside) return applyEdit(target, prismRegion(operation), segment, masking);
  const drawn = labelBox(target.labels, target.geometry, changeableLabels(segment, masking));
  return drawn === null ? null : applyEdit(target, prismRegion(operation, drawn), segment, masking);
}

function applyThreshold(
  target: EditTarget,
  { segment, range, how }: Extract<EditOperation, { kind: 'threshold' }>,
  masking: Masking,
): VoxelBox | null {
  const [where, drawn] = how === 'add' ? (['inside', drawnAs] as const) : (['outside', erasedAs] as const);
  return applyRange(target, range, where, drawn[segment], masking);
}

function copySlice(
  target: EditTarget,
  { segment, axis, from, to }: Extract<EditOperation, { kind: 'copySlice' }>,
  masking: Masking,
): VoxelBox | null {
  const { labels, geometry } = target;
  if (from < 0 || from >= geometry.dims[axis]) return null;
  const belongs = membershipTable(segment);
  const [columns, rows] = geometry.dims;
  const shift = (from - to) * ([1, columns, columns * rows] as const)[axis];
  const section = whereIn(sliceRegion(axis, to), (at) => belongs[labels[at + shift]!] === 1);
  return applyEdit(target, section, drawnAs[segment], masking);
}
