/** Where rows of voxels cross a solid: all points within a radius of a line, or those of them that lie in a slice. */

// Places in the description of rows and solid, in bytes. Vectors lie in the plane of the slice, and their fourth number is what they rise
// above it; pairs are that of what may be in the solid and of what surely is.
const FIRST: usize = 0;
const TO_NEXT_ROW: usize = 32;
const TO_NEXT_SLICE: usize = 64;
const STEP: usize = 96;
const AXIS: usize = 128;
const RADIUS_SQUARED: usize = 160;
const LOW: usize = 176;
const HIGH: usize = 192;
const RISE: usize = 24;

/** Squared mm by which a step of a row changes a distance so little that all voxels of the row have the same. */
const STILL: f64 = 1e-24;

/** Where the row at hand enters and leaves the solid or a part of it, as pairs; nowhere: Infinity and -Infinity. */
let first: v128 = f64x2.splat(0);
let last: v128 = f64x2.splat(0);

/**
 * Crosses the rows of a box, `columns` voxels each.
 * @param shape description of rows and solid; the first place moves on
 * @param to takes four whole numbers for each row that has something of the solid: column, row and slice of the first voxel and how many are
 * in it, turned below 0 where some of them may not be
 * @param firstI column, row and slice of the box's first voxel
 * @returns how many rows
 */
export function crossRows(
  shape: usize,
  to: usize,
  columns: i32,
  rows: i32,
  slices: i32,
  firstI: i32,
  firstJ: i32,
  firstK: i32,
): i32 {
  let end = to;
  for (let k = firstK; k < firstK + slices; k++) {
    end = crossSlice(shape, end, columns, rows, firstI, firstJ, k);
    for (let n: usize = 0; n < 32; n += 8) store<f64>(shape + n, load<f64>(shape + n) + load<f64>(shape + n, TO_NEXT_SLICE));
  }
  return <i32>((end - to) >> 4);
}

/** The same for one slice. A point s steps along a row has the squared distance a s^2 + 2 b s + c from the solid's surface. */
function crossSlice(shape: usize, to: usize, columns: i32, rows: i32, firstI: i32, firstJ: i32, k: i32): usize {
  const low = v128.load(shape, LOW);
  const high = v128.load(shape, HIGH);
  const isWhole = f64x2.extract_lane(high, 0) == Infinity;
  const start = load<f64>(shape, RISE);
  const climb = load<f64>(shape, TO_NEXT_ROW + RISE);
  const rise = load<f64>(shape, STEP + RISE);
  const a = product(shape + STEP, shape + STEP);
  const inverse = 1 / a;
  const b = product(shape, shape + STEP);
  const turn = product(shape + TO_NEXT_ROW, shape + STEP);
  const c = f64x2.sub(f64x2.splat(product(shape, shape)), v128.load(shape, RADIUS_SQUARED));
  const slide = 2 * product(shape, shape + TO_NEXT_ROW);
  const widening = product(shape + TO_NEXT_ROW, shape + TO_NEXT_ROW);
  const axisSquared = product(shape + AXIS, shape + AXIS);
  const towards = product(shape, shape + AXIS);
  const approach = product(shape + TO_NEXT_ROW, shape + AXIS);
  /** How far a step leads along the axis, of its length. */
  const slope = axisSquared == 0 ? 0 : product(shape + STEP, shape + AXIS) / axisSquared;
  const ends = f64x2.splat(columns - 1);
  for (let n = 0; n < rows; n++) {
    const j: f64 = n;
    let from = f64x2.splat(0);
    let until = ends;
    if (!isWhole) {
      const height = f64x2.splat(start + j * climb);
      const toLow = f64x2.sub(low, height);
      const toHigh = f64x2.sub(high, height);
      if (rise * rise > STILL) {
        const atLow = f64x2.div(toLow, f64x2.splat(rise));
        const atHigh = f64x2.div(toHigh, f64x2.splat(rise));
        from = f64x2.pmax(from, f64x2.pmin(atLow, atHigh));
        until = f64x2.pmin(until, f64x2.pmax(atLow, atHigh));
      } else {
        const isInSlice = v128.and(f64x2.le(toLow, from), f64x2.ge(toHigh, from));
        if (!v128.any_true(isInSlice)) continue;
        from = v128.bitselect(from, f64x2.splat(Infinity), isInSlice);
      }
    }
    cross(a, inverse, b + j * turn, f64x2.add(c, f64x2.splat(j * (slide + j * widening))), towards + j * approach, slope, axisSquared, from, until);
    const firsts = i32x4.trunc_sat_f64x2_s_zero(f64x2.ceil(first));
    const lasts = i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(last));
    const i = i32x4.extract_lane(firsts, 0);
    const end = i32x4.extract_lane(lasts, 0) + 1;
    // None reaches from the largest to the least number.
    if (end <= i) continue;
    const isSure = i32x4.extract_lane(firsts, 1) == i && i32x4.extract_lane(lasts, 1) + 1 == end;
    store<i32>(to, firstI + i);
    store<i32>(to, firstJ + n, 4);
    store<i32>(to, k, 8);
    store<i32>(to, isSure ? end - i : i - end, 12);
    to += 16;
  }
  return to;
}

// @ts-ignore: decorator
@inline
function product(a: usize, b: usize): f64 {
  return load<f64>(a) * load<f64>(b) + load<f64>(a, 8) * load<f64>(b, 8) + load<f64>(a, 16) * load<f64>(b, 16);
}

/** A capsule is what is in the balls at its ends or in the cylinder between them; it is convex, and so is what a row has of it. */
// @ts-ignore: decorator
@inline
function cross(a: f64, inverse: f64, b: f64, c: v128, towards: f64, slope: f64, axisSquared: f64, from: v128, end: v128): void {
  crossPart(a, inverse, b, c, from, end);
  if (axisSquared == 0) return;
  const nearFirst = first;
  const nearLast = last;
  crossPart(a, inverse, b - slope * axisSquared, f64x2.add(c, f64x2.splat(axisSquared - 2 * towards)), from, end);
  const ballsFirst = f64x2.pmin(nearFirst, first);
  const ballsLast = f64x2.pmax(nearLast, last);
  const part = towards / axisSquared;
  if (slope != 0) {
    const atStart = f64x2.splat(-part / slope);
    const atEnd = f64x2.splat((1 - part) / slope);
    from = f64x2.pmax(from, f64x2.pmin(atStart, atEnd));
    end = f64x2.pmin(end, f64x2.pmax(atStart, atEnd));
  } else if (part < 0 || part > 1) from = f64x2.splat(Infinity);
  const across = a - slope * slope * axisSquared;
  crossPart(across, 1 / across, b - part * slope * axisSquared, f64x2.sub(c, f64x2.splat(part * towards)), from, end);
  first = f64x2.pmin(ballsFirst, first);
  last = f64x2.pmax(ballsLast, last);
}

/** Where a s^2 + 2 b s + c is at most 0, between two steps. */
// @ts-ignore: decorator
@inline
function crossPart(a: f64, inverse: f64, b: f64, c: v128, from: v128, to: v128): void {
  let start = from;
  let end = to;
  if (a > STILL) {
    const middle = -b * inverse;
    // Of what is less than 0 there is no root, and what is no number is not at most another.
    const half = f64x2.sqrt(f64x2.sub(f64x2.splat(middle * middle), f64x2.mul(c, f64x2.splat(inverse))));
    start = f64x2.pmax(f64x2.sub(f64x2.splat(middle), half), start);
    end = f64x2.pmin(f64x2.add(f64x2.splat(middle), half), end);
  } else {
    const bound = f64x2.div(c, f64x2.splat(-2 * b));
    if (b < 0) start = f64x2.pmax(start, bound);
    else if (b > 0) end = f64x2.pmin(end, bound);
    else start = v128.bitselect(start, f64x2.splat(Infinity), f64x2.le(c, f64x2.splat(0)));
  }
  const isThere = f64x2.le(start, end);
  first = v128.bitselect(start, f64x2.splat(Infinity), isThere);
  last = v128.bitselect(end, f64x2.splat(-Infinity), isThere);
}
