import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { measureAorta } from './aorta.ts';
import { findBody, findLungs } from './body.ts';
import { canonicalVolume } from './canonical.ts';
import { findParenchyma } from './parenchyma.ts';
import { findSpine } from './spine.ts';

/** Coarse enough to average the noise of a thin slice away, fine enough for an aorta of 15 mm. */
const COARSE_MM = 3.5;

export interface Intensities {
  readonly aortaHu: number;
  readonly liverHu: number;
}

/**
 * Typical HU of the aorta and of the liver's parenchyma, for telling the contrast phase. Works in any order of the axes and from any
 * position of the patient, since the geometry says where right, front and head are.
 * @param hu of the whole grid.
 * @returns null where either can't be told surely.
 */
export function measureIntensities(hu: Int16Array, geometry: VolumeGeometry): Intensities | null {
  const volume = canonicalVolume(hu, geometry, COARSE_MM);
  const grid = volume.geometry;
  const body = findBody(volume.hu, grid);
  const spine = findSpine(volume.hu, body, grid);
  if (!spine) return null;
  const liver = findParenchyma(volume.hu, body, findLungs(volume.hu, body, grid), grid, spine);
  if (!liver) return null;
  const aortaHu = measureAorta(volume.hu, grid, spine);
  return aortaHu === null ? null : { aortaHu: Math.round(aortaHu), liverHu: Math.round(liver.model.medianHu) };
}
