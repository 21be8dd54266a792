import type { ExportFile, SegmentationFormat } from '../../../electron/core/contract/exports.ts';
import type { SegmentName } from '../../../electron/core/domain/labels.ts';
import { notice } from '../../app/notices.ts';
import { blobUrl, host } from '../../host/index.ts';
import { t } from '../../i18n/index.ts';
import { exportFacts } from './model.ts';
import { readingText } from './readingText.ts';

export async function exportResultsCsv(subjectId: string): Promise<void> {
  await deliver(await host.client.exports.resultsCsv({ subjectId }));
}

interface SegmentationFile {
  readonly format: SegmentationFormat;
  /** Whose surface it is. */
  readonly segment?: SegmentName;
}

/** What a segmentation can leave as, most useful first. */
export const segmentationFiles = [
  { id: 'seg', format: 'seg', label: 'export.seg' },
  { id: 'sr', format: 'sr', label: 'export.sr' },
  { id: 'png', format: 'png', label: 'export.png' },
  { id: 'sc', format: 'sc', label: 'export.sc' },
  { id: 'nrrd', format: 'nrrd', label: 'export.nrrd' },
  { id: 'nifti', format: 'nifti', label: 'export.nifti' },
  { id: 'stl-liver', format: 'stl', segment: 'liver', label: 'export.stlLiver' },
  { id: 'stl-tumour', format: 'stl', segment: 'tumour', label: 'export.stlTumour' },
  { id: 'stl-flr', format: 'stl', segment: 'flr', label: 'export.stlFlr' },
  { id: 'obj', format: 'obj', label: 'export.obj' },
  { id: 'seg-labelmap', format: 'seg-labelmap', label: 'export.segLabelmap' },
] as const satisfies readonly (SegmentationFile & { readonly id: string; readonly label: string })[];

/** What is drawn in the reading that counts, as a file. */
export async function exportSegmentation(seriesId: string, file: SegmentationFile): Promise<void> {
  const exported = await host.client.exports.segmentationFile({ seriesId, ...file });
  await deliver(exported, exported.reading ? [readingText(exported.reading)] : []);
}

/** Downloads what the host wrote and read back, and says what it is. */
export async function deliver(file: ExportFile, about: readonly string[] = []): Promise<void> {
  const link = document.createElement('a');
  link.href = await blobUrl(file.url);
  link.download = file.fileName;
  document.body.append(link);
  link.click();
  link.remove();
  const details = [...about, t('results.exportedDetail', exportFacts(file))];
  notice('ok', t('results.exported', { name: file.fileName }), details.join(' · '));
}
