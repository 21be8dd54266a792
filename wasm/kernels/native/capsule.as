/** Where rows of voxels cross a solid: all points within a radius of a line, or those of them that lie in a slice. */

// Places in the description of rows and solid, in bytes. Vectors lie in the plane of the slice, and their fourth number is what they rise
// above it.
const FIRST: usize = 0;
const TO_NEXT_ROW: usize = 32;
const TO_NEXT_SLICE: usize = 64;
const STEP: usize = 96;
const AXIS: usize = 128;
const RADIUS_SQUARED: usize = 160;
const LOW: usize = 168;
const HIGH: usize = 176;
const RISE: usize = 24;

/** Squared mm by which a step of a row changes a distance so little that all voxels of the row have the same. */
const STILL: f64 = 1e-24;

/** Where the two rows at hand enter and leave the solid or a part of it; nowhere: Infinity and -Infinity. */
let first: v128 = f64x2.splat(0);
let last: v128 = f64x2.splat(0);

/**
 * Crosses the rows of a box, `columns` voxels each.
 * @param shape description of rows and solid; the first place moves on
 * @param to takes four whole numbers for each row that has something of the solid: column, row and slice of the first voxel and how many are
 * in it
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

/** The same for one slice, two rows at a time. A point s steps along a row has the squared distance a s^2 + 2 b s + c from the solid's surface. */
function crossSlice(shape: usize, to: usize, columns: i32, rows: i32, firstI: i32, firstJ: i32, k: i32): usize {
  const row = shape + TO_NEXT_ROW;
  const step = shape + STEP;
  const axis = shape + AXIS;
  const low = load<f64>(shape, LOW);
  const high = load<f64>(shape, HIGH);
  const isWhole = high == Infinity;
  const a = product(step, step);
  const b = product(shape, step);
  const turn = product(row, step);
  const c = product(shape, shape) - load<f64>(shape, RADIUS_SQUARED);
  const slide = 2 * product(shape, row);
  const widening = product(row, row);
  const axisSquared = product(axis, axis);
  const towards = product(shape, axis);
  const approach = product(row, axis);
  /** How far a step leads along the axis, of its length. */
  const slope = axisSquared == 0 ? 0 : product(step, axis) / axisSquared;
  const start = f64x2.splat(0);
  const end = f64x2.splat(columns - 1);
  for (let n = 0; n < rows; n += 2) {
    const j = f64x2.replace_lane(f64x2.splat(n), 1, n + 1);
    first = start;
    last = end;
    if (!isWhole) crossSlab(low, high, along(load<f64>(shape, RISE), load<f64>(row, RISE), j), load<f64>(step, RISE));
    const ofRows = f64x2.add(f64x2.splat(c), f64x2.mul(j, along(slide, widening, j)));
    if (axisSquared == 0) crossPart(a, along(b, turn, j), ofRows, first, last);
    else crossCapsule(a, along(b, turn, j), ofRows, along(towards, approach, j), slope, axisSquared);
    if (!v128.any_true(f64x2.le(first, last))) continue;
    const firsts = i32x4.trunc_sat_f64x2_s_zero(f64x2.ceil(first));
    const lasts = i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(last));
    to = put(to, i32x4.extract_lane(firsts, 0), i32x4.extract_lane(lasts, 0), firstI, firstJ + n, k);
    if (n + 1 < rows) to = put(to, i32x4.extract_lane(firsts, 1), i32x4.extract_lane(lasts, 1), firstI, firstJ + n + 1, k);
  }
  return to;
}

/** None reaches from the largest to the least number. */
// @ts-ignore: decorator
@inline
function put(to: usize, start: i32, end: i32, firstI: i32, j: i32, k: i32): usize {
  if (end < start) return to;
  store<i32>(to, firstI + start);
  store<i32>(to, j, 4);
  store<i32>(to, k, 8);
  store<i32>(to, end - start + 1, 12);
  return to + 16;
}

// @ts-ignore: decorator
@inline
function along(start: f64, step: f64, j: v128): v128 {
  return f64x2.add(f64x2.splat(start), f64x2.mul(j, f64x2.splat(step)));
}

// @ts-ignore: decorator
@inline
function product(a: usize, b: usize): f64 {
  return load<f64>(a) * load<f64>(b) + load<f64>(a, 8) * load<f64>(b, 8) + load<f64>(a, 16) * load<f64>(b, 16);
}

/** Where rows that begin at a height and rise by step lie in the slice. */
function crossSlab(low: f64, high: f64, height: v128, rise: f64): void {
  const toLow = f64x2.sub(f64x2.splat(low), height);
  const toHigh = f64x2.sub(f64x2.splat(high), height);
  if (rise * rise > STILL) {
    const atLow = f64x2.div(toLow, f64x2.splat(rise));
    const atHigh = f64x2.div(toHigh, f64x2.splat(rise));
    first = f64x2.pmax(first, f64x2.pmin(atLow, atHigh));
    last = f64x2.pmin(last, f64x2.pmax(atLow, atHigh));
  } else {
    const zero = f64x2.splat(0);
    first = v128.bitselect(first, f64x2.splat(Infinity), v128.and(f64x2.le(toLow, zero), f64x2.ge(toHigh, zero)));
  }
}

/** A capsule is what is in the balls at its ends or in the cylinder between them; it is convex, and so is what a row has of it. */
function crossCapsule(a: f64, b: v128, c: v128, towards: v128, slope: f64, axisSquared: f64): void {
  let from = first;
  let to = last;
  crossPart(a, b, c, from, to);
  const nearFirst = first;
  const nearLast = last;
  const farther = f64x2.sub(f64x2.splat(axisSquared), f64x2.mul(f64x2.splat(2), towards));
  crossPart(a, f64x2.sub(b, f64x2.splat(slope * axisSquared)), f64x2.add(c, farther), from, to);
  const ballsFirst = f64x2.pmin(nearFirst, first);
  const ballsLast = f64x2.pmax(nearLast, last);
  const part = f64x2.div(towards, f64x2.splat(axisSquared));
  const left = f64x2.sub(f64x2.splat(1), part);
  if (slope != 0) {
    const atStart = f64x2.div(part, f64x2.splat(-slope));
    const atEnd = f64x2.div(left, f64x2.splat(slope));
    from = f64x2.pmax(from, f64x2.pmin(atStart, atEnd));
    to = f64x2.pmin(to, f64x2.pmax(atStart, atEnd));
  } else {
    const zero = f64x2.splat(0);
    from = v128.bitselect(from, f64x2.splat(Infinity), v128.and(f64x2.ge(part, zero), f64x2.ge(left, zero)));
  }
  const across = f64x2.splat(slope * axisSquared);
  crossPart(a - slope * slope * axisSquared, f64x2.sub(b, f64x2.mul(part, across)), f64x2.sub(c, f64x2.mul(part, towards)), from, to);
  first = f64x2.pmin(ballsFirst, first);
  last = f64x2.pmax(ballsLast, last);
}

/** Where a s^2 + 2 b s + c is at most 0, between two steps. */
// @ts-ignore: decorator
@inline
function crossPart(a: f64, b: v128, c: v128, from: v128, to: v128): void {
  let isThere: v128;
  if (a > STILL) {
    const inverse = f64x2.splat(-1 / a);
    const middle = f64x2.mul(b, inverse);
    // Of what is less than 0 there is no root, and what is no number is not at most another.
    const half = f64x2.sqrt(f64x2.add(f64x2.mul(middle, middle), f64x2.mul(c, inverse)));
    from = f64x2.pmax(f64x2.sub(middle, half), from);
    to = f64x2.pmin(f64x2.add(middle, half), to);
    isThere = f64x2.le(from, to);
  } else isThere = v128.and(f64x2.le(c, f64x2.splat(0)), f64x2.le(from, to));
  first = v128.bitselect(from, f64x2.splat(Infinity), isThere);
  last = v128.bitselect(to, f64x2.splat(-Infinity), isThere);
}
