/** What the volume of a series is made of, and where it is kept. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { getSeriesRow } from '../db/tables/series.ts';
import { listVolumeSlices, type SliceRow } from '../db/tables/slice.ts';
import { originalPath } from '../library/originals.ts';
import type { VolumeRecipe } from './build.ts';
import { VOLUME_EXTENSION } from './cache.ts';
import { decodeRecipe } from './decodeRecipe.ts';

/** Part of every key: another number when decoding gives other values. */
const DECODER = 'hu 2';

/**
 * @throws RemnantError 'not_found', or 'refused' for a series that makes no volume
 */
export function volumeRecipe(
  context: HostContext,
  seriesId: string,
): { geometry: VolumeGeometry; recipe: VolumeRecipe } {
  const series = getSeriesRow(context.db, seriesId);
  if (!series) throw new RemnantError('not_found', 'There is no such series in the library.');
  const { geometry } = series;
  if (!geometry) throw new RemnantError('refused', 'This series does not make a volume; the library says why.');
  const slices = listVolumeSlices(context.db, seriesId);
  const place = placeOf(context, [DECODER, ...slices.map(({ sha256, frame }) => `${sha256} ${frame}`)], geometry);
  const absolutePath = (slice: SliceRow): string => originalPath(context.folder, slice);
  return { geometry, recipe: decodeRecipe({ ...place, slices, absolutePath }) };
}

/** @param ingredients all that the values depend on */
function placeOf(
  context: HostContext,
  ingredients: readonly string[],
  { dims }: VolumeGeometry,
): Pick<VolumeRecipe, 'shape' | 'path' | 'partial'> {
  const key = createHash('sha256').update(ingredients.join('\n')).digest('hex');
  return {
    shape: { key, dims: [dims[0], dims[1], dims[2]] },
    path: join(context.folder.cache, `${key}${VOLUME_EXTENSION}`),
    partial: join(context.folder.uploads, `volume-${context.newId()}`),
  };
}
