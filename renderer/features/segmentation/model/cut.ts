/** The cut as it is being drawn: lines and points that a smooth surface goes through, and a point on the remnant's side. */
import type { Cut } from '../../../../electron/core/contract/common.ts';
import {
  add,
  dot,
  indexToPatient,
  length,
  scale,
  subtract,
  type Vec3,
  type VolumeGeometry,
} from '../../../../electron/core/domain/geometry.ts';
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import { cutSide } from '../../../../wasm/kernels/index.ts';
import { fitSurface, type SurfaceHeight } from '../../../../wasm/kernels/surface.ts';
import { simplified, strokeLengthMm } from './strokes.ts';

export interface CutDraft {
  readonly pointsMm: readonly Vec3[];
  readonly flrSide: Vec3 | null;
  /** The person said which side remains; otherwise it is proposed anew with each change. */
  readonly isSideChosen: boolean;
  /** Normal of the slices that were drawn on last: a line on a single slice cuts straight through the others. */
  readonly normal: Vec3 | null;
  /** The line that is being drawn. */
  readonly line: readonly Vec3[];
}

export const emptyCut: CutDraft = {
  pointsMm: [],
  flrSide: null,
  isSideChosen: false,
  normal: null,
  line: [],
};

/** A line shorter than this is a click. */
const SHORTEST_LINE_MM = 4;
/** Points of a free-hand line lie this close to it: enough for a smooth surface, few enough to be moved one by one. */
const LINE_TOLERANCE_MM = 2;
/** Points this close in depth lie on one slice. */
const SAME_SLICE_MM = 0.5;
/** How far a line on a single slice reaches to both sides; the surface goes on beyond. */
const STRAIGHT_MM = 60;

const triple = ([x, y, z]: Vec3): [number, number, number] => [x, y, z];

/** A stored cut, opened to be changed. Only its first surface can be drawn on; a cut from elsewhere with several starts anew. */
export function draftOf(cut: Cut | null): CutDraft {
  if (cut?.surfaces.length !== 1) return emptyCut;
  return { ...emptyCut, pointsMm: cut.surfaces[0]!.pointsMm, flrSide: cut.flrSide, isSideChosen: true };
}

/** @param normal of the slice that was clicked on */
export const clicked = (draft: CutDraft, pointMm: Vec3, normal: Vec3 | null = null): CutDraft => ({
  ...draft,
  normal,
  pointsMm: [...draft.pointsMm, pointMm],
});

/** The free-hand line that was drawn becomes points; it takes the place of what was drawn on its slice before. A short one is a click. */
export function withLine(draft: CutDraft, normal: Vec3): CutDraft {
  const { line } = draft;
  const bare = { ...draft, line: [] };
  if (line.length === 0) return bare;
  if (strokeLengthMm(line) < SHORTEST_LINE_MM) return clicked(bare, line[0]!, normal);
  const depth = dot(line[0]!, normal);
  const elsewhere = draft.pointsMm.filter((point) => Math.abs(dot(point, normal) - depth) > SAME_SLICE_MM);
  return { ...bare, normal, pointsMm: [...elsewhere, ...simplified(line, LINE_TOLERANCE_MM)] };
}

/** The point under the pointer on the slice that is shown, or -1. */
export function pointNear({ pointsMm }: CutDraft, pointMm: Vec3, normal: Vec3, reachMm: number): number {
  const distances = pointsMm.map((point) => {
    const off = subtract(point, pointMm);
    return Math.abs(dot(off, normal)) > SAME_SLICE_MM ? Infinity : length(off);
  });
  const nearest = Math.min(...distances, Infinity);
  return nearest <= reachMm ? distances.indexOf(nearest) : -1;
}

/** Where the pointer would take hold of the cut on the slice that is shown. */
export interface CutGrip {
  readonly pointMm: Vec3;
  /** The point that is there already; null: one is set into the line. */
  readonly index: number | null;
}

/**
 * A point within reach, or the line itself: pulling it anywhere bends it there.
 * @param surfaceMm the surface through the draft, null while there is none
 */
export function gripAt(
  draft: CutDraft,
  surfaceMm: SurfaceHeight | null,
  pointMm: Vec3,
  normal: Vec3,
  reachMm: { readonly point: number; readonly line: number },
): CutGrip | null {
  const index = pointNear(draft, pointMm, normal, reachMm.point);
  if (index >= 0) return { pointMm: draft.pointsMm[index]!, index };
  if (surfaceMm === null || distanceOnSlice(surfaceMm, pointMm, normal) > reachMm.line) return null;
  return { pointMm, index: null };
}

const PROBE_MM = 0.5;

/** About how far the surface's line on the slice is, from its height and how fast that changes across the slice. */
function distanceOnSlice(surfaceMm: SurfaceHeight, pointMm: Vec3, normal: Vec3): number {
  const height = surfaceMm(...pointMm);
  const slope = [0, 1, 2].map((axis) => {
    const step: Vec3 = [axis === 0 ? PROBE_MM : 0, axis === 1 ? PROBE_MM : 0, axis === 2 ? PROBE_MM : 0];
    return (surfaceMm(...add(pointMm, step)) - height) / PROBE_MM;
  }) as [number, number, number];
  const across = subtract(slope, scale(normal, dot(slope, normal)));
  return Math.abs(height) / Math.max(length(across), 1e-6);
}

export const moved = (draft: CutDraft, index: number, pointMm: Vec3): CutDraft => ({
  ...draft,
  pointsMm: draft.pointsMm.map((point, at) => (at === index ? pointMm : point)),
});

export const withoutLast = (draft: CutDraft): CutDraft => ({ ...draft, pointsMm: draft.pointsMm.slice(0, -1) });

/** The person says on which side the remnant is. */
export const withSide = (draft: CutDraft, flrSide: Vec3): CutDraft => ({ ...draft, flrSide, isSideChosen: true });

/** The points that the surface goes through: those that were drawn and, while they lie on a single slice, their like on both sides of it. */
export function surfacePoints({ pointsMm, normal }: CutDraft): readonly Vec3[] {
  if (normal === null || pointsMm.length < 2) return pointsMm;
  const depths = pointsMm.map((point) => dot(point, normal));
  if (Math.max(...depths) - Math.min(...depths) > SAME_SLICE_MM) return pointsMm;
  const beside = (mm: number): Vec3[] => pointsMm.map((point) => add(point, scale(normal, mm)));
  return [...beside(-STRAIGHT_MM), ...pointsMm, ...beside(STRAIGHT_MM)];
}

export interface Sides {
  readonly smaller: Vec3;
  readonly larger: Vec3;
}

/** Every so many voxels along each axis tell on which side more liver lies. */
const SAMPLED = 5;

/** The side with less liver and the other, each by its drawn place farthest from the surface; null where one side holds none. */
export function sidesOf(labels: Uint8Array, geometry: VolumeGeometry, heightMm: SurfaceHeight): Sides | null {
  const [columns, rows, slices] = geometry.dims;
  const sides = [1, -1].map((sign) => ({ sign, count: 0, height: 0, at: null as Vec3 | null }));
  for (let k = 0; k < slices; k += SAMPLED) {
    for (let j = 0; j < rows; j += SAMPLED) {
      for (let i = 0; i < columns; i += SAMPLED) {
        if (labels[i + columns * (j + rows * k)] === 0) continue;
        const point = indexToPatient(geometry, [i, j, k]);
        const height = heightMm(...point);
        const side = sides[height > 0 ? 0 : 1]!;
        side.count++;
        if (Math.abs(height) > side.height) [side.height, side.at] = [Math.abs(height), point];
      }
    }
  }
  const [smaller, larger] = sides.sort((a, b) => a.count - b.count);
  return smaller?.at && larger?.at ? { smaller: smaller.at, larger: larger.at } : null;
}

export type CutPreview =
  | { readonly kind: 'none' }
  /** Too few points, or all on one line: the sentence says what is missing. */
  | { readonly kind: 'incomplete'; readonly reason: string }
  | { readonly kind: 'surface'; readonly heightMm: SurfaceHeight };

export function previewOf(draft: CutDraft): CutPreview {
  if (draft.pointsMm.length === 0) return { kind: 'none' };
  try {
    return { kind: 'surface', heightMm: fitSurface(surfacePoints(draft)) };
  } catch (error) {
    if (error instanceof RemnantError) return { kind: 'incomplete', reason: error.message };
    throw error;
  }
}

/** The cut that can be applied, or the sentence that says what is missing. */
export function finished(draft: CutDraft): Cut | string {
  if (draft.flrSide === null) return 'The cut does not divide the liver yet: lay it across.';
  const cut: Cut = { surfaces: [{ pointsMm: surfacePoints(draft).map(triple) }], flrSide: triple(draft.flrSide) };
  try {
    cutSide(cut);
    return cut;
  } catch (error) {
    if (error instanceof RemnantError) return error.message;
    throw error;
  }
}
