import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { components } from '../components.ts';
import { maskWhere } from '../mask.ts';
import { release } from '../release.ts';
import type { IntensityModel } from './intensityModel.ts';
import { close, dilate } from './morphology.ts';
import { Seed } from './seeds.ts';

/** Glue, Lipiodol, plugs and calcium: denser than any blood of the portal vein, and what they blur over lies close to them. */
export const embolic = { leastHu: 300, blurMm: 6 } as const;

/** Half the width of the thickest cast of branches. */
const REACH_MM = 16;
/** Part of its surface that has to lie on liver; an aorta, a rib or a bowel with contrast medium has less. */
const LEAST_EMBRACED = 0.6;

/**
 * Adds, in place, what the liver's own branches and lesions were filled with. Left out, the cast of a lobe's branches would open the vessels
 * that lead to it like a tunnel, however deep in the liver.
 */
export function addEmbolic(
  mask: Uint8Array,
  soft: Int16Array,
  seeds: Uint8Array,
  geometry: VolumeGeometry,
  { medianHu }: IntensityModel,
): void {
  const { dims } = geometry;
  const dense = maskWhere(mask.length, (at) => soft[at]! > embolic.leastHu && seeds[at] !== Seed.background);
  if (!dense.includes(1)) {
    release(dense);
    return;
  }
  const besideLiver = dilate(mask, geometry, embolic.blurMm);
  const strides = [1, dims[0], dims[0] * dims[1]];
  for (const members of components(dense, dims)) {
    let [faces, embraced] = [0, 0];
    for (const at of members) {
      for (const stride of strides) {
        for (const other of [at - stride, at + stride]) {
          if (dense[other] === 1) continue;
          faces++;
          embraced += besideLiver[other] ?? 0;
        }
      }
    }
    if (embraced < LEAST_EMBRACED * faces) for (const at of members) dense[at] = 0;
  }
  release(besideLiver);
  const hull = close(mask, geometry, REACH_MM);
  for (let at = 0; at < dense.length; at++) dense[at]! &= hull[at]!;
  const near = dilate(dense, geometry, embolic.blurMm);
  for (let at = 0; at < mask.length; at++) {
    if (near[at] === 1 && hull[at] === 1 && soft[at]! > medianHu && seeds[at] !== Seed.background) mask[at] = 1;
  }
  release(dense, hull, near);
}
