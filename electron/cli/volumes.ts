/** Volumes of labels as the command line shows them. */
import type { Revision } from '../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../core/domain/geometry.ts';
import { labelVolumes, volumeIds, type VolumeId } from '../core/domain/volumetry.ts';
import { quantities } from '../core/domain/quantities.ts';
import { printWithUnit } from '../core/domain/format.ts';

/** mL, unrounded; null where there is none yet. */
export type VolumesMl = Readonly<Record<VolumeId, number | null>>;

export function volumesMl(counts: Revision['counts'], geometry: VolumeGeometry): VolumesMl {
  const volumes = labelVolumes(counts, geometry);
  return Object.fromEntries(volumeIds.map((id) => [id, volumes[id].value])) as VolumesMl;
}

export const volumeLines = (volumes: VolumesMl): { name: string; volume: string }[] =>
  volumeIds.flatMap((id) => {
    const value = volumes[id];
    return value === null ? [] : [{ name: quantities[id].name, volume: printWithUnit(id, value) }];
  });
