/** A mask file as the next revision. It is read in a worker: unpacking and sorting out 30 million voxels takes seconds. */
import { basename } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { MaskLabels, Revision, RevisionAction } from '../../core/contract/segmentation.ts';
import type { NamedParts } from '../../core/domain/segmentParts.ts';
import type { HostContext } from '../context.ts';
import { DEFAULT_THRESHOLD } from '../dicom/seg.ts';
import { headRevision } from '../db/tables/revision.ts';
import { createWorkerPool } from '../jobs/workerPool.ts';
import { getSeries } from '../library/index.ts';
import { workerUrl } from '../workerUrl.ts';
import type { MaskAnswer, MaskTask } from './readMask.ts';
import { storeRuns } from './revisions.ts';
import { openSegmentation, volumeOf } from './segmentations.ts';

const readers = createWorkerPool<MaskTask, MaskAnswer>(workerUrl('./maskWorker', import.meta.url), 1);

export interface MaskImport {
  readonly seriesId: string;
  readonly path: string;
  readonly labels: MaskLabels;
  /** What segments are that nobody can tell from their name or code. */
  readonly named?: NamedParts | undefined;
  /** From which part of their maximum pixels of fractional segments count. */
  readonly threshold?: number | undefined;
}

/**
 * A mask file becomes the next revision of the series' segmentation. On a grid of its own it is resampled, which its action says.
 * @throws RemnantError 'not_found' or 'io' for the file, 'unsupported' for its format, 'refused' for another patient space or a series without
 * a volume, 'invalid_input' for values that are no labels, segments that nobody can tell, or no labelled voxel at all.
 */
export async function importMask(context: HostContext, input: MaskImport): Promise<Revision> {
  const { seriesId, path, labels: meaning, named = {}, threshold = DEFAULT_THRESHOLD } = input;
  const series = getSeries(context, { seriesId });
  const geometry = volumeOf(series);
  const { frameOfReferenceUid } = series;
  const answer = await readers.run({ path, geometry, frameOfReferenceUid, meaning, named, threshold });
  if ('refusal' in answer) throw new RemnantError(answer.refusal.code, answer.refusal.message);
  const { format, sha256, counted, notes } = answer;
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const told = Object.entries(named).map(([name, part]) => `${name}=${part}`);
  const facts = {
    format,
    sha256,
    ...(format === 'nifti' && { labels: meaning }),
    ...(told.length > 0 && { named: told.join(', ') }),
    ...(notes.length > 0 && { notes: notes.join(' ') }),
  };
  const provenance = {
    segmentationId,
    parentRevisionId: headRevision(context.db, segmentationId)?.id ?? null,
    action: importAction(basename(path), facts),
    cut: null,
  };
  return storeRuns(context, provenance, counted);
}

function importAction(fileName: string, facts: Readonly<Record<string, string>>): RevisionAction {
  const how = facts['notes']?.includes('resampled') === true ? ', resampled' : '';
  return {
    title: `Import mask ${fileName}`.slice(0, 200 - how.length) + how,
    tool: 'import-mask@1',
    parameters: { fileName, ...facts },
  };
}
