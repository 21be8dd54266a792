import type { Database } from 'better-sqlite3';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Series } from '../../core/contract/library.ts';
import { getSeriesRow } from './tables/series.ts';

/** @throws RemnantError 'not_found' */
export function requireSeries(db: Database, seriesId: string): Series {
  const series = getSeriesRow(db, seriesId);
  if (series === undefined) throw new RemnantError('not_found', 'There is no such series.');
  return series;
}
