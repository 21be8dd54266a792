/** Pictures of a CT with its segments, made of the stored labels. */
import { RemnantError } from '../../core/contract/errors.ts';
import { Label } from '../../core/domain/labels.ts';
import type { DrawnCt } from '../export/thread/tasks.ts';
import { unfoldLabels } from '../segmentation/runs.ts';
import type { TimePointImages } from './document.ts';
import { planeEdges, planeImage, planes } from './planeImage.ts';
import { encodePng, type Raster } from './png.ts';
import { labelledBox, type Labelled } from './sampling.ts';
import { surfaceView } from './surfaceView.ts';

/** On paper, 230 per inch. */
const PLANE_PX = 400;
const SURFACE_PX = 320;
/** Of each plane of a key image. */
const KEY_PX = 512;

const volumeOf = ({ geometry, hu, stored }: DrawnCt): Labelled => ({
  geometry,
  hu,
  labels: unfoldLabels(stored).labels,
});
const dataUrl = (raster: Raster): string => `data:image/png;base64,${encodePng(raster).toString('base64')}`;

/** Three planes and the view from the front; null where nothing is drawn. @throws RemnantError 'io' for damaged labels */
export function timePointPictures(ct: DrawnCt): TimePointImages | null {
  const volume = volumeOf(ct);
  const box = labelledBox(volume);
  return (
    box && {
      planes: planes.map((name) => ({
        name,
        edges: planeEdges[name],
        url: dataUrl(planeImage(volume, box, name, PLANE_PX)),
      })),
      surface: dataUrl(surfaceView(volume, box, SURFACE_PX)),
    }
  );
}

/** Axial, coronal and sagittal planes through the remnant; no text in it. @throws RemnantError 'refused' where nothing is drawn */
export function keyImage(ct: DrawnCt): Raster {
  const volume = volumeOf(ct);
  const box = labelledBox(volume);
  if (!box) throw new RemnantError('refused', 'Nothing is drawn in this segmentation yet.');
  const remnant = labelledBox({ ...volume, labels: volume.labels.map((label) => Number(label === Label.flr)) });
  const around = { ...box, centre: remnant?.centre ?? box.centre };
  return sideBySide(planes.map((plane) => planeImage(volume, around, plane, KEY_PX)));
}

/** At one scale. */
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
