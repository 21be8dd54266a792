/** Volumes of labels as the command line shows them. */
import type { Revision } from '../core/contract/segmentation.ts';
import { voxelVolumeMl, type VolumeGeometry } from '../core/domain/geometry.ts';
import { effectiveCounts, unconfirmedTumour, unconfirmedWarning } from '../core/domain/lesions.ts';
import { labelVolumes, volumeIds, type VolumeId } from '../core/domain/volumetry.ts';
import { quantities } from '../core/domain/quantities.ts';
import { printWithUnit } from '../core/domain/format.ts';

/** mL, unrounded; null where there is none yet. */
export type VolumesMl = Readonly<Record<VolumeId, number | null>>;

export function volumesMl(counts: Revision['counts'], geometry: VolumeGeometry): VolumesMl {
  const volumes = labelVolumes(counts, geometry);
  return Object.fromEntries(volumeIds.map((id) => [id, volumes[id].value])) as VolumesMl;
}

/** Of a stored revision: only confirmed tumour is subtracted, and `warning` says what is not. */
export function revisionVolumes(
  { counts, lesions }: Pick<Revision, 'counts' | 'lesions'>,
  geometry: VolumeGeometry,
): { readonly volumesMl: VolumesMl; readonly warning: string | null } {
  const unconfirmed = unconfirmedTumour(counts, lesions);
  return {
    volumesMl: volumesMl(effectiveCounts(counts, lesions), geometry),
    warning: unconfirmedWarning(unconfirmed, voxelVolumeMl(geometry)),
  };
}

export const volumeLines = (volumes: VolumesMl): { name: string; volume: string }[] =>
  volumeIds.flatMap((id) => {
    const value = volumes[id];
    return value === null ? [] : [{ name: quantities[id].name, volume: printWithUnit(id, value) }];
  });
