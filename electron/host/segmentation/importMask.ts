/** A mask file as the next revision. It is read in a worker: unpacking and sorting out 30 million voxels takes seconds. */
import { basename } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { MaskLabels, Revision, RevisionAction } from '../../core/contract/segmentation.ts';
import type { HostContext } from '../context.ts';
import { headRevision } from '../db/tables/revision.ts';
import { createWorkerPool } from '../jobs/workerPool.ts';
import { getSeries } from '../library/index.ts';
import { workerUrl } from '../workerUrl.ts';
import type { MaskAnswer, MaskTask } from './readMask.ts';
import { storeRuns } from './revisions.ts';
import { openSegmentation, volumeOf } from './segmentations.ts';

const readers = createWorkerPool<MaskTask, MaskAnswer>(workerUrl('./maskWorker', import.meta.url), 1);

/**
 * A mask file on the series' own grid becomes the next revision of its segmentation.
 * @throws RemnantError 'not_found' or 'io' for the file, 'unsupported' for its format, 'refused' for another grid or a series without a volume,
 * 'invalid_input' for values that are no labels or no labelled voxel at all.
 */
export async function importMask(
  context: HostContext,
  { seriesId, path, labels: meaning }: { seriesId: string; path: string; labels: MaskLabels },
): Promise<Revision> {
  const series = getSeries(context, { seriesId });
  const geometry = volumeOf(series);
  const { frameOfReferenceUid } = series;
  const answer = await readers.run({ path, geometry, frameOfReferenceUid, meaning });
  if ('refusal' in answer) throw new RemnantError(answer.refusal.code, answer.refusal.message);
  const { format, sha256, counted } = answer;
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const provenance = {
    segmentationId,
    parentRevisionId: headRevision(context.db, segmentationId)?.id ?? null,
    action: importAction(basename(path), { format, sha256, ...(format === 'nifti' && { labels: meaning }) }),
    cut: null,
  };
  return storeRuns(context, provenance, counted);
}

function importAction(fileName: string, facts: Readonly<Record<string, string>>): RevisionAction {
  return { title: `Import mask ${fileName}`.slice(0, 200), tool: 'import-mask@1', parameters: { fileName, ...facts } };
}
