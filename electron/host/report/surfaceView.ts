/**
 * The liver in three dimensions, seen from the front: rays from front to back, the first voxel of the liver gives the surface, the resected part
 * is glass, so that lesions and the remnant behind it are seen. Shaded by the slope of the depth.
 */
import type { Vec3 } from '../../core/domain/geometry.ts';
import { colours, kindOf, type Kind, type Rgb } from './colours.ts';
import type { Raster } from './png.ts';
import { indexSteps, type BoxMm, type Labelled } from './sampling.ts';

const MARGIN_MM = 8;
/** Of what lies behind the glass, that shows through. */
const BEHIND = 0.55;
const AMBIENT = 0.35;
const WHITE: Rgb = [255, 255, 255];
/** Where the light comes from: the viewer's upper left. */
const LIGHT: Vec3 = [-0.45, -0.75, 0.48];

interface Hit {
  /** Depth of the surface, mm from the front of the box. */
  readonly surfaceMm: Float32Array;
  readonly surface: (Kind | null)[];
  /** What is behind the glass: lesion or remnant. */
  readonly behindMm: Float32Array;
  readonly behind: (Kind | null)[];
}

interface View {
  readonly width: number;
  readonly height: number;
  readonly pixelMm: number;
  readonly start: Vec3;
  readonly depthMm: number;
}

/** Finer steps would not be seen. */
const MIN_STEP_MM = 1;

function cast({ geometry, labels }: Labelled, { width, height, pixelMm, start, depthMm }: View): Hit {
  const size = width * height;
  const hit: Hit = {
    surfaceMm: new Float32Array(size).fill(Infinity),
    surface: new Array<Kind | null>(size).fill(null),
    behindMm: new Float32Array(size).fill(Infinity),
    behind: new Array<Kind | null>(size).fill(null),
  };
  const [columns, rows, slices] = geometry.dims;
  const stepMm = Math.max(MIN_STEP_MM, Math.min(...geometry.spacingMm));
  const count = Math.ceil(depthMm / stepMm);
  const { first, step } = indexSteps(geometry, start, [0, stepMm, 0]);
  const { step: right } = indexSteps(geometry, start, [pixelMm, 0, 0]);
  const { step: below } = indexSteps(geometry, start, [0, 0, -pixelMm]);
  for (let at = 0; at < size; at++) {
    const [x, y] = [(at % width) + 0.5, Math.floor(at / width) + 0.5];
    // Half a voxel further, so that cutting off rounds.
    let i = first[0] + x * right[0] + y * below[0] + 0.5;
    let j = first[1] + x * right[1] + y * below[1] + 0.5;
    let k = first[2] + x * right[2] + y * below[2] + 0.5;
    for (let depth = 0; depth <= count; depth++, i += step[0], j += step[1], k += step[2]) {
      if (i < 0 || j < 0 || k < 0 || i >= columns || j >= rows || k >= slices) continue;
      const label = labels[Math.trunc(i) + columns * (Math.trunc(j) + rows * Math.trunc(k))]!;
      if (label === 0) continue;
      const kind = kindOf(label);
      if (hit.surface[at] === null) {
        hit.surface[at] = kind;
        hit.surfaceMm[at] = depth * stepMm;
      }
      if (kind === 'tumour' || kind === 'flr') {
        hit.behind[at] = kind;
        hit.behindMm[at] = depth * stepMm;
        break;
      }
    }
  }
  return hit;
}

/**
 * Cosine of the angle to the light, from the slopes of the depth over `reach` pixels: over one voxel the surface is made of steps.
 */
function shade(depths: Float32Array, at: number, { width, pixelMm }: View, reach: number): number {
  const depth = depths[at]!;
  const rise = (other: number): number => {
    const value = depths[other] ?? Infinity;
    // At the rim the surface turns away.
    return Number.isFinite(value) ? (value - depth) / (reach * pixelMm) : 2;
  };
  const dx = (rise(at + reach) - rise(at - reach)) / 2;
  const dz = (rise(at + reach * width) - rise(at - reach * width)) / 2;
  const cosine = (dx * LIGHT[0] - LIGHT[1] + dz * LIGHT[2]) / Math.hypot(dx, 1, dz);
  return AMBIENT + (1 - AMBIENT) * Math.max(0, Math.min(1, cosine));
}

/** @param widthPx of the image; its height follows, in square pixels */
export function surfaceView(volume: Labelled, box: BoxMm, widthPx: number): Raster {
  const pixelMm = (box.max[0] - box.min[0] + 2 * MARGIN_MM) / widthPx;
  const view: View = {
    width: widthPx,
    height: Math.max(1, Math.round((box.max[2] - box.min[2] + 2 * MARGIN_MM) / pixelMm)),
    pixelMm,
    start: [box.min[0] - MARGIN_MM, box.min[1] - MARGIN_MM, box.max[2] + MARGIN_MM],
    depthMm: box.max[1] - box.min[1] + 2 * MARGIN_MM,
  };
  const reach = Math.max(1, Math.round(Math.max(...volume.geometry.spacingMm) / pixelMm));
  const hit = cast(volume, view);
  const rgb = new Uint8Array(view.width * view.height * 3);
  for (let at = 0; at < view.width * view.height; at++) {
    const [surface, behind] = [hit.surface[at] ?? null, hit.behind[at] ?? null];
    const front = surface && lit(colours[surface], shade(hit.surfaceMm, at, view, reach));
    const back = behind && lit(colours[behind], shade(hit.behindMm, at, view, reach));
    const share = back && surface !== behind ? BEHIND : 0;
    for (let channel = 0; channel < 3; channel++)
      rgb[3 * at + channel] = Math.round(
        front ? front[channel]! * (1 - share) + (back?.[channel] ?? 0) * share : WHITE[channel]!,
      );
  }
  return { width: view.width, height: view.height, rgb };
}

const lit = (colour: Rgb, light: number): Rgb => colour.map((value) => value * light) as unknown as Rgb;
