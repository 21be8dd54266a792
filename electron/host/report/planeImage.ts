/** One plane of a CT through the liver with the outlines of the segments, as a radiologist sees it. */
import { add, scale, type Vec3 } from '../../core/domain/geometry.ts';
import { colours, kindOf, type Kind } from './colours.ts';
import type { Raster } from './png.ts';
import { huAt, labelAt, type BoxMm, type Labelled } from './sampling.ts';

export const planes = ['axial', 'coronal', 'sagittal'] as const;
export type Plane = (typeof planes)[number];

/** The patient's right is at the left, front or head at the top (LPS: x to the left, y to the back, z to the head). */
const directions: Readonly<Record<Plane, { readonly across: Vec3; readonly down: Vec3 }>> = {
  axial: { across: [1, 0, 0], down: [0, 1, 0] },
  coronal: { across: [1, 0, 0], down: [0, 0, -1] },
  sagittal: { across: [0, 1, 0], down: [0, 0, -1] },
};
/** Letters at the left, right, top and bottom of each plane. */
export const planeLetters: Readonly<Record<Plane, readonly [string, string, string, string]>> = {
  axial: ['R', 'L', 'A', 'P'],
  coronal: ['R', 'L', 'H', 'F'],
  sagittal: ['A', 'P', 'H', 'F'],
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
  const [widthPx, heightPx] = [sizePx, sizePx];
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  const kinds: (Kind | null)[] = new Array<Kind | null>(widthPx * heightPx).fill(null);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) {
      const point = add(start, add(scale(across, (x + 0.5) * pixelMm), scale(down, (y + 0.5) * pixelMm)));
      const value = grey(huAt(volume, point));
      rgb.fill(value, 3 * (x + widthPx * y), 3 * (x + widthPx * y) + 3);
      kinds[x + widthPx * y] = kindOf(labelAt(volume, point));
    }
  drawSegments(rgb, kinds, widthPx, heightPx);
  return { width: widthPx, height: heightPx, rgb };
}

/** A pixel is of an outline when one beside it is of another kind. */
function drawSegments(rgb: Uint8Array, kinds: readonly (Kind | null)[], width: number, height: number): void {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = x + width * y;
      const kind = kinds[at];
      if (kind === null || kind === undefined) continue;
      const beside = [
        x > 0 ? kinds[at - 1] : null,
        x + 1 < width ? kinds[at + 1] : null,
        y > 0 ? kinds[at - width] : null,
        y + 1 < height ? kinds[at + width] : null,
      ];
      const share = beside.some((other) => other !== kind) ? 1 : TINT;
      for (let channel = 0; channel < 3; channel++) {
        const place = 3 * at + channel;
        rgb[place] = Math.round(rgb[place]! * (1 - share) + colours[kind][channel]! * share);
      }
    }
}
