/**
 * A reader made of rules, so that methods can be compared without a person: sees where a result differs from the reference, and draws one
 * stroke along the middle of the largest wrong lump. Deterministic: the same result brings the same stroke.
 */
import type { Stroke } from '../../../electron/core/contract/common.ts';
import {
  indexToPatient,
  length,
  patientToIndex,
  subtract,
  type Vec3,
  type VolumeGeometry,
} from '../../../electron/core/domain/geometry.ts';
import { crop, growBox, marginVoxels, occupiedBox } from '../../../wasm/kernels/box.ts';
import { Flood } from '../../../wasm/kernels/components.ts';
import { depths } from '../../../wasm/kernels/grow/morphology.ts';
import { cropGeometry } from '../../../wasm/kernels/grow/resample.ts';
import { medialPath } from './medialPath.ts';

export const reader = { longestMm: 40, radiusMm: 3 } as const;

/**
 * Wrong voxels this near to right ones don't join lumps: the rim of half voxels around an organ hangs together everywhere, and would
 * be the largest region of all although nobody sees it.
 */
const RIM_MM = 1.5;
/** The stroke is this much thinner than a narrow lump, so that it has a length there. */
const NARROWER = 0.8;
const SAMPLE_MM = 0.5;

export interface Differing {
  readonly geometry: VolumeGeometry;
  /** Not 0 inside, whole grid. */
  readonly reference: Uint8Array;
  /** Not 0 inside, whole grid. */
  readonly found: Uint8Array;
}

/** A connected lump of wrong voxels, on its part of the grid. */
interface Lump {
  readonly geometry: VolumeGeometry;
  readonly missed: boolean;
  /** Distance (mm) to what isn't wrong in the same way. */
  readonly depthMm: Float32Array;
  /** Offsets of its voxels. */
  readonly members: readonly number[];
}

/**
 * The stroke that corrects most.
 * @param segment what is being drawn; what leaks gets a stroke of background
 * @returns null when nothing is wrong
 */
export function nextStroke(differing: Differing, segment: 'liver' | 'tumour'): Stroke | null {
  const lump = largestLump(differing);
  if (lump === null) return null;
  const { radiusMm, pointsMm } = strokeInside(lump);
  return { segment: lump.missed ? segment : 'background', radiusMm, pointsMm: pointsMm.map((point) => [...point]) };
}

const Wrong = { leaked: 1, missed: 2 } as const;

function largestLump({ geometry, reference, found }: Differing): Lump | null {
  const wrong = new Uint8Array(found.length);
  for (let at = 0; at < wrong.length; at++) {
    if ((reference[at] !== 0) !== (found[at] !== 0)) wrong[at] = reference[at] !== 0 ? Wrong.missed : Wrong.leaked;
  }
  const occupied = occupiedBox(wrong, geometry.dims);
  if (occupied === null) return null;
  const box = growBox(occupied, [1, 1, 1], geometry.dims);
  const part = crop(wrong, geometry.dims, box);
  const grid = cropGeometry(geometry, box);
  // What is too thin everywhere is drawn all the same when nothing else is left.
  return lumpOf(part, grid, RIM_MM) ?? lumpOf(part, grid, 0);
}

/** The largest lump of what is deeper than the rim. */
function lumpOf(wrong: Uint8Array, grid: VolumeGeometry, rimMm: number): Lump | null {
  const core = coreOf(wrong, grid, rimMm);
  const flood = new Flood(grid.dims);
  const SEEN = 3;
  let [best, bestSize] = [-1, 0];
  for (let at = 0; at < core.length; at++) {
    const kind = core[at]!;
    if (kind !== Wrong.missed && kind !== Wrong.leaked) continue;
    const size = flood.fill(core, at, kind, SEEN);
    if (size > bestSize) [best, bestSize] = [at, size];
  }
  if (best < 0) return null;
  const LUMP = 4;
  flood.fill(core, best, SEEN, LUMP);
  const lump = core.map((value) => Number(value === LUMP));
  const margin = marginVoxels(grid, 2 * RIM_MM).map((voxels) => voxels + 1) as [number, number, number];
  const box = growBox(occupiedBox(lump, grid.dims)!, margin, grid.dims);
  const geometry = cropGeometry(grid, box);
  const kind = wrong[best]!;
  const alike = crop(wrong, grid.dims, box).map((value) => Number(value === kind));
  const members: number[] = [];
  crop(lump, grid.dims, box).forEach((value, at) => {
    if (value === 1) members.push(at);
  });
  return { geometry, missed: kind === Wrong.missed, depthMm: depths(alike, geometry), members };
}

/** The wrong voxels that have only their like within the rim's width; the grid's outside counts as neither. */
function coreOf(wrong: Uint8Array, { dims, spacingMm }: VolumeGeometry, rimMm: number): Uint8Array {
  const [columns, rows, slices] = dims;
  const [ni, nj, nk] = spacingMm.map((step) => Math.floor(rimMm / step)) as [number, number, number];
  const around: (readonly [i: number, j: number, k: number, offset: number])[] = [];
  for (let k = -nk; k <= nk; k++)
    for (let j = -nj; j <= nj; j++)
      for (let i = -ni; i <= ni; i++)
        if (Math.hypot(i * spacingMm[0], j * spacingMm[1], k * spacingMm[2]) <= rimMm)
          around.push([i, j, k, i + columns * (j + rows * k)]);
  const core = new Uint8Array(wrong.length);
  for (let at = 0; at < wrong.length; at++) {
    const kind = wrong[at]!;
    if (kind === 0) continue;
    const i = at % columns;
    const j = Math.floor(at / columns) % rows;
    const k = Math.floor(at / (columns * rows));
    const isCore = around.every(([di, dj, dk, offset]) => {
      const isOutside =
        i + di < 0 || i + di >= columns || j + dj < 0 || j + dj >= rows || k + dk < 0 || k + dk >= slices;
      return isOutside || wrong[at + offset] === kind;
    });
    if (isCore) core[at] = kind;
  }
  return core;
}

function strokeInside({ geometry, depthMm, members }: Lump): { radiusMm: number; pointsMm: Vec3[] } {
  const deepest = members.reduce((best, at) => (depthMm[at]! > depthMm[best]! ? at : best));
  const radiusMm = Math.min(reader.radiusMm, NARROWER * depthMm[deepest]!);
  const samples = sampled(medialPath(geometry, depthMm, members).map((at) => positionOf(geometry, at)));
  const clearance = samples.map((point) => clearanceAt(geometry, depthMm, point));
  const run = longestRun(clearance.map((mm) => mm > radiusMm));
  if (run === null) return { radiusMm, pointsMm: [positionOf(geometry, deepest)] };
  return { radiusMm, pointsMm: cutToLength(samples.slice(...run), clearance.slice(...run)) };
}

const positionOf = (geometry: VolumeGeometry, at: number): Vec3 => {
  const [columns, rows] = geometry.dims;
  const k = Math.floor(at / (columns * rows));
  return indexToPatient(geometry, [at % columns, Math.floor(at / columns) % rows, k]);
};

/** How far a point surely is from what isn't wrong, mm. */
function clearanceAt(geometry: VolumeGeometry, depthMm: Float32Array, pointMm: Vec3): number {
  const [columns, rows] = geometry.dims;
  const [i, j, k] = patientToIndex(geometry, pointMm).map(Math.round) as [number, number, number];
  const at = i + columns * (j + rows * k);
  return depthMm[at]! - length(subtract(pointMm, indexToPatient(geometry, [i, j, k])));
}

/** Points every half millimetre along a polyline, corners included. */
function sampled(corners: readonly Vec3[]): Vec3[] {
  return corners.flatMap((corner, n) => {
    const next = corners[n + 1];
    if (next === undefined) return [corner];
    const way = subtract(next, corner);
    const steps = Math.max(1, Math.ceil(length(way) / SAMPLE_MM));
    return Array.from({ length: steps }, (_, step): Vec3 => {
      const part = step / steps;
      return [corner[0] + way[0] * part, corner[1] + way[1] * part, corner[2] + way[2] * part];
    });
  });
}

/** Start and end (exclusive) of the longest run of true; the first of equal ones. */
function longestRun(values: readonly boolean[]): [number, number] | null {
  let best: [number, number] | null = null;
  for (let start = 0; start < values.length; start++) {
    if (!values[start]) continue;
    let end = start;
    while (values[end]) end++;
    if (best === null || end - start > best[1] - best[0]) best = [start, end];
    start = end;
  }
  return best;
}

/** The stretch of at most 40 mm around the point with the most room, in points about 2 mm apart. */
function cutToLength(points: readonly Vec3[], clearance: readonly number[]): Vec3[] {
  const along = [0];
  for (let n = 1; n < points.length; n++) along.push(along[n - 1]! + length(subtract(points[n]!, points[n - 1]!)));
  const roomiest = clearance.reduce((best, mm, n) => (mm > clearance[best]! ? n : best), 0);
  const totalMm = along.at(-1)!;
  const startMm = Math.max(0, Math.min(along[roomiest]! - reader.longestMm / 2, totalMm - reader.longestMm));
  const inside = points.filter((_, n) => along[n]! >= startMm && along[n]! <= startMm + reader.longestMm);
  return inside.filter((_, n) => n % 4 === 0 || n === inside.length - 1);
}
