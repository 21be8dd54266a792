import { RemnantError } from '../../core/contract/errors.ts';
import type { Series } from '../../core/contract/library.ts';
import type { Revision, Segmentation } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { lastLesionNumber } from '../db/tables/lesion.ts';
import { findRevision, headRevision, revisionsOf } from '../db/tables/revision.ts';
import { allSegmentations, findSegmentation } from '../db/tables/segmentation.ts';
import type { SegmentationRow } from '../db/tables/segmentation.ts';
import { getSeries } from '../library/index.ts';
import { hiddenReason, requireVisible } from '../readings/counting.ts';
import { openReading } from '../readings/drawing.ts';
import { getReading } from '../readings/store.ts';

/**
 * The segmentation of a reading; without one, of the reading that the actor goes on with, made by the first who opens the series.
 * @throws RemnantError 'refused' for a series without a volume, and for what the actor may not see; 'not_found'
 */
export function openSegmentation(
  context: HostContext,
  { seriesId, readingId }: { seriesId: string; readingId?: string | undefined },
): Segmentation {
  volumeOf(getSeries(context, { seriesId }));
  const reading = readingId === undefined ? openReading(context, seriesId) : getReading(context, readingId);
  if (reading.seriesId !== seriesId) throw new RemnantError('not_found', 'This series has no such reading.');
  requireVisible(context, reading.segmentationId);
  return withHead(context, getSegmentationRow(context, reading.segmentationId));
}

/** Those that the actor may see; not those of discarded readings. */
export function listSegmentations(context: HostContext): Segmentation[] {
  return allSegmentations(context.db)
    .filter(({ id }) => hiddenReason(context, id) === null)
    .map((row) => withHead(context, row));
}

/** Newest first. @throws RemnantError 'refused' for what the actor may not see */
export function listRevisions(context: HostContext, { segmentationId }: { segmentationId: string }): Revision[] {
  getSegmentationRow(context, segmentationId);
  requireVisible(context, segmentationId);
  return revisionsOf(context.db, segmentationId);
}

/** @throws RemnantError 'not_found' */
export function getRevision(context: HostContext, revisionId: string): Revision {
  const revision = findRevision(context.db, revisionId);
  if (revision === undefined) throw new RemnantError('not_found', 'There is no such revision.');
  return revision;
}

export function getSegmentationRow({ db }: HostContext, segmentationId: string): SegmentationRow {
  const row = findSegmentation(db, segmentationId);
  if (row === undefined) throw new RemnantError('not_found', 'There is no such segmentation.');
  return row;
}

/** @throws RemnantError 'refused' for a series that can't make a volume. */
export function volumeOf({ geometry, geometryStatus }: Series): VolumeGeometry {
  if (geometry === null || geometryStatus === 'refused') {
    throw new RemnantError(
      'refused',
      "This series can't make a volume, so nothing can be segmented on it; the library says why.",
    );
  }
  return geometry;
}

const withHead = ({ db }: HostContext, row: SegmentationRow): Segmentation => ({
  ...row,
  head: headRevision(db, row.id),
  lastLesionNumber: lastLesionNumber(db, row.id),
});
