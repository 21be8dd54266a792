import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { partAtNecks } from './basins.ts';
import type { IntensityModel } from './intensityModel.ts';
import { median } from './intensityModel.ts';
import { close, depths, open } from './morphology.ts';

/** Lesions up to about twice this across are looked for in dents of the liver's surface. */
const REACH_MM = 28;
const OPENING_MM = 3;
/** A lesion is told from what it touches outside by the neck between them. */
const NECK_RATIO = 0.7;
/** Part of a lesion's free surface that must lie on liver; gallbladder, bowel and muscle have less. */
const LEAST_CONTACT = 0.5;
/** Bile and cysts at the surface are near water; they stay out, enclosed ones are filled as holes. */
const LEAST_HU = 30;

interface Lump {
  readonly values: number[];
  onLiver: number;
  onOthers: number;
}

/** Adds, in place, hypodense lesions that bulge to the surface: soft tissue in the liver's dents that the liver embraces. */
export function addLesions(mask: Uint8Array, soft: Int16Array, geometry: VolumeGeometry, model: IntensityModel): void {
  const { dims } = geometry;
  const hull = close(mask, geometry, REACH_MM);
  const dents = new Uint8Array(mask.length);
  for (let at = 0; at < dents.length; at++) {
    if (hull[at] === 1 && mask[at] === 0 && soft[at]! > 0 && soft[at]! < model.medianHu) dents[at] = 1;
  }
  const opened = open(dents, geometry, OPENING_MM);
  const { ids, peakMm } = partAtNecks(depths(opened, geometry), dims, NECK_RATIO, 0);
  const lumps: Lump[] = peakMm.map(() => ({ values: [], onLiver: 0, onOthers: 0 }));
  const strides = [1, dims[0], dims[0] * dims[1]];
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    if (id === 0) continue;
    const lump = lumps[id]!;
    lump.values.push(soft[at]!);
    for (const stride of strides) {
      for (const other of [at - stride, at + stride]) {
        if (mask[other] === 1) lump.onLiver++;
        else if (ids[other] !== id) lump.onOthers++;
      }
    }
  }
  const accepted = lumps.map(
    ({ values, onLiver, onOthers }) =>
      values.length > 0 && onLiver >= LEAST_CONTACT * (onLiver + onOthers) && median(values) >= LEAST_HU,
  );
  for (let at = 0; at < ids.length; at++) if (accepted[ids[at]!]) mask[at] = 1;
}
