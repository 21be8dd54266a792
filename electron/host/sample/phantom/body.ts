/** The body around the liver, in the order in which it is painted. */
import { hounsfield } from './hounsfield.ts';
import { gallbladder, vena } from './liver.ts';
import { ripple, tube, type Distance, type Solid } from './shapes.ts';
import { bowel, greatVessels, kidneys, pancreas, spleen, stomach } from './organs.ts';
import { bodyWall, heart, lungs, muscles, ribs, spine } from './trunk.ts';

/** In order of painting; the liver comes between the two lists. `liver` is needed because the lungs end above it. */
export function bodySolids(liver: Distance): { readonly behind: Solid[]; readonly front: Solid[] } {
  return {
    behind: [
      ...bodyWall(),
      ...muscles(),
      ...spine(),
      ...ribs(),
      ...lungs(liver),
      ...heart(),
      ...bowel(),
      ...pancreas(),
      ...stomach(),
      ...spleen(),
      ...kidneys(),
      ...greatVessels(),
    ],
    front: [
      ...tube(
        vena.points,
        vena.radii,
        (x, y, z) => hounsfield.vessel - 14 - 0.09 * Math.max(0, -z) + 5 * ripple(x, y, z, 8),
      ),
      ...tube([gallbladder.centre, gallbladder.tip], [gallbladder.neckRadius + 1.5, gallbladder.tipRadius + 1.5], 62),
      ...tube([gallbladder.centre, gallbladder.tip], [gallbladder.neckRadius, gallbladder.tipRadius], hounsfield.bile),
    ],
  };
}
