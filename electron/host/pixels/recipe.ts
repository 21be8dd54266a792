/** What the volume of a series is made of, and where it is kept. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Series } from '../../core/contract/library.ts';
import { sameGrid, type Vec3, type VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { getSeriesRow } from '../db/tables/series.ts';
import { listSlices, listVolumeContent, volumePixels, type SlicePixels } from '../db/tables/slice.ts';
import { originalPath } from '../library/originals.ts';
import { regularise } from '../library/regularise.ts';
import { toGroup } from '../library/sliceToGroup.ts';
import type { VolumeRecipe } from './build.ts';
import { VOLUME_EXTENSION } from './cache.ts';
import { computeMaker, halfSize, regularGrid, type Gather } from './computeMaker.ts';
import { decodeMaker } from './decodeMaker.ts';
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
  if (!derivedFrom) return { geometry, recipe: storedVolume(context, seriesId, geometry) };
  const computed = computedFrom(context, derivedFrom);
  if (sameGrid(computed.geometry, geometry)) return { geometry, recipe: computed.recipe };
  throw new RemnantError('refused', 'The series from which this one was computed has changed; compute it again.');
}

function storedVolume(context: HostContext, seriesId: string, { dims }: VolumeGeometry): VolumeRecipe {
  // The slices themselves are only looked up when they are decoded.
  return decoded(context, listVolumeContent(context.db, seriesId), dims, () => volumePixels(context.db, seriesId));
}

/**
 * @param content says of each slice which it is
 * @param lookUp gives the slice at each place in the volume
 */
function decoded(
  context: HostContext,
  content: readonly string[],
  dims: Vec3,
  lookUp: () => (k: number) => SlicePixels,
): VolumeRecipe {
  const place = placeOf(context, [DECODER, ...content], dims);
  const absolutePath = (slice: SlicePixels): string => originalPath(context.folder, slice);
  return { ...place, begin: (partial) => decodeMaker(partial, place.shape, lookUp(), absolutePath) };
}

function computedFrom(context: HostContext, { seriesId, kind }: NonNullable<Series['derivedFrom']>): SeriesVolume {
  if (kind === 'half_size') {
    const source = volumeOf(context, seriesId);
    const geometry = halveGeometry(source.geometry);
    return { geometry, recipe: computed(context, source.recipe, [kind], geometry, halfSize(source.recipe)) };
  }
  const slices = listSlices(context.db, seriesId);
  const regular = regularise(slices.map(toGroup));
  if ('reason' in regular) throw new RemnantError('refused', regular.reason);
  const rows = regular.sources.map(({ at }) => slices[at]!);
  const content = rows.map(({ sha256, frame }) => `${sha256} ${frame}`);
  const source = decoded(
    context,
    content,
    [rows[0]!.slice.columns, rows[0]!.slice.rows, rows.length],
    () => (k) => rows[k]!,
  );
  const ingredients = [kind, JSON.stringify(regular)];
  const gather = regularGrid(source, regular);
  return { geometry: regular.geometry, recipe: computed(context, source, ingredients, regular.geometry, gather) };
}

function computed(
  context: HostContext,
  source: VolumeRecipe,
  ingredients: readonly string[],
  { dims }: VolumeGeometry,
  gather: Gather,
): VolumeRecipe {
  const place = placeOf(context, [RESAMPLER, source.shape.key, ...ingredients], dims);
  return { ...place, begin: (partial) => computeMaker(context, partial, place.shape, source, gather) };
}

/** @param ingredients all that the values depend on */
function placeOf(
  context: HostContext,
  ingredients: readonly string[],
  [columns, rows, count]: Vec3,
): Omit<VolumeRecipe, 'begin'> {
  const key = createHash('sha256').update(ingredients.join('\n')).digest('hex');
  return {
    shape: { key, dims: [columns, rows, count] },
    path: join(context.folder.cache, `${key}${VOLUME_EXTENSION}`),
    newPartial: () => join(context.folder.uploads, `volume-${context.newId()}`),
  };
}
