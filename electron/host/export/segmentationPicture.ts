/** The key image of a revision: axial, coronal and sagittal planes through the remnant with the outlines of the segments; no text in it. */
import { RemnantError } from '../../core/contract/errors.ts';
import { Label } from '../../core/domain/labels.ts';
import type { HostContext } from '../context.ts';
import { writeCapture } from '../dicom/scWrite.ts';
import { loadVolume } from '../pixels/index.ts';
import { planeImage, planes } from '../report/planeImage.ts';
import { encodePng, type Raster } from '../report/png.ts';
import { labelledBox } from '../report/sampling.ts';
import { ctSource, trialOf, type RevisionVoxels } from './segmentationSource.ts';

/** Of each of the three planes. */
const SIZE_PX = 512;

/** Side by side, at one scale. */
function sideBySide(rasters: readonly Raster[]): Raster {
  const height = Math.max(...rasters.map((raster) => raster.height));
  const width = rasters.reduce((sum, raster) => sum + raster.width, 0);
  const rgb = new Uint8Array(width * height * 3);
  let left = 0;
  for (const raster of rasters) {
    for (let row = 0; row < raster.height; row++)
      rgb.set(raster.rgb.subarray(row * raster.width * 3, (row + 1) * raster.width * 3), (row * width + left) * 3);
    left += raster.width;
  }
  return { width, height, rgb };
}

async function keyImage(context: HostContext, { seriesId, geometry, labels }: RevisionVoxels): Promise<Raster> {
  const { hu } = await loadVolume(context, seriesId);
  const volume = { geometry, labels, hu };
  const box = labelledBox(volume);
  if (!box) throw new RemnantError('refused', 'Nothing is drawn in this segmentation yet.');
  const remnant = labelledBox({ ...volume, labels: labels.map((label) => Number(label === Label.flr)) });
  const around = { ...box, centre: remnant?.centre ?? box.centre };
  return sideBySide(planes.map((plane) => planeImage(volume, around, plane, SIZE_PX)));
}

export const pngFile = async (context: HostContext, voxels: RevisionVoxels): Promise<Uint8Array> =>
  encodePng(await keyImage(context, voxels));

export async function captureFile(context: HostContext, voxels: RevisionVoxels): Promise<Uint8Array> {
  const { images, header } = await ctSource(context, voxels.seriesId);
  return writeCapture({
    ...(await keyImage(context, voxels)),
    header,
    sourceImages: images,
    trial: trialOf(context, voxels),
    version: context.version,
    seriesDescription: `Liver segmentation, revision ${voxels.revision.number}, key image`,
    now: context.now(),
  });
}
