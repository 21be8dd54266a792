/** The patient's body and the lungs in it, on a canonical coarse grid. */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { voxelVolumeMl } from '../../../electron/core/domain/geometry.ts';
import { components, Flood, keepLargest } from '../components.ts';
import { median, valuesAt } from '../grow/intensityModel.ts';
import { maskWhere } from '../mask.ts';
import { dilate, erode, open } from '../grow/morphology.ts';
import { release } from '../release.ts';

/** Fat is denser than this, lung, couch foam and clothes are not. */
const BODY_HU = -250;
/** Couch, cables and folds of the skin are thinner than twice this. */
const BODY_OPENING_MM = 7;
const GAS_HU = -400;
/** Gas in bowel and stomach is that of air; in lung there is tissue with it. */
const FREE_GAS_HU = -945;
/** Bubbles thinner than twice this are noise or emphysema; around larger ones the wall of the bowel is no lung. */
const BUBBLE_MM = 3.5;
const BUBBLE_WALL_MM = 8;
/** Lung that ends inside the scan is whole; what the scan cuts may be little. */
const LEAST_WHOLE_LUNG_ML = 800;
const LEAST_CUT_LUNG_ML = 15;

/** 0/1: the trunk with all that it encloses slice by slice, without couch. */
export function findBody(hu: Int16Array, { dims, spacingMm }: VolumeGeometry): Uint8Array {
  const dense = maskWhere(hu.length, (at) => hu[at]! > BODY_HU);
  // Filled first: a thin chest wall would not outlast the opening.
  fillSlices(dense, dims);
  const body = open(dense, { dims, spacingMm }, BODY_OPENING_MM);
  release(dense);
  keepLargest(body, dims);
  fillSlices(body, dims);
  return body;
}

/** Fills what is enclosed within each axial slice. */
export function fillSlices(mask: Uint8Array, [columns, rows, slices]: Vec3): void {
  const OUTSIDE = 2;
  const plane = columns * rows;
  const flood = new Flood([columns, rows, 1]);
  for (let k = 0; k < slices; k++) {
    const slice = mask.subarray(k * plane, (k + 1) * plane);
    for (let j = 0; j < rows; j++) {
      for (const at of [j * columns, (j + 1) * columns - 1]) flood.fill(slice, at, 0, OUTSIDE);
    }
    for (let i = 0; i < columns; i++) {
      for (const at of [i, plane - columns + i]) flood.fill(slice, at, 0, OUTSIDE);
    }
    for (let at = 0; at < plane; at++) slice[at] = slice[at] === OUTSIDE ? 0 : 1;
  }
}

/** 0/1: the lungs; gas in stomach and bowel isn't among them. */
export function findLungs(hu: Int16Array, body: Uint8Array, geometry: VolumeGeometry): Uint8Array {
  const { dims } = geometry;
  const gas = maskWhere(hu.length, (at) => body[at] === 1 && hu[at]! < GAS_HU);
  const free = maskWhere(hu.length, (at) => body[at] === 1 && hu[at]! < FREE_GAS_HU);
  const cores = erode(free, geometry, BUBBLE_MM);
  const bubbles = dilate(cores, geometry, BUBBLE_MM + BUBBLE_WALL_MM);
  for (let at = 0; at < gas.length; at++) gas[at]! &= 1 - bubbles[at]!;
  release(free, cores, bubbles);
  const top = dims[0] * dims[1] * (dims[2] - 1);
  const lungs = new Uint8Array(gas.length);
  for (const members of components(gas, dims)) {
    const sizeMl = members.length * voxelVolumeMl(geometry);
    const isCut = members.some((at) => at >= top);
    if (sizeMl < (isCut ? LEAST_CUT_LUNG_ML : LEAST_WHOLE_LUNG_ML)) continue;
    if (median(valuesAt(hu, members)) > FREE_GAS_HU) for (const at of members) lungs[at] = 1;
  }
  release(gas);
  return lungs;
}
