import { RemnantError } from '../../core/contract/errors.ts';
import type { Series } from '../../core/contract/library.ts';
import type { Revision, Segmentation } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { lastLesionNumber } from '../db/tables/lesion.ts';
import { findRevision, headRevision, revisionsOf } from '../db/tables/revision.ts';
import {
  allSegmentations,
  findSegmentation,
  findSegmentationOfSeries,
  insertSegmentation,
} from '../db/tables/segmentation.ts';
import type { SegmentationRow } from '../db/tables/segmentation.ts';
import { getSeries } from '../library/index.ts';

/** The series' segmentation, made on the first call. @throws RemnantError 'refused' for a series without a volume. */
export function openSegmentation(context: HostContext, { seriesId }: { seriesId: string }): Segmentation {
  volumeOf(getSeries(context, { seriesId }));
  const row = findSegmentationOfSeries(context.db, seriesId) ?? createSegmentation(context, seriesId);
  return withHead(context, row);
}

function createSegmentation(context: HostContext, seriesId: string): SegmentationRow {
  return context.change((record) => {
    const row = { id: context.newId(), seriesId, createdAt: context.now().toISOString() };
    insertSegmentation(context.db, row);
    record({ action: 'create', entity: 'segmentation', entityId: row.id, newValue: row });
    return row;
  });
}

export function listSegmentations(context: HostContext): Segmentation[] {
  return allSegmentations(context.db).map((row) => withHead(context, row));
}

/** Newest first. */
export function listRevisions(context: HostContext, { segmentationId }: { segmentationId: string }): Revision[] {
  getSegmentationRow(context, segmentationId);
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
