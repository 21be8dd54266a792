/** One plane of a CT through the liver with the outlines of the segments, as a radiologist sees it. */
import { add, scale, type Vec3 } from '../../core/domain/geometry.ts';
import { colours, kindOf, type Kind } from './colours.ts';
import type { Raster } from './png.ts';
import { huAtIndex, indexSteps, labelAtIndex, type BoxMm, type Labelled } from './sampling.ts';

export const planes = ['axial', 'coronal', 'sagittal'] as const;
export type Plane = (typeof planes)[number];

/** The patient's right is at the left, front or head at the top (LPS: x to the left, y to the back, z to the head). */
const directions: Readonly<Record<Plane, { readonly across: Vec3; readonly down: Vec3 }>> = {
  axial: { across: [1, 0, 0], down: [0, 1, 0] },
  coronal: { across: [1, 0, 0], down: [0, 0, -1] },
  sagittal: { across: [0, 1, 0], down: [0, 0, -1] },
};
/** What the left and right edge of each plane is of the patient (PS3.3 C.7.6.1.1.1). */
export const planeEdges: Readonly<Record<Plane, readonly [left: string, right: string]>> = {
  axial: ['R', 'L'],
  coronal: ['R', 'L'],
  sagittal: ['A', 'P'],
};

/** An abdominal window. */
const [WINDOW_CENTRE_HU, WINDOW_WIDTH_HU] = [60, 360];
const MARGIN_MM = 25;
/** Fill of a segment, so that it is seen without hiding the tissue. */
const TINT = 0.16;

function grey(hu: number): number {
  const value = (hu - (WINDOW_CENTRE_HU - WINDOW_WIDTH_HU / 2)) / WINDOW_WIDTH_HU;
  return Math.round(255 * Math.min(1, Math.max(0, value)));
}

/**
 * @param box of the labels: the plane goes through its centre of mass and shows all of it
 * @param sizePx of each side
 */
export function planeImage(volume: Labelled, box: BoxMm, plane: Plane, sizePx: number): Raster {
  const { across, down } = directions[plane];
  const [u, v] = [across.findIndex((value) => value !== 0), down.findIndex((value) => value !== 0)];
  // One field for all planes, so that they lie side by side at one scale.
  const fieldMm = 2 * MARGIN_MM + Math.max(...box.max.map((end, axis) => end - box.min[axis]!));
  const pixelMm = fieldMm / sizePx;
  const start = box.centre.map((value, axis) => {
    const middle = (box.min[axis]! + box.max[axis]!) / 2;
    if (axis === u) return middle - fieldMm / 2;
    return axis === v ? middle - (down[v]! * fieldMm) / 2 : value;
  }) as unknown as Vec3;
  const rgb = new Uint8Array(sizePx * sizePx * 3);
  const kinds: (Kind | null)[] = new Array<Kind | null>(sizePx * sizePx).fill(null);
  const middle = add(start, scale(add(across, down), pixelMm / 2));
  const right = indexSteps(volume.geometry, middle, scale(across, pixelMm));
  const { step: below } = indexSteps(volume.geometry, middle, scale(down, pixelMm));
  for (let y = 0, at = 0; y < sizePx; y++)
    for (let x = 0; x < sizePx; x++, at++) {
      const i = right.first[0] + x * right.step[0] + y * below[0];
      const j = right.first[1] + x * right.step[1] + y * below[1];
      const k = right.first[2] + x * right.step[2] + y * below[2];
      const value = grey(huAtIndex(volume, i, j, k));
      rgb[3 * at] = rgb[3 * at + 1] = rgb[3 * at + 2] = value;
      kinds[at] = kindOf(labelAtIndex(volume, i, j, k));
    }
  drawSegments(rgb, kinds, sizePx);
  return { width: sizePx, height: sizePx, rgb };
}

/** A pixel is of an outline when one beside it is of another kind. */
function drawSegments(rgb: Uint8Array, kinds: readonly (Kind | null)[], size: number): void {
  kinds.forEach((kind, at) => {
    if (kind === null) return;
    const x = at % size;
    const isEdge =
      (x > 0 && kinds[at - 1] !== kind) ||
      (x + 1 < size && kinds[at + 1] !== kind) ||
      (at >= size && kinds[at - size] !== kind) ||
      (at + size < kinds.length && kinds[at + size] !== kind);
    const share = isEdge ? 1 : TINT;
    colours[kind].forEach((value, channel) => {
      const place = 3 * at + channel;
      rgb[place] = rgb[place]! * (1 - share) + value * share;
    });
  });
}
