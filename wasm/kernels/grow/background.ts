import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { keepSeeded } from '../components.ts';
import type { KernelContext } from '../types.ts';
import { compete, Node } from './competition.ts';
import type { IntensityModel } from './intensityModel.ts';
import { robustModel } from './intensityModel.ts';
import { offsetsOf, rasteriseStrokes, Seed } from './seeds.ts';

/** Tissue like that under a background stroke is background this far around it. */
const REACH_MM = 25;
const LIKE_SIGMAS = 2.5;
/** Wider, and the background would draw away the liver's rim; narrower, and a heart's blood could not reach its wall. */
const EDGE_SIGMAS = 1;
const SWEEPS = 200;

/** Where background was drawn in or beside what was found, both compete for it and part, in place, at their natural borders. */
export function yieldToBackground(
  mask: Uint8Array,
  soft: Int16Array,
  geometry: VolumeGeometry,
  strokes: readonly Stroke[],
  seeds: Uint8Array,
  model: IntensityModel,
  ctx: KernelContext,
): void {
  const background = strokes.filter(({ segment }) => segment === 'background');
  if (background.length === 0) return;
  const state = new Uint8Array(mask.length);
  for (let at = 0; at < state.length; at++) {
    if (mask[at] === 0) state[at] = Node.wall;
    else state[at] = seeds[at] === Seed.liver || seeds[at] === Seed.tumour ? Node.liver : Node.free;
  }
  for (const stroke of background) {
    const alike = likeStroke(stroke, soft, geometry, mask);
    for (let at = 0; at < alike.length; at++) if (alike[at] === 1) state[at] = Node.background;
  }
  const pull = new Float32Array(mask.length);
  const potential = new Float32Array(mask.length).fill(1);
  const { dims, spacingMm } = geometry;
  compete(
    { dims, spacingMm, hu: soft, state, pull, potential, edgeSigmaHu: EDGE_SIGMAS * model.sigmaHu },
    SWEEPS,
    1e-3,
    ctx,
  );
  for (let at = 0; at < mask.length; at++) if (potential[at]! <= 0.5) mask[at] = 0;
}

/** The stroke and the tissue like it that hangs on it outside `mask`. */
function likeStroke(stroke: Stroke, soft: Int16Array, geometry: VolumeGeometry, mask: Uint8Array): Uint8Array {
  const drawn = offsetsOf(rasteriseStrokes(geometry, [stroke]), Seed.background);
  const alike = new Uint8Array(mask.length);
  if (drawn.length === 0) return alike;
  const { medianHu, sigmaHu } = robustModel(drawn.map((at) => soft[at]!));
  const near = rasteriseStrokes(geometry, [{ ...stroke, radiusMm: stroke.radiusMm + REACH_MM }]);
  for (let at = 0; at < alike.length; at++) {
    if (near[at] !== Seed.none && mask[at] === 0 && Math.abs(soft[at]! - medianHu) <= LIKE_SIGMAS * sigmaHu)
      alike[at] = 1;
  }
  for (const at of drawn) alike[at] = 1;
  keepSeeded(alike, geometry.dims, drawn);
  return alike;
}
