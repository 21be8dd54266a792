/** An ellipsoid fitted to what looks like lesion, held to what the stroke says of its place and length. */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { add, dot, scale } from '../../../electron/core/domain/geometry.ts';
import type { Ellipsoid } from './ellipsoid.ts';
import { unit } from './ellipsoid.ts';

/**
 * How far a lesion ends from where its stroke does, as standard deviations in mm: hands slip over its border more than they stop short of
 * it, and what is beyond a stroke may be a vessel. The same as part of the half length.
 */
const [OVER_MM, SHORT_MM, LENGTH_PART] = [1.3, 0.5, 0.08] as const;
/** The same of its half axes, as part of what is usual for its length. */
const WIDTH_SPREAD = 0.2;
/** The same of its centre: as part of the half length, in mm, and as part of what separates voxels, between which it may lie. */
const [CENTRE_PART, CENTRE_MM, CENTRE_VOXELS] = [0.1, 0.4, 0.25] as const;
/**
 * What one squared standard deviation weighs against a lesion's volume of voxels that surely are lesion: little enough for the last of a
 * small lesion's few thick slices, a tenth of it, to move its ellipsoid there.
 */
const HOLD = 0.03;
/** How much faster than their squares deviations count: however much looks like lesion, it isn't where no hand would have drawn so. */
const STEEPER = 0.2;
/** Half the width of the border, as part of the half axes. */
const SOFT_PART = 0.12;
/**
 * What looks like lesion up to this many times as far out counts by this part against an ellipsoid, lest it grow within a vessel as bright
 * as the lesion: wherever it ends there, no border is found, and the stroke tells its size.
 */
const [AROUND_PART, AROUND_WEIGHT] = [1.3, 0.5] as const;
/** As many points inside a lesion tell its shape. */
const ENOUGH_POINTS = 1500;
/** Farther from the centre than this part of the half length nothing is looked at. */
const FARTHEST_PART = 1.7;
/** Slices are looked at in layers no thicker than the larger of this and this part of the half length. */
const [LAYER_MM, LAYER_PART] = [1, 0.15] as const;
const [FIRST_STEP, HALVINGS, MOST_SWEEPS] = [0.16, 5, 6] as const;
/** Each axis: along it, longer or shorter along it, about it; either way. */
const MOVES = 18;

interface Points {
  /** Of each point x, y, z in mm, and how much it speaks for lesion, -1..1. */
  readonly values: Float64Array;
  /** One point's part of the expected lesion. */
  readonly share: number;
  readonly spacingMm: Vec3;
}

/**
 * The ellipsoid with most of what looks like lesion inside, least of what doesn't, and little of it around, found by pattern search (Hooke
 * and Jeeves 1961, doi 10.1145/321062.321069). What hangs on a lesion, a vessel of its intensity, moves it little.
 * @param belief 0..1 per voxel: how much it looks like lesion
 * @param mute 1 where voxels say nothing, or null
 */
export function fitEllipsoid(
  belief: Float32Array,
  mute: Uint8Array | null,
  geometry: VolumeGeometry,
  marked: Ellipsoid,
  start: Ellipsoid,
): Ellipsoid {
  const points = pointsOf(belief, mute, geometry, marked);
  let best = start;
  let highest = score(points, marked, best);
  let step: number = FIRST_STEP;
  for (let halving = 0; halving < HALVINGS; halving++, step /= 2) {
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      const before = highest;
      for (let move = 0; move < MOVES; move++) {
        const next = moved(best, move, step);
        const reached = score(points, marked, next);
        if (reached > highest) [best, highest] = [next, reached];
      }
      if (highest === before) break;
    }
  }
  return best;
}

function moved({ centreMm, axes, radiiMm }: Ellipsoid, move: number, step: number): Ellipsoid {
  const axis = (move >> 1) % 3;
  const signed = move % 2 === 0 ? step : -step;
  if (move < 6) return { axes, radiiMm, centreMm: add(centreMm, scale(axes[axis]!, signed * radiiMm[axis]!)) };
  if (move < 12) {
    const radii: [number, number, number] = [...radiiMm];
    radii[axis]! *= signed > 0 ? 1 + signed : 1 / (1 - signed);
    return { centreMm, axes, radiiMm: radii };
  }
  // Sine and cosine of a turn by basic operations alone, whose bits are the same everywhere.
  const size = 1 + signed * signed;
  const [cosine, sine] = [(1 - signed * signed) / size, (2 * signed) / size];
  const [one, other] = [(axis + 1) % 3, (axis + 2) % 3] as const;
  const turned: [Vec3, Vec3, Vec3] = [...axes];
  turned[one] = unit(add(scale(axes[one]!, cosine), scale(axes[other]!, sine)));
  turned[other] = unit(add(scale(axes[other]!, cosine), scale(axes[one]!, -sine)));
  return { centreMm, radiiMm, axes: turned };
}

/** Points on a grid of about equal density for every lesion; between thick slices belief is taken to change steadily, so that a lesion's ends may lie there. */
function pointsOf(
  belief: Float32Array,
  mute: Uint8Array | null,
  { dims, spacingMm }: VolumeGeometry,
  { centreMm, radiiMm }: Ellipsoid,
): Points {
  const usualMm3 = 4.19 * radiiMm[0] * radiiMm[1] * radiiMm[2];
  const layers = Math.max(1, Math.ceil(spacingMm[2] / Math.max(LAYER_MM, LAYER_PART * radiiMm[0])));
  const pointMm3 = (spacingMm[0] * spacingMm[1] * spacingMm[2]) / layers;
  const every = Math.max(1, Math.round(Math.sqrt(usualMm3 / pointMm3 / ENOUGH_POINTS)));
  const farthest = (FARTHEST_PART * radiiMm[0] + spacingMm[2]) ** 2;
  const [columns, rows, slices] = dims;
  const list: number[] = [];
  for (let layer = 0; layer <= (slices - 1) * layers; layer++) {
    const below = Math.floor(layer / layers);
    const part = layer / layers - below;
    const above = part === 0 ? 0 : columns * rows;
    const z = (layer / layers) * spacingMm[2];
    for (let j = layer % every; j < rows; j += every) {
      const y = j * spacingMm[1];
      for (let i = (j + layer) % every; i < columns; i += every) {
        const x = i * spacingMm[0];
        const [dx, dy, dz] = [x - centreMm[0], y - centreMm[1], z - centreMm[2]];
        if (dx * dx + dy * dy + dz * dz > farthest) continue;
        const at = i + columns * (j + rows * below);
        if (mute !== null && (mute[at] === 1 || mute[at + above] === 1)) continue;
        const own = belief[at]!;
        list.push(x, y, z, 2 * (own + part * (belief[at + above]! - own)) - 1);
      }
    }
  }
  return { values: Float64Array.from(list), share: (pointMm3 * every * every) / usualMm3, spacingMm };
}

function score({ values, share, spacingMm }: Points, marked: Ellipsoid, tried: Ellipsoid): number {
  const [cx, cy, cz] = tried.centreMm;
  const [a, b, c] = [0, 1, 2].map((axis) => scale(tried.axes[axis]!, 1 / tried.radiiMm[axis]!)) as [Vec3, Vec3, Vec3];
  const [ax, ay, az] = a;
  const [bx, by, bz] = b;
  const [dx, dy, dz] = c;
  const [whole, none, end] = [(1 - SOFT_PART) ** 2, (1 + SOFT_PART) ** 2, AROUND_PART ** 2];
  let sum = 0;
  for (let at = 0; at < values.length; at += 4) {
    const x = values[at]! - cx;
    const y = values[at + 1]! - cy;
    const z = values[at + 2]! - cz;
    const p = ax * x + ay * y + az * z;
    const q = bx * x + by * y + bz * z;
    const r = dx * x + dy * y + dz * z;
    const level = p * p + q * q + r * r;
    if (level >= end) continue;
    const inside = level <= whole ? 1 : level >= none ? 0 : (1 + SOFT_PART - Math.sqrt(level)) / (2 * SOFT_PART);
    const speaks = values[at + 3]!;
    sum += inside * speaks;
    if (speaks > 0) sum -= (1 - inside) * AROUND_WEIGHT * speaks;
  }
  return sum * share - HOLD * deviation(spacingMm, marked, tried);
}

/** Squared standard deviations from what the stroke says, summed, and more where they are many. */
function deviation(spacingMm: Vec3, marked: Ellipsoid, tried: Ellipsoid): number {
  const halfMm = marked.radiiMm[0];
  const alongMm = reachMm(tried, marked.axes[0]);
  const endMm = alongMm > halfMm ? SHORT_MM : OVER_MM;
  const lengthMm = LENGTH_PART * halfMm;
  let sum = (alongMm - halfMm) ** 2 / (endMm * endMm + lengthMm * lengthMm);
  for (let axis = 0; axis < 3; axis++) {
    const spread = CENTRE_PART * halfMm + CENTRE_MM + CENTRE_VOXELS * spacingMm[axis]!;
    const off = (tried.centreMm[axis]! - marked.centreMm[axis]!) / spread;
    const usualMm = (marked.radiiMm[axis]! / halfMm) * alongMm;
    const wider = (tried.radiiMm[axis]! / usualMm - 1) / WIDTH_SPREAD;
    sum += off * off + wider * wider;
  }
  return sum * (1 + STEEPER * sum);
}

/** Half the length of an ellipsoid's axes seen along a direction. */
function reachMm({ axes, radiiMm }: Ellipsoid, direction: Vec3): number {
  const squared = axes.reduce((sum, axis, n) => {
    const part = radiiMm[n]! * dot(axis, direction);
    return sum + part * part;
  }, 0);
  return Math.sqrt(squared);
}
