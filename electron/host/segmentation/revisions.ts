import { RemnantError } from '../../core/contract/errors.ts';
import type { Cut } from '../../core/contract/common.ts';
import type { Revision, RevisionAction } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { LabelmapRuns } from '../../core/domain/labelmapRuns.ts';
import type { Lesion } from '../../core/domain/lesions.ts';
import type { AuditRecord, HostContext } from '../context.ts';
import { numberLesions } from '../db/tables/lesion.ts';
import { headRevision, insertRevision, revisionRuns } from '../db/tables/revision.ts';
import { getSeries } from '../library/index.ts';
import { requireVisible } from '../readings/counting.ts';
import { noteDrawn, requireDrawable } from '../readings/drawing.ts';
import { lesionsToStore } from './lesions.ts';
import { committedValue, digest, runsFromOutside, runsOfLabels, unfoldLabels, zipRuns } from './runs.ts';
import type { CountedRuns, StoredLabels } from './runs.ts';
import { getRevision, getSegmentationRow, volumeOf } from './segmentations.ts';
import { dropUpload, readUpload } from './uploads.ts';

interface Provenance {
  readonly segmentationId: string;
  /** The head that the labels were drawn on; null for the first revision. */
  readonly parentRevisionId: string | null;
  readonly action: RevisionAction;
  readonly cut: Cut | null;
  /** One for every piece of tumour of the labels; without them the head's are followed, judging by the action's tool. */
  readonly lesions?: readonly Lesion[] | undefined;
}

/**
 * Stores a labelmap that was put to `/blob/upload` as the next revision. The upload is used up, whatever comes of it.
 * @throws RemnantError 'refused' when the reading is signed, locked or another reader's; 'conflict' when the parent isn't the head;
 * 'invalid_input' when the bytes don't fit the series.
 */
export async function commitUpload(
  context: HostContext,
  input: Provenance & { readonly uploadId: string },
): Promise<Revision> {
  const { uploadId, ...provenance } = input;
  try {
    requireHead(context, provenance);
    const geometry = geometryOf(context, provenance.segmentationId);
    return await storeRuns(context, provenance, await runsFromOutside(await readUpload(context, uploadId), geometry));
  } finally {
    await dropUpload(context, uploadId);
  }
}

/**
 * Stores `labels` (values 0..6, one byte a voxel in memory order, on the series' grid) as the next revision, with its entry in the trail.
 * @throws as `commitUpload`.
 */
export async function storeRevision(
  context: HostContext,
  { labels, ...provenance }: Provenance & { readonly labels: Uint8Array },
): Promise<Revision> {
  return await storeRuns(context, provenance, runsOfLabels(labels, geometryOf(context, provenance.segmentationId)));
}

/** The same with the run-length form at hand. @throws as `commitUpload`. */
export async function storeRuns(
  context: HostContext,
  provenance: Provenance,
  { runs, counts }: CountedRuns,
): Promise<Revision> {
  const found = lesionsToStore(context, requireHead(context, provenance), provenance, runs);
  const zipped = await zipRuns(runs);
  const revision = context.change((record) => {
    const head = requireHead(context, provenance);
    const { segmentationId, parentRevisionId, action, cut } = provenance;
    noteDrawn(context, record, segmentationId);
    const lesions = numberLesions(context.db, segmentationId, found);
    if (!lesions) throw new RemnantError('invalid_input', 'A lesion of another segmentation is listed.');
    const next: Revision = {
      id: context.newId(),
      segmentationId,
      parentRevisionId,
      number: (head?.number ?? 0) + 1,
      createdAt: context.now().toISOString(),
      action,
      counts,
      cut,
      lesions,
      sha256: digest(runs),
    };
    insertRevision(context.db, next, zipped);
    record({ action: 'commit', entity: 'revision', entityId: next.id, newValue: committedValue(next, zipped) });
    return next;
  });
  context.emit('segmentation.changed', { segmentationId: revision.segmentationId, revisionId: revision.id });
  return revision;
}

/**
 * The same labels as the first revision of another segmentation; its lesions are new ones in the same states. Within a change.
 * @param from a revision as it is stored
 */
export function copyRevision(
  context: HostContext,
  record: (entry: AuditRecord) => void,
  from: Revision,
  segmentationId: string,
  action: RevisionAction,
): Revision {
  const zipped = revisionRuns(context.db, from.id)!;
  const copies = from.lesions?.map((lesion) => ({ ...lesion, id: context.newId() }));
  const next: Revision = {
    ...from,
    id: context.newId(),
    segmentationId,
    parentRevisionId: null,
    number: 1,
    createdAt: context.now().toISOString(),
    action,
    lesions: copies === undefined ? null : numberLesions(context.db, segmentationId, copies),
  };
  insertRevision(context.db, next, zipped);
  record({ action: 'commit', entity: 'revision', entityId: next.id, newValue: committedValue(next, zipped) });
  return next;
}

/** Gzipped run-length labelmap, as stored. @throws RemnantError 'not_found'; 'refused' for what the actor may not see */
export function revisionBytes(context: HostContext, revisionId: string): Uint8Array {
  requireVisible(context, getRevision(context, revisionId).segmentationId);
  return revisionRuns(context.db, revisionId)!;
}

/** A revision's labels as they are stored, to be unfolded in another thread. @throws RemnantError 'not_found' */
export function storedLabels(context: HostContext, revisionId: string): StoredLabels {
  const { sha256, number } = getRevision(context, revisionId);
  return { sha256, number, zipped: revisionRuns(context.db, revisionId)! };
}

/** @throws RemnantError 'not_found'; 'io' when the stored bytes are not the ones that were committed. */
export const loadLabels = (context: HostContext, revisionId: string): LabelmapRuns =>
  unfoldLabels(storedLabels(context, revisionId));

function geometryOf(context: HostContext, segmentationId: string): VolumeGeometry {
  return volumeOf(getSeries(context, { seriesId: getSegmentationRow(context, segmentationId).seriesId }));
}

/**
 * @throws RemnantError 'refused' when the reading can't be drawn on; 'conflict' when someone stored a revision since the caller's was loaded.
 */
function requireHead(context: HostContext, { segmentationId, parentRevisionId }: Provenance): Revision | null {
  getSegmentationRow(context, segmentationId);
  requireDrawable(context, segmentationId);
  const head = headRevision(context.db, segmentationId);
  if ((head?.id ?? null) !== parentRevisionId) {
    throw new RemnantError(
      'conflict',
      'The segmentation was changed elsewhere in the meantime; open it again to go on from its newest state.',
    );
  }
  return head;
}
