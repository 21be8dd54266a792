/** The key image of a revision: axial, coronal and sagittal planes through the remnant with the outlines of the segments; no text in it. */
import type { HostContext } from '../context.ts';
import { writeCapture } from '../dicom/scWrite.ts';
import { loadVolume } from '../pixels/index.ts';
import { encodePng, type Raster } from '../report/png.ts';
import { ctSource, seriesDescriptionOf, trialOf, type DrawnRevision } from './segmentationSource.ts';
import { inExportThread } from './thread/index.ts';

const keyImage = async (context: HostContext, { seriesId, stored }: DrawnRevision): Promise<Raster> =>
  inExportThread('keyImage', { ...(await loadVolume(context, seriesId)), stored });

export const pngFile = async (context: HostContext, drawn: DrawnRevision): Promise<Uint8Array> =>
  encodePng(await keyImage(context, drawn));

export async function captureFile(context: HostContext, drawn: DrawnRevision): Promise<Uint8Array> {
  const { images, header } = await ctSource(context, drawn.seriesId);
  return writeCapture({
    ...(await keyImage(context, drawn)),
    header,
    sourceImages: images,
    trial: trialOf(context, drawn),
    version: context.version,
    seriesDescription: `${seriesDescriptionOf(context, drawn.revision)}, key image`,
    now: context.now(),
  });
}
