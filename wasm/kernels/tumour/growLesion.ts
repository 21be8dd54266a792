import type { Stroke } from '../../../electron/core/contract/common.ts';
import { offsetsOf, rasteriseStrokes, Seed } from '../grow/seeds.ts';
import { maskWhere } from '../mask.ts';
import type { KernelContext } from '../types.ts';
import type { Appearance } from './appearance.ts';
import { emptyCounts, learn, level } from './appearance.ts';
import { compact } from './compact.ts';
import type { Ellipsoid } from './ellipsoid.ts';
import { centreOf, distancesFrom, markedEllipsoid } from './ellipsoid.ts';
import { fitEllipsoid } from './fitEllipsoid.ts';
import { sharpen } from './localEdge.ts';
import { liesWithin, placeOdds, shapeOdds, voteByShape } from './place.ts';
import { Known, randomWalk } from './randomWalk.ts';
import { distances, nearMm } from './reach.ts';
import { tellRim } from './rim.ts';
import type { Mark } from './stroke.ts';
import { middles } from './stroke.ts';
import type { WorkingGrid } from './workingGrid.ts';

/** Middle part of a stroke that hands keep within the lesion, unless intensity makes lesion less likely than this. */
const MIDDLE_PART = 0.6;
const UNLIKELY = 0.15;
/** Fat and gas are darker. */
const LEAST_SOFT_HU = -25;
/** A lesion may reach a little beyond what its stroke tells; what shows its surroundings begins farther out. */
const MARGIN_MM = 3;
/** Blocks of liver that show what parenchyma is like. */
const ENOUGH_LIVER = 50;
/** Bays narrower than this part of half its length belong to a lesion. */
const BAY_RATIO = 0.15;
/** First the lesion is told from its surroundings by what both look like, then by where the edge between them is. */
const [LEARNING_ROUNDS, EDGE_ROUNDS] = [2, 2] as const;

/**
 * One lesion: what looks more like the strokes than like what surrounds it, about an ellipsoid as long as the strokes, in one lump.
 * @returns 0..1 per block of the grid, the lesion from 0.5; null when no stroke lies in the volume.
 */
export function growLesion(
  grid: WorkingGrid,
  drawnMark: Mark,
  background: readonly Stroke[],
  ctx: KernelContext,
): Float32Array | null {
  const { geometry, hu } = grid;
  const drawn = rasteriseStrokes(geometry, [...drawnMark.strokes, ...background]);
  const drawnStroke = offsetsOf(drawn, Seed.tumour);
  if (drawnStroke.length === 0) return null;
  const marked = markedEllipsoid(geometry, drawnMark);
  const { mark, stroke, shape: begun } = withoutSlips(grid, drawnMark, drawnStroke, marked);
  const away = distances(geometry, mark);
  const odds = placeOdds(grid, mark, away, stroke);
  const known = new Uint8Array(hu.length);
  for (let at = 0; at < known.length; at++) {
    if (odds[at] === 0 || drawn[at] === Seed.background) known[at] = Known.outside;
  }
  const barred = maskWhere(known.length, (at) => known[at] === Known.outside);
  const first = learn(samples(grid, mark, away, stroke, null));
  const seeds = surely(grid, mark, stroke, first);
  for (const at of seeds) known[at] = Known.lesion;
  let shape = begun;

  const { dims, spacingMm } = geometry;
  const soft = maskWhere(hu.length, (at) => hu[at]! >= LEAST_SOFT_HU);
  const lengthMm = Math.min(3, Math.max(0.5, 0.09 * mark.halfMm));
  const mute = muteIn(grid, odds);
  const beside = grid.liver !== null && liesWithin(grid.liver, stroke) ? grid.liver : null;
  let mask: Uint8Array | null = null;
  let likely: Float32Array = new Float32Array(hu.length);
  for (let round = 0; round < LEARNING_ROUNDS + EDGE_ROUNDS; round++) {
    const look = mask === null ? first : learn(samples(grid, mark, away, stroke, mask));
    const prior = intensityPrior(hu, look);
    if (mask !== null && round >= LEARNING_ROUNDS)
      sharpen(prior, hu, { mask, shape, stroke, beside }, geometry, look.sigmaHu);
    if (mask !== null) tellRim(prior, hu, geometry, { mask, barred, halfMm: mark.halfMm }, look);
    let placed = odds;
    if (mask !== null) {
      shape = fitEllipsoid(prior, mute, geometry, marked, shape);
      const fromShape = distancesFrom(geometry, shape);
      placed = shapeOdds(odds, fromShape, mark.halfMm);
      for (let at = 0; at < known.length; at++) {
        if (known[at] === Known.lesion) continue;
        known[at] = placed[at] === 0 || drawn[at] === Seed.background ? Known.outside : Known.open;
      }
      voteByShape(prior, fromShape, mark.halfMm, geometry);
    }
    weigh(prior, placed);
    likely = randomWalk({ dims, spacingMm, hu, prior, known, lengthMm, edgeHu: 2.5 * look.sigmaHu }, ctx);
    const found = likely;
    mask = maskWhere(found.length, (at) => found[at]! >= 0.5);
    ctx.throwIfCancelled();
    compact(mask, soft, geometry, seeds, BAY_RATIO * mark.halfMm);
    ctx.throwIfCancelled();
  }
  for (let at = 0; at < likely.length; at++) {
    const inside = mask![at] === 1 && known[at] !== Known.outside;
    if (inside && likely[at]! < 0.5) likely[at] = 0.65;
    else if (!inside && likely[at]! >= 0.5) likely[at] = 0.35;
  }
  return likely;
}

interface Begun {
  /** The ball about the ellipsoid. */
  readonly mark: Mark;
  /** Voxels of the stroke in the ellipsoid, ascending; at least one. */
  readonly stroke: readonly number[];
  readonly shape: Ellipsoid;
}

/** Where a lesion seems to begin and end by what its whole stroke looks like: hands draw too long, too short and beside its middle. */
function withoutSlips(grid: WorkingGrid, drawn: Mark, stroke: readonly number[], marked: Ellipsoid): Begun {
  const { geometry, hu } = grid;
  const away = distances(geometry, drawn);
  const look = learn(samples(grid, drawn, away, stroke, null));
  const mute = muteIn(grid, placeOdds(grid, drawn, away, stroke));
  const belief = intensityPrior(hu, look);
  for (let at = 0; at < belief.length; at++) if (hu[at]! < LEAST_SOFT_HU) belief[at] = 0;
  const shape = fitEllipsoid(belief, mute, geometry, marked, marked);
  const fromShape = distancesFrom(geometry, shape);
  const within = stroke.filter((at) => fromShape[at]! < 0);
  const mark = { strokes: drawn.strokes, centreMm: centreOf(geometry, shape), halfMm: Math.max(...shape.radiiMm) };
  return { mark, stroke: within.length > 0 ? within : stroke, shape };
}

/** 1 where no lesion may be: what a voxel looks like there says nothing of the lesion's shape. */
const muteIn = ({ liver }: WorkingGrid, odds: Float32Array): Uint8Array | null =>
  liver && maskWhere(odds.length, (at) => odds[at] === 0 && liver[at] === 0);

/** What of a stroke surely is lesion: what looks like it, and of the stroke's middle all that doesn't look like something else. */
function surely(
  { geometry, hu }: WorkingGrid,
  mark: Mark,
  stroke: readonly number[],
  { lesionOf }: Appearance,
): readonly number[] {
  const middle = rasteriseStrokes(geometry, middles(mark.strokes, MIDDLE_PART));
  const sure = stroke.filter((at) => lesionOf[level(hu[at]!)]! > (middle[at] === Seed.tumour ? UNLIKELY : 0.5));
  return sure.length > 0 ? sure : stroke;
}

/** Intensities of the lesion (the stroke, and what was found from it) and of what lies beyond its reach. */
function samples(
  { hu, liver }: WorkingGrid,
  mark: Mark,
  away: Float32Array,
  stroke: readonly number[],
  found: Uint8Array | null,
): Parameters<typeof learn>[0] {
  const [lesion, around, liverCounts] = [emptyCounts(), emptyCounts(), emptyCounts()];
  for (const at of stroke) lesion[level(hu[at]!)]!++;
  if (found !== null) {
    const size = found.reduce((sum, value) => sum + value, 0);
    const share = stroke.length / Math.max(1, size);
    for (let at = 0; at < found.length; at++) if (found[at] === 1) lesion[level(hu[at]!)]! += share;
  }
  const beyond = nearMm(mark) + MARGIN_MM;
  const within = liver !== null && liesWithin(liver, stroke);
  let livers = 0;
  for (let at = 0; at < hu.length; at++) {
    if (away[at]! < beyond) continue;
    const isLiver = liver !== null && liver[at] === 1;
    // What can't be lesion in any case says nothing against what looks like it.
    if (within && !isLiver) continue;
    const value = level(hu[at]!);
    around[value]!++;
    if (!isLiver) continue;
    liverCounts[value]!++;
    livers++;
  }
  return { lesion, around, liver: livers >= ENOUGH_LIVER ? liverCounts : around };
}

function intensityPrior(hu: Int16Array, { lesionOf }: Appearance): Float32Array {
  const prior = new Float32Array(hu.length);
  for (let at = 0; at < prior.length; at++) prior[at] = lesionOf[level(hu[at]!)]!;
  return prior;
}

/** Bayes: what intensity says, in place, times the odds by place. */
function weigh(prior: Float32Array, odds: Float32Array): void {
  for (let at = 0; at < prior.length; at++) {
    const own = prior[at]! * odds[at]!;
    prior[at] = own === 0 ? 0 : own / (own + 1 - prior[at]!);
  }
}
