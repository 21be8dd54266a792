/** The one stroke that a reader draws for a lesion: along its longest diameter in a slice, as diameters are measured (RECIST 1.1). */
import type { Stroke } from '../../../electron/core/contract/common.ts';
import { indexToPatient, type Vec3, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';

/** Hands stop before the rim. */
const PART = 0.85;
const MOST_RADIUS_MM = 2;
const STEP_MM = 2;

/** @param voxels of the lesion, ascending; at least one */
export function diameterStroke(geometry: VolumeGeometry, voxels: Uint32Array): Stroke {
  const [columns, rows] = geometry.dims;
  const bySlice = new Map<number, [i: number, j: number][]>();
  for (const at of voxels) {
    const k = Math.floor(at / (columns * rows));
    const slice = bySlice.get(k) ?? [];
    bySlice.set(k, slice);
    slice.push([at % columns, Math.floor(at / columns) % rows]);
  }
  let best: { from: Vec3; to: Vec3; mm: number } | null = null;
  for (const [k, points] of bySlice) {
    const ends = endsOfRows(points);
    for (const [n, a] of ends.entries()) {
      for (const b of ends.slice(n)) {
        const mm = Math.hypot((a[0] - b[0]) * geometry.spacingMm[0], (a[1] - b[1]) * geometry.spacingMm[1]);
        if (best === null || mm > best.mm) best = { from: [a[0], a[1], k], to: [b[0], b[1], k], mm };
      }
    }
  }
  const { from, to, mm } = best!;
  const steps = Math.max(1, Math.round((PART * mm) / STEP_MM));
  const pointsMm = Array.from({ length: steps + 1 }, (_, step) => {
    const part = (1 - PART) / 2 + (PART * step) / steps;
    const along = (axis: 0 | 1 | 2): number => from[axis] + part * (to[axis] - from[axis]);
    return [...indexToPatient(geometry, [along(0), along(1), along(2)])] as [number, number, number];
  });
  return { segment: 'tumour', radiusMm: Math.min(MOST_RADIUS_MM, mm / 10), pointsMm };
}

/** First and last voxel of each row: no other can end a longest diameter. */
function endsOfRows(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const rows = new Map<number, [low: number, high: number]>();
  for (const [i, j] of points) {
    const [low, high] = rows.get(j) ?? [i, i];
    rows.set(j, [Math.min(low, i), Math.max(high, i)]);
  }
  return [...rows].flatMap(([j, [low, high]]) => [
    [low, j],
    [high, j],
  ]);
}
