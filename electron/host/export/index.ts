/** Everything that leaves as a file. */
import type { ExportFile } from '../../core/contract/exports.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { headRevision } from '../db/tables/revision.ts';
import { findSegmentation } from '../db/tables/segmentation.ts';
import { timePointOfSeries } from '../db/tables/timePoint.ts';
import { getSeries } from '../library/index.ts';
import { requireVisible } from '../readings/index.ts';
import { loadLabels } from '../segmentation/index.ts';
import { getSubject } from '../trial/index.ts';
import { provenResults } from '../volumetry/index.ts';
import { protocolFor } from '../volumetry/protocols.ts';
import { resultsCsv } from './resultsCsv.ts';
import { niftiFile, segFile } from './segmentationFile.ts';
import { writeExport } from './writeExport.ts';

/** The subject's current results as CSV. @throws RemnantError 'not_found'; 'refused' when there is no result yet. */
export async function exportResultsCsv(
  context: HostContext,
  { subjectId }: { subjectId: string },
): Promise<ExportFile> {
  const proven = provenResults(context, subjectId);
  const subject = getSubject(context, { subjectId });
  if (proven.results.length === 0)
    throw new RemnantError(
      'refused',
      `Subject ${subject.code} has no results yet: segment a CT of a time point first.`,
    );
  const text = resultsCsv(context, subject, proven, protocolFor(context, subject));
  return writeExport(context, {
    kind: 'results_csv',
    subjectId,
    revisionId: null,
    stem: `${subject.code}_results`,
    extension: 'csv',
    bytes: Buffer.from(text, 'utf8'),
  });
}

/** The newest revision as DICOM SEG or NIfTI. @throws RemnantError 'not_found'; 'refused' when nothing is drawn yet. */
export async function exportSegmentation(
  context: HostContext,
  { segmentationId, format }: { segmentationId: string; format: 'seg' | 'nifti' },
): Promise<ExportFile> {
  const segmentation = findSegmentation(context.db, segmentationId);
  if (!segmentation) throw new RemnantError('not_found', 'There is no such segmentation.');
  requireVisible(context, segmentationId);
  const revision = headRevision(context.db, segmentationId);
  const { geometry } = getSeries(context, { seriesId: segmentation.seriesId });
  if (!revision || !geometry) throw new RemnantError('refused', 'Nothing is drawn in this segmentation yet.');
  const { labels } = loadLabels(context, revision.id);
  const voxels = { seriesId: segmentation.seriesId, revision, geometry, labels };
  const owner = timePointOfSeries(context.db, segmentation.seriesId);
  return writeExport(context, {
    kind: format === 'seg' ? 'segmentation_seg' : 'segmentation_nifti',
    subjectId: null,
    revisionId: revision.id,
    stem: `${owner ? `${owner.subjectCode}_${owner.kind}_` : ''}segmentation_r${revision.number}`,
    extension: format === 'seg' ? 'dcm' : 'nii.gz',
    bytes: format === 'seg' ? await segFile(context, voxels) : await niftiFile(voxels),
  });
}
