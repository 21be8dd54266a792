/** The muscles beside the spine: they enhance little, in every patient and phase, so they tell how far the liver stands out. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { median } from '../grow/intensityModel.ts';
import type { Spine } from '../landmarks/spine.ts';

/** Beside and behind the centre of vertebra and arch, mm: the erector on either side. */
const BESIDE_MM = [20, 45] as const;
const BEHIND_MM = [5, 30] as const;
/** Darker is the fat between, brighter bone. */
const TISSUE_HU = [0, 120] as const;

/** @param soft smoothed HU on a canonical coarse grid @returns median of the muscle, HU; null where none is seen. */
export function muscleHu(soft: Int16Array, { dims, spacingMm }: VolumeGeometry, spine: Spine): number | null {
  const [columns, rows, slices] = dims;
  const values: number[] = [];
  for (let k = 0; k < slices; k++) {
    const top = Math.ceil(spine.row[k]! + BEHIND_MM[0] / spacingMm[1]);
    const bottom = Math.min(rows - 1, Math.floor(spine.row[k]! + BEHIND_MM[1] / spacingMm[1]));
    const reach = BESIDE_MM[1] / spacingMm[0];
    const [first, last] = [Math.ceil(spine.column[k]! - reach), Math.floor(spine.column[k]! + reach)];
    for (let j = Math.max(0, top); j <= bottom; j++) {
      for (let i = Math.max(0, first); i <= Math.min(columns - 1, last); i++) {
        if (Math.abs(i - spine.column[k]!) * spacingMm[0] < BESIDE_MM[0]) continue;
        const value = soft[i + columns * (j + rows * k)]!;
        if (value >= TISSUE_HU[0] && value <= TISSUE_HU[1]) values.push(value);
      }
    }
  }
  return values.length > 0 ? median(values) : null;
}
