/** The spine's course, on a canonical coarse grid: the one bone that runs through every slice near the middle of the back. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';

/**
 * Bone at a coarse resolution, then spongy or thin bone: what a well enhanced liver may reach as well, so it is asked for only where there
 * is too little of the first. Contrast medium in the aorta reaches both, but takes less room.
 */
const BONE_HU = [200, 140] as const;
/** Half the side of a square that a vertebra with its arch fills. */
const HALF_VERTEBRA_MM = 21;
/** The spine is sought so far from the middle of the body. */
const MOST_OFFSET_MM = 50;
/** Slices are averaged over so much height, above and below. */
const SMOOTHING_MM = 25;

/** Centre of vertebra and arch per slice, as fractional column and row. */
export interface Spine {
  readonly column: Float64Array;
  readonly row: Float64Array;
}

/** @returns null where nothing in the back looks like a spine. */
export function findSpine(hu: Int16Array, body: Uint8Array, geometry: VolumeGeometry): Spine | null {
  const middle = bodyMiddle(body, geometry);
  if (!middle) return null;
  for (const boneHu of BONE_HU) {
    const found = findBone(hu, body, geometry, middle, boneHu);
    if (found) return found;
  }
  return null;
}

function findBone(
  hu: Int16Array,
  body: Uint8Array,
  geometry: VolumeGeometry,
  middle: { readonly column: number; readonly row: number },
  boneHu: number,
): Spine | null {
  const { dims, spacingMm } = geometry;
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  // How many slices have bone at a place.
  const often = new Float64Array(plane);
  for (let at = 0; at < hu.length; at++) if (body[at] === 1 && hu[at]! > boneHu) often[at % plane]!++;
  const [halfColumns, halfRows] = [
    Math.round(HALF_VERTEBRA_MM / spacingMm[0]),
    Math.round(HALF_VERTEBRA_MM / spacingMm[1]),
  ];
  const reach = MOST_OFFSET_MM / spacingMm[0];
  let best = { column: 0, row: 0, sum: 0 };
  for (let row = Math.round(middle.row); row < rows - halfRows; row++) {
    for (let column = Math.ceil(middle.column - reach); column <= middle.column + reach; column++) {
      let sum = 0;
      for (let j = row - halfRows; j <= row + halfRows; j++) {
        for (let i = column - halfColumns; i <= column + halfColumns; i++) sum += often[i + columns * j] ?? 0;
      }
      if (sum > best.sum) best = { column, row, sum };
    }
  }
  if (best.sum < 0.08 * slices * (2 * halfColumns + 1) * (2 * halfRows + 1)) return null;
  return followed(hu, geometry, best, 1.4 * halfColumns, 1.4 * halfRows, boneHu);
}

/** Mean place of bone around `start`, over some height about each slice. */
function followed(
  hu: Int16Array,
  { dims, spacingMm }: VolumeGeometry,
  start: { readonly column: number; readonly row: number },
  halfColumns: number,
  halfRows: number,
  boneHu: number,
): Spine {
  const [columns, rows, slices] = dims;
  const sums = Array.from({ length: slices }, (_, k) => {
    let [count, ofColumn, ofRow] = [0, 0, 0];
    for (let j = Math.ceil(start.row - halfRows); j <= Math.min(rows - 1, start.row + halfRows); j++) {
      for (let i = Math.ceil(start.column - halfColumns); i <= start.column + halfColumns; i++) {
        if (hu[i + columns * (j + rows * k)]! <= boneHu) continue;
        count++;
        ofColumn += i;
        ofRow += j;
      }
    }
    return { count, ofColumn, ofRow };
  });
  const half = Math.max(1, Math.round(SMOOTHING_MM / spacingMm[2]));
  const column = new Float64Array(slices);
  const row = new Float64Array(slices);
  for (let k = 0; k < slices; k++) {
    let [count, ofColumn, ofRow] = [0, 0, 0];
    for (const sum of sums.slice(Math.max(0, k - half), k + half + 1)) {
      count += sum.count;
      ofColumn += sum.ofColumn;
      ofRow += sum.ofRow;
    }
    column[k] = count > 0 ? ofColumn / count : start.column;
    row[k] = count > 0 ? ofRow / count : start.row;
  }
  return { column, row };
}

function bodyMiddle(body: Uint8Array, { dims }: VolumeGeometry): { column: number; row: number } | null {
  const [columns, rows] = dims;
  let [count, ofColumn, ofRow] = [0, 0, 0];
  for (let at = 0; at < body.length; at++) {
    if (body[at] === 0) continue;
    count++;
    ofColumn += at % columns;
    ofRow += Math.floor(at / columns) % rows;
  }
  return count > 0 ? { column: ofColumn / count, row: ofRow / count } : null;
}
