/** Everything that leaves as a file. */
import type { ExportFile } from '../../core/contract/exports.ts';
import type { HostContext } from '../context.ts';
import { getSubject } from '../trial/index.ts';
import { provenResults, requireResults } from '../volumetry/index.ts';
import { protocolFor } from '../volumetry/protocols.ts';
import { resultsCsv } from './resultsCsv.ts';
import { standingOfResult } from './standing.ts';
import { writeExport } from './writeExport.ts';

export { exportSegmentation } from './segmentationFile.ts';
export { recordPrinted } from './printed.ts';
export { exportVolume, type VolumeOrigin } from './volumeFile.ts';

/** The subject's current results as CSV. @throws RemnantError 'not_found'; 'refused' when there is no result yet. */
export async function exportResultsCsv(
  context: HostContext,
  { subjectId }: { subjectId: string },
): Promise<ExportFile> {
  const proven = provenResults(context, subjectId);
  requireResults(proven);
  const subject = getSubject(context, { subjectId });
  const isSigned = proven.results.every((result) => standingOfResult(context, result).standing === 'signed');
  const text = resultsCsv(context, subject, proven, protocolFor(context, subject));
  return writeExport(context, {
    kind: 'results_csv',
    subjectId,
    revisionId: null,
    stem: `${subject.code}_results${isSigned ? '' : '_unsigned'}`,
    extension: 'csv',
    bytes: Buffer.from(text, 'utf8'),
  });
}
