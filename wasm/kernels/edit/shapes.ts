/** Shapes that a segment can be given. */
import {
  patientToIndex,
  voxelVolumeMl,
  type Vec3,
  type VolumeGeometry,
} from '../../../electron/core/domain/geometry.ts';
import { isRemnantSide, type SegmentName } from '../../../electron/core/domain/labels.ts';
import { boxDims, growBox, marginVoxels } from '../box.ts';
import { fillHoles } from '../components.ts';
import type { KernelContext, Shape, VoxelBox } from '../types.ts';
import type { EditTarget } from './applyEdit.ts';
import { eroded, within } from '../within.ts';
import { membershipTable } from './masking.ts';
import { fillPiece, findPieces, holds, type Piece } from './pieces.ts';
import { smoothPieces } from './smooth.ts';

/** Changes of one segment's shape. */
export type ShapeOperation =
  /** Grows (positive) or shrinks (negative) by a distance. */
  | { readonly kind: 'margin'; readonly marginMm: number }
  | { readonly kind: 'smooth'; readonly radiusMm: number }
  | { readonly kind: 'fillHoles' }
  | { readonly kind: 'keepLargest' }
  | { readonly kind: 'removeSmall'; readonly belowMl: number }
  /** Of the piece at a point, that piece alone or all but it. */
  | { readonly kind: 'keepPiece' | 'removePiece'; readonly pointMm: Vec3 }
  /** With the voxels of another segment; the FLR counts here with the tumours in it. */
  | { readonly kind: 'add' | 'subtract' | 'intersect'; readonly other: SegmentName };

/** The box of the voxels whose label the table has, or null. */
export function labelBox(labels: Uint8Array, { dims }: VolumeGeometry, table: Uint8Array): VoxelBox | null {
  const ofRow = new Uint8Array(dims[0]);
  let box: VoxelBox | null = null;
  for (let row = 0; row < dims[1] * dims[2]; row++) {
    const start = row * dims[0];
    for (let i = 0; i < dims[0]; i++) ofRow[i] = table[labels[start + i]!]!;
    const first = ofRow.indexOf(1);
    if (first < 0) continue;
    const last = ofRow.lastIndexOf(1);
    const j = row % dims[1];
    const k = Math.floor(row / dims[1]);
    box =
      box === null
        ? { min: [first, j, k], max: [last, j, k] }
        : {
            min: [Math.min(box.min[0], first), Math.min(box.min[1], j), box.min[2]],
            max: [Math.max(box.max[0], last), Math.max(box.max[1], j), k],
          };
  }
  return box;
}

/** Where the labels of `box` are in the table, as 0/1. */
function maskOf(labels: Uint8Array, dims: Vec3, box: VoxelBox, table: Uint8Array): Uint8Array {
  const [columns, rows, slices] = boxDims(box);
  const mask = new Uint8Array(columns * rows * slices);
  let to = 0;
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      const row = box.min[0] + dims[0] * (j + dims[1] * k);
      for (let i = 0; i < columns; i++, to++) mask[to] = table[labels[row + i]!]!;
    }
  }
  return mask;
}

/** How far beyond the segment an operation may draw, mm. */
const reachMm = (operation: ShapeOperation): number =>
  operation.kind === 'margin'
    ? Math.max(operation.marginMm, 0)
    : operation.kind === 'smooth'
      ? (3 * operation.radiusMm) / 2
      : 0;

/** Works out the new shape of a segment; changes nothing. @returns null when nothing of it is drawn, or nothing of what it needs. */
export function planShape(
  { labels, geometry }: EditTarget,
  segment: SegmentName,
  operation: ShapeOperation,
  ctx: KernelContext,
): Shape | null {
  const { dims } = geometry;
  const belongs = membershipTable(segment);
  const tight = labelBox(
    labels,
    geometry,
    operation.kind === 'add' ? either(belongs, territory(operation.other)) : belongs,
  );
  if (tight === null) return null;
  const reach = marginVoxels(geometry, reachMm(operation));
  const margin: Vec3 = [reach[0] + 1, reach[1] + 1, reach[2] + 1];
  const box = growBox(tight, margin, dims);
  const mask = maskOf(labels, dims, box, belongs);
  const changed = reshape(mask, box, labels, geometry, operation, ctx);
  return changed === null ? null : { box, mask: changed };
}

/** The whole part of the liver that a segment's name stands for when it is combined with another. */
const territory = (segment: SegmentName): Uint8Array =>
  segment === 'flr'
    ? Uint8Array.from({ length: 256 }, (_, label) => Number(isRemnantSide(label)))
    : membershipTable(segment);

const either = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((value, at) => value | b[at]!);

/** The mask as the operation makes it, in place or fresh. @returns null: the operation doesn't apply. */
function reshape(
  mask: Uint8Array,
  box: VoxelBox,
  labels: Uint8Array,
  geometry: VolumeGeometry,
  operation: ShapeOperation,
  ctx: KernelContext,
): Uint8Array | null {
  const dims = boxDims(box);
  const { spacingMm } = geometry;
  switch (operation.kind) {
    case 'margin':
      return grown(mask, dims, spacingMm, operation.marginMm, ctx);
    case 'smooth':
      smoothPieces(mask, dims, spacingMm, operation.radiusMm, ctx);
      return mask;
    case 'fillHoles':
      fillHoles(mask, dims);
      return mask;
    case 'keepLargest':
    case 'removeSmall':
    case 'keepPiece':
    case 'removePiece':
      return withPieces(mask, dims, (pieces) => dropped(pieces, box, geometry, operation));
    case 'add':
    case 'subtract':
    case 'intersect':
      return combined(mask, maskOf(labels, geometry.dims, box, territory(operation.other)), operation.kind);
  }
}

function grown(mask: Uint8Array, dims: Vec3, spacingMm: Vec3, marginMm: number, ctx: KernelContext): Uint8Array {
  if (marginMm >= 0) return within(mask, 1, dims, spacingMm, marginMm, ctx);
  return eroded(mask, dims, spacingMm, -marginMm, ctx);
}

/** Takes out of the mask what `choose` names. */
function withPieces(mask: Uint8Array, dims: Vec3, choose: (pieces: readonly Piece[]) => readonly Piece[]): Uint8Array {
  for (const piece of choose(findPieces(mask, dims))) fillPiece(mask, piece, 0);
  return mask;
}

type PieceOperation = Extract<ShapeOperation, { kind: 'keepLargest' | 'removeSmall' | 'keepPiece' | 'removePiece' }>;

function dropped(
  pieces: readonly Piece[],
  box: VoxelBox,
  geometry: VolumeGeometry,
  operation: PieceOperation,
): readonly Piece[] {
  switch (operation.kind) {
    case 'keepLargest': {
      const largest = pieces.reduce((best, piece) => (piece.voxels > best.voxels ? piece : best));
      return pieces.filter((piece) => piece !== largest);
    }
    case 'removeSmall':
      return pieces.filter(({ voxels }) => voxels * voxelVolumeMl(geometry) < operation.belowMl);
    case 'keepPiece':
    case 'removePiece': {
      const picked = pieceAt(pieces, box, geometry, operation.pointMm);
      if (picked === null) return [];
      return operation.kind === 'removePiece' ? [picked] : pieces.filter((piece) => piece !== picked);
    }
  }
}

function pieceAt(pieces: readonly Piece[], box: VoxelBox, geometry: VolumeGeometry, pointMm: Vec3): Piece | null {
  const [columns, rows, slices] = boxDims(box);
  const index = patientToIndex(geometry, pointMm).map((at, axis) => Math.round(at) - box.min[axis]!);
  const [i, j, k] = [index[0]!, index[1]!, index[2]!];
  if (i < 0 || j < 0 || k < 0 || i >= columns || j >= rows || k >= slices) return null;
  return pieces.find((piece) => holds(piece, i + columns * (j + rows * k))) ?? null;
}

function combined(mask: Uint8Array, other: Uint8Array, how: 'add' | 'subtract' | 'intersect'): Uint8Array {
  for (let at = 0; at < mask.length; at++) {
    const both = other[at]!;
    mask[at] = how === 'add' ? mask[at]! | both : how === 'subtract' ? mask[at]! & (1 - both) : mask[at]! & both;
  }
  return mask;
}
