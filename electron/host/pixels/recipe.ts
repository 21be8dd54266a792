/** What the volume of a series is made of, and where it is kept. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Series } from '../../core/contract/library.ts';
import { sameGrid, type Vec3, type VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { getSeriesRow } from '../db/tables/series.ts';
import { listSlices, listVolumeSlices, type SliceRow } from '../db/tables/slice.ts';
import { originalPath } from '../library/originals.ts';
import { regularise } from '../library/regularise.ts';
import { toGroup } from '../library/sliceToGroup.ts';
import type { VolumeRecipe } from './build.ts';
import { VOLUME_EXTENSION } from './cache.ts';
import { halfSizeRecipe, regularGridRecipe } from './computeRecipe.ts';
import { decodeRecipe } from './decodeRecipe.ts';
import { halveGeometry } from './resample.ts';

/** Parts of every key: other numbers when decoding or computing gives other values. */
const DECODER = 'hu 2';
const RESAMPLER = 'resampled 1';

export interface SeriesVolume {
  readonly geometry: VolumeGeometry;
  readonly recipe: VolumeRecipe;
}

/**
 * @throws RemnantError 'not_found', or 'refused' for a series that makes no volume
 */
export function volumeOf(context: HostContext, seriesId: string): SeriesVolume {
  const series = getSeriesRow(context.db, seriesId);
  if (!series) throw new RemnantError('not_found', 'There is no such series in the library.');
  const { geometry, derivedFrom } = series;
  if (!geometry) throw new RemnantError('refused', 'This series does not make a volume; the library says why.');
  if (!derivedFrom)
    return { geometry, recipe: decoded(context, listVolumeSlices(context.db, seriesId), geometry.dims) };
  const computed = computedFrom(context, derivedFrom);
  if (sameGrid(computed.geometry, geometry)) return { geometry, recipe: computed.recipe };
  throw new RemnantError('refused', 'The series from which this one was computed has changed; compute it again.');
}

function decoded(context: HostContext, slices: readonly SliceRow[], dims: Vec3): VolumeRecipe {
  const place = placeOf(context, [DECODER, ...slices.map(({ sha256, frame }) => `${sha256} ${frame}`)], dims);
  return decodeRecipe({ ...place, slices, absolutePath: (slice) => originalPath(context.folder, slice) });
}

function computedFrom(context: HostContext, { seriesId, kind }: NonNullable<Series['derivedFrom']>): SeriesVolume {
  if (kind === 'half_size') {
    const source = volumeOf(context, seriesId);
    const geometry = halveGeometry(source.geometry);
    const place = placeOf(context, [RESAMPLER, kind, source.recipe.shape.key], geometry.dims);
    return { geometry, recipe: halfSizeRecipe(context, place, source.recipe) };
  }
  const slices = listSlices(context.db, seriesId);
  const regular = regularise(slices.map(toGroup));
  if ('reason' in regular) throw new RemnantError('refused', regular.reason);
  const sources = regular.sources.map(({ at }) => slices[at]!);
  const { rows, columns } = sources[0]!.slice;
  const source = decoded(context, sources, [columns, rows, sources.length]);
  const place = placeOf(context, [RESAMPLER, kind, source.shape.key, JSON.stringify(regular)], regular.geometry.dims);
  return { geometry: regular.geometry, recipe: regularGridRecipe(context, place, source, regular) };
}

/** @param ingredients all that the values depend on */
function placeOf(
  context: HostContext,
  ingredients: readonly string[],
  [columns, rows, count]: Vec3,
): Pick<VolumeRecipe, 'shape' | 'path' | 'partial'> {
  const key = createHash('sha256').update(ingredients.join('\n')).digest('hex');
  return {
    shape: { key, dims: [columns, rows, count] },
    path: join(context.folder.cache, `${key}${VOLUME_EXTENSION}`),
    partial: join(context.folder.uploads, `volume-${context.newId()}`),
  };
}
