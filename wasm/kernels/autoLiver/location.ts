/**
 * Where a liver may lie, as far as it is the same in all patients: on the right under the diaphragm, reaching over to the left in front,
 * and low down only at the right flank. It is no more than a weight in the competition: tissue in an unlikely place needs a broader
 * connection with the liver, not a likely place.
 */
import { showsDomes } from '../landmarks/diaphragm.ts';
import { DEEP_MM } from '../landmarks/parenchyma.ts';
import type { Anatomy } from './anatomy.ts';

/** Weight of the background where liver is likeliest. */
const LIKELY = 0.3;
const LOW_MEDIAL = 10;
/** In the muscles of the flank, which are as bright as a fatty liver or one without contrast medium. */
const LOW_FLANK = 6;
const FAR_LEFT = 3;
const LEFT_BACK = 4;
/** Across: 0 at the spine, -1 at the right and 1 at the left side of the body. */
const MEDIAL = [-0.45, 0] as const;
const LEFT = [0.3, 0.7] as const;
const BESIDE_SPINE = [0, 0.2] as const;
/** Height below the dome of the diaphragm on the right, mm. */
const LOW_MM = [90, 150] as const;
/** Behind the centre of the vertebrae, mm. */
const BACK_MM = [-50, -20] as const;
/** The right lobe is about 15 cm wide. */
const LOBE_RADIUS_MM = 75;
/** The dome is about as high as this part of the lung's underside on the right. */
const DOME_QUANTILE = 0.9;

/**
 * Weight of the background per voxel, for a canonical grid.
 * @param muscles 0/1: the layer in which the muscles of the flank lie, where it is known
 */
export function backgroundWeight(anatomy: Anatomy, muscles: Uint8Array | null = null): (at: number) => number {
  const {
    geometry: { dims, spacingMm },
    spine,
  } = anatomy;
  const [columns, rows] = dims;
  const plane = columns * rows;
  const halfWidth = halfWidthOf(anatomy);
  const dome = domeOf(anatomy);
  return (at) => {
    const i = at % columns;
    const k = Math.floor(at / plane);
    const j = Math.floor(at / columns) - rows * k;
    const across = (i - spine.column[k]!) / halfWidth;
    const lowMm = (dome - k) * spacingMm[2];
    const backMm = (j - spine.row[k]!) * spacingMm[1];
    return (
      LIKELY +
      LOW_MEDIAL * rise(MEDIAL, across) * rise(LOW_MM, lowMm) +
      (muscles?.[at] === 1 ? LOW_FLANK * rise(LOW_MM, lowMm) : 0) +
      FAR_LEFT * rise(LEFT, across) +
      LEFT_BACK * rise(BESIDE_SPINE, across) * rise(BACK_MM, backMm)
    );
  };
}

/** From 0 below the range to 1 above it, smoothly. */
function rise([from, to]: readonly [number, number], value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

const sorted = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();

/** Half the body's width, in columns: the median of the slices. */
function halfWidthOf({ body, geometry: { dims } }: Anatomy): number {
  const [columns, rows, slices] = dims;
  const widths: number[] = [];
  for (let k = 0; k < slices; k++) {
    let [first, last] = [columns, -1];
    for (let j = 0; j < rows; j++) {
      const row = columns * (j + rows * k);
      for (let i = 0; i < columns; i++) {
        if (body[row + i] === 0) continue;
        first = Math.min(first, i);
        last = Math.max(last, i);
      }
    }
    if (last >= 0) widths.push((last - first) / 2);
  }
  return sorted(widths)[widths.length >> 1]!;
}

/** Slice of the dome on the right; above the scan's top where the scan begins below it. */
export function domeOf(anatomy: Anatomy): number {
  const { body, lungs, geometry } = anatomy;
  const underLung = domeUnderLung(anatomy);
  return showsDomes(lungs, body, geometry.dims) ? underLung : Math.max(underLung, domeAboveScan(anatomy));
}

/** As far above the top slice as the section of the liver there is below the top of a sphere as wide as the right lobe. */
function domeAboveScan({ parenchyma: { core }, geometry: { dims, spacingMm } }: Anatomy): number {
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  // Above and below an even voxel there is another slice, so none lies in the last.
  const from = plane * (slices - 2);
  let voxels = 0;
  for (let at = from; at < from + plane; at++) voxels += core[at]!;
  if (voxels === 0) return slices - 1;
  const radiusMm = Math.min(LOBE_RADIUS_MM, Math.sqrt((voxels * spacingMm[0] * spacingMm[1]) / Math.PI) + DEEP_MM);
  const aboveMm = LOBE_RADIUS_MM - Math.sqrt(LOBE_RADIUS_MM * LOBE_RADIUS_MM - radiusMm * radiusMm);
  return slices - 1 + aboveMm / spacingMm[2];
}

/** By the lung's underside on the right; the scan's top where no lung is seen. */
function domeUnderLung({ lungs, diaphragm, spine, geometry: { dims } }: Anatomy): number {
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  if (!diaphragm) return slices - 1;
  const heights: number[] = [];
  for (let place = 0; place < plane; place++) {
    if (place % columns >= spine.column[slices - 1]!) continue;
    const lowest = diaphragm[place]!;
    if (Number.isInteger(lowest) && lungs[place + plane * lowest] === 1) heights.push(lowest);
  }
  return heights.length > 0 ? sorted(heights)[Math.floor(DOME_QUANTILE * heights.length)]! : slices - 1;
}
