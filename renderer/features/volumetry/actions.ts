import type { ExportFile } from '../../../electron/core/contract/exports.ts';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import { notice } from '../../app/notices.ts';
import { blobUrl, host } from '../../host/index.ts';
import { t } from '../../i18n/index.ts';
import { exportFacts } from './model.ts';

export async function exportResultsCsv(subjectId: string): Promise<void> {
  await deliver(await host.client.exports.resultsCsv({ subjectId }));
}

/** The DICOM SEG of the series' current revision. */
export async function exportSegmentation(seriesId: string): Promise<void> {
  const list = await host.client.segmentation.list({});
  const found = list.find((one) => one.seriesId === seriesId && one.head !== null);
  if (!found)
    throw new RemnantError('not_found', 'Nothing is drawn on this series yet, so there is no segmentation to export.');
  await deliver(await host.client.exports.segmentationFile({ segmentationId: found.id, format: 'seg' }));
}

/** Downloads what the host wrote and read back, and says what it is. */
export async function deliver(file: ExportFile): Promise<void> {
  const link = document.createElement('a');
  link.href = await blobUrl(file.url);
  link.download = file.fileName;
  document.body.append(link);
  link.click();
  link.remove();
  notice('ok', t('results.exported', { name: file.fileName }), t('results.exportedDetail', exportFacts(file)));
}
