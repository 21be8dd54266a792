import type { Basins } from './basins.ts';
import type { IntensityModel } from './intensityModel.ts';
import { median } from './intensityModel.ts';
import { Seed } from './seeds.ts';

/** A basin as bright as the seeds' joins over a neck of this ratio; the less alike, the wider a neck it needs. */
const LIKE_RATIO = 0.45;
const UNLIKE_RATIO = 0.35;
const LEAST_NECK_MM = 5;

/**
 * The basins that hold seeds, and those joined to them by a neck wide enough for how alike they are. A whole basin's median is known far
 * better than one voxel's value: a spleen ten HU brighter than the liver is told apart by it.
 * @returns 1 per chosen basin id, else 0.
 */
export function chooseBasins(
  { ids, peakMm, necks }: Basins,
  soft: Int16Array,
  seeds: Uint8Array,
  model: IntensityModel,
  inside: readonly number[],
): Uint8Array {
  const chosen = new Uint8Array(peakMm.length);
  for (const at of inside) if (ids[at]! > 0) chosen[ids[at]!] = 1;
  const barred = new Uint8Array(peakMm.length);
  const samples: number[][] = peakMm.map(() => []);
  for (let at = 0; at < ids.length; at++) {
    if (ids[at] === 0) continue;
    samples[ids[at]!]!.push(soft[at]!);
    if (seeds[at] === Seed.background) barred[ids[at]!] = 1;
  }
  const medians = samples.map((values) => (values.length > 0 ? median(values) : 0));
  const joins = [...necks.values()].filter(({ widthMm }) => widthMm >= LEAST_NECK_MM);
  for (let grown = true; grown;) {
    grown = false;
    for (const { a, b, widthMm } of joins) {
      if (chosen[a] === chosen[b]) continue;
      const other = chosen[a] === 1 ? b : a;
      if (barred[other] === 1) continue;
      const unlike = Math.abs(medians[other]! - model.medianHu) / model.sigmaHu;
      if (widthMm / peakMm[other]! <= LIKE_RATIO + UNLIKE_RATIO * unlike) continue;
      chosen[other] = 1;
      grown = true;
    }
  }
  return chosen;
}
