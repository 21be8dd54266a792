/** What is known of a phantom, in numbers. */
import type { Cut } from '../../../core/contract/common.ts';
import { dot, subtract, voxelVolumeMl, type Vec3, type VolumeGeometry } from '../../../core/domain/geometry.ts';
import { countLabels, isLiver, isTumour, Label } from '../../../core/domain/labels.ts';

/** Volumes of a labelmap in mL, named as in the results. */
export interface VolumesMl {
  readonly tlv: number;
  readonly tumour: number;
  readonly flr: number;
  /** Parenchyma that goes. */
  readonly resected: number;
}

/** @param counts voxels per label 0..6 */
export function volumesFromCounts(counts: readonly number[], geometry: VolumeGeometry): VolumesMl {
  const ml = voxelVolumeMl(geometry);
  const sum = (wanted: (label: number) => boolean): number =>
    counts.reduce((total, count, label) => (wanted(label) ? total + count : total), 0) * ml;
  return {
    tlv: sum(isLiver),
    tumour: sum(isTumour),
    flr: sum((label) => label === Label.flr),
    resected: sum((label) => label === Label.resected),
  };
}

/** Volumes of the truth on the grid, counted by voxels. */
export const truthVolumesMl = (labels: Uint8Array, geometry: VolumeGeometry): VolumesMl =>
  volumesFromCounts(countLabels(labels), geometry);

/** True on the remnant's side of a plane cut; used to prove that `cut` divides as the truth does. */
export function planeSide(cut: Cut): (point: Vec3) => boolean {
  const { pointsMm } = cut.surfaces[0]!;
  const [a, b, c] = [pointsMm[0]!, pointsMm[1]!, pointsMm[2]!];
  const [u, v] = [subtract(b, a), subtract(c, a)];
  const normal: Vec3 = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const wanted = Math.sign(dot(subtract(cut.flrSide, a), normal));
  return (point) => Math.sign(dot(subtract(point, a), normal)) === wanted;
}
