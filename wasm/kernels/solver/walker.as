/**
 * The random walker's system of equations and the passes of its solution, in AssemblyScript. Compiled by `node scripts/compileKernel.ts`.
 * A node's row: (sum of its weights) x own potential = sum of weight x neighbour's potential. Nodes are the free voxels in memory order;
 * of its six links a node keeps the three to nodes before it, as differences in HU by which tables tell the weight.
 */

/** States of a voxel, as in lattice.ts. */
const FREE: u8 = 2;
const WALL: u8 = 3;
/** Links of larger differences weigh as this one; the table's next and last entry, 0, stands for none. */
const MOST_DIFFERENCE: i32 = 254;
const NO_LINK: i32 = 255;
/** How much of the fill that an incomplete factor leaves out is taken from its diagonal: near to all makes smooth errors small soonest. */
const MODIFIED: f64 = 0.97;
/** The factor's diagonal is (part / 255)^2 of the matrix's; the least part keeps nodes apart that hang on nothing else. */
const LEAST_PART: i32 = 8;
/** Bytes of a piece: its first node, and how far back its nodes' neighbours of the row and the slice before are. */
const PIECE: usize = 12;

/** Three tables of 256 weights: along x, y, z. */
let weights: usize;
/** By a node's part: how much of what went back comes forth again. */
let gains: usize;
/** The newest node at each place of a slice. */
let newest: usize;
/** Per node: differences along x, y, z and the part, a byte each; the rest are floats. */
let links: usize;
let inverse: usize;
let potential: usize;
let residual: usize;
let direction: usize;
let back: usize;
let forth: usize;
let pieces: usize;

let nodeCount: i32;
let pieceCount: i32;
/** Of the piece that grows: whether its shifts are known yet. */
let first: i32;
let shiftY: i32;
let shiftZ: i32;
let largest: f32;

/** Where the memory begins that is free to use, a multiple of 16. */
export function freeFrom(): usize {
  return (__heap_base + 15) & ~15;
}

/**
 * @param plane room for a number at each place of a slice @param room for two arrays, which is free for others until `finish`
 * @param nodes room for five, and for the pieces behind them @param bytesPerArray with slack of at least 16 bytes
 */
export function begin(tables: usize, plane: usize, room: usize, nodes: usize, bytesPerArray: usize): void {
  weights = tables;
  gains = tables + 3 * 1024;
  newest = plane;
  direction = room;
  back = room + bytesPerArray;
  links = nodes;
  inverse = links + bytesPerArray;
  potential = inverse + bytesPerArray;
  residual = potential + bytesPerArray;
  forth = residual + bytesPerArray;
  pieces = forth + bytesPerArray;
  nodeCount = 0;
  pieceCount = 0;
  for (let part = LEAST_PART; part < 256; part++)
    store<f32>(gains + (part << 2), <f32>(2 - 65025 / <f64>(part * part)));
}

export function getPotential(): usize {
  return potential;
}
export function getPieceEnd(): usize {
  return pieces + <usize>pieceCount * PIECE;
}
export function getLargest(): f32 {
  return largest;
}

// @ts-ignore: decorator
@inline
function differenceOf(a: usize, b: usize): i32 {
  const difference: i32 = <i32>load<i16>(a) - <i32>load<i16>(b);
  const size = difference < 0 ? -difference : difference;
  return size < MOST_DIFFERENCE ? size : MOST_DIFFERENCE;
}

// @ts-ignore: decorator
@inline
function at(array: usize, n: i32): usize {
  return array + (<usize>n << 2);
}

/** Of a link to a voxel of that state. */
// @ts-ignore: decorator
@inline
function weightOf(table: usize, a: usize, b: usize, state: u8): f64 {
  return state == WALL ? 0 : <f64>load<f32>(table + (differenceOf(a, b) << 2));
}

/** What a neighbour drives through a link to a potential `x`: its own is at `guess` if it is free, and known by its state, 0 or 1, if not. */
// @ts-ignore: decorator
@inline
function flowOf(weight: f64, state: u8, guess: usize, x: f64): f64 {
  if (state == WALL) return 0;
  return weight * ((state == FREE ? <f64>load<f32>(guess) : <f64>state) - x);
}

/** What a link to an earlier node takes from the diagonal of the factor. */
// @ts-ignore: decorator
@inline
function lossOf(weight: f64, m: i32): f64 {
  return weight * <f64>load<f32>(at(inverse, m)) * (weight + MODIFIED * (<f64>load<f32>(at(forth, m)) - weight));
}

/** The residual of an earlier node, through the factor. */
// @ts-ignore: decorator
@inline
function cameTo(m: i32): f64 {
  return <f64>load<f32>(at(residual, m)) * <f64>load<f32>(at(inverse, m));
}

/** Places of a slice's free voxels, in order. @returns how many; with no place to write to (0) it only counts */
export function listFree(states: usize, to: usize, size: i32): i32 {
  const free = i8x16.splat(FREE);
  let count = 0;
  for (let v = 0; v < size; v += 16) {
    let found = i8x16.bitmask(i8x16.eq(v128.load(states + v), free));
    if (size - v < 16) found &= (1 << (size - v)) - 1;
    if (to == 0) {
      count += popcnt(found);
      continue;
    }
    while (found != 0) {
      store<i32>(at(to, count++), v + ctz(found));
      found &= found - 1;
    }
  }
  return count;
}

/** Of a slice's numbers those at some places, in order; `to` may be where they are. */
export function gather(list: usize, count: i32, from: usize, to: usize): void {
  for (let l = 0; l < count; l++) store<f32>(at(to, l), load<f32>(at(from, load<i32>(at(list, l)))));
}

/** Puts potentials, cut to 0..1, at some places of a slice. */
export function scatter(list: usize, count: i32, from: usize, to: usize): void {
  for (let l = 0; l < count; l++) {
    const value = load<f32>(at(from, l));
    store<f32>(at(to, load<i32>(at(list, l))), value < 0 ? 0 : value > 1 ? 1 : value);
  }
}

/**
 * Makes the rows of one slice's nodes, slices in order.
 * @param list of its free voxels @param ties weight of each one's tie to a potential of its own @param owns that potential
 * @param huBefore of the slice before it, `huAfter` of the next; 0: there is none
 */
export function addSlice(
  list: usize,
  count: i32,
  ties: usize,
  owns: usize,
  hu: usize,
  states: usize,
  guess: usize,
  huBefore: usize,
  statesBefore: usize,
  guessBefore: usize,
  huAfter: usize,
  statesAfter: usize,
  guessAfter: usize,
  columns: i32,
  rows: i32,
): void {
  const tableY = weights + 1024;
  const tableZ = weights + 2048;
  const size = columns * rows;
  let rowStart = 0;
  let rowEnd = columns;
  let previous = -2;
  for (let l = 0; l < count; l++) {
    const v = load<i32>(at(list, l));
    while (v >= rowEnd) {
      rowStart = rowEnd;
      rowEnd += columns;
      previous = -2;
    }
    const n = nodeCount;
    const h = hu + (v << 1);
    const g = guess + (v << 2);
    const x: f64 = load<f32>(g);
    const stateX = v > rowStart ? load<u8>(states + v - 1) : WALL;
    const stateY = rowStart > 0 ? load<u8>(states + v - columns) : WALL;
    const stateZ = huBefore != 0 ? load<u8>(statesBefore + v) : WALL;
    const nextX = v + 1 < rowEnd ? load<u8>(states + v + 1) : WALL;
    const nextY = rowEnd < size ? load<u8>(states + v + columns) : WALL;
    const nextZ = huAfter != 0 ? load<u8>(statesAfter + v) : WALL;
    const weightX = weightOf(weights, h, h - 2, stateX);
    const weightY = weightOf(tableY, h, h - (columns << 1), stateY);
    const weightZ = weightOf(tableZ, h, huBefore + (v << 1), stateZ);
    const onX = weightOf(weights, h, h + 2, nextX);
    const onY = weightOf(tableY, h, h + (columns << 1), nextY);
    const onZ = weightOf(tableZ, h, huAfter + (v << 1), nextZ);
    const tie: f64 = load<f32>(at(ties, l));
    let flow = tie * (<f64>load<f32>(at(owns, l)) - x);
    flow += flowOf(weightX, stateX, g - 4, x) + flowOf(onX, nextX, g + 4, x);
    flow += flowOf(weightY, stateY, g - (columns << 2), x) + flowOf(onY, nextY, g + (columns << 2), x);
    flow += flowOf(weightZ, stateZ, guessBefore + (v << 2), x) + flowOf(onZ, nextZ, guessAfter + (v << 2), x);
    let differences: u32 = NO_LINK | (NO_LINK << 8) | (NO_LINK << 16);
    let lost: f64 = 0;
    let toY = 0;
    let toZ = 0;
    if (stateX == FREE) {
      differences ^= <u32>(NO_LINK ^ differenceOf(h, h - 2));
      lost += lossOf(weightX, n - 1);
      flow += weightX * cameTo(n - 1);
    }
    if (stateY == FREE) {
      const m = load<i32>(at(newest, v - columns));
      toY = n - m;
      differences ^= <u32>((NO_LINK ^ differenceOf(h, h - (columns << 1))) << 8);
      lost += lossOf(weightY, m);
      flow += weightY * cameTo(m);
    }
    if (stateZ == FREE) {
      const m = load<i32>(at(newest, v));
      toZ = n - m;
      differences ^= <u32>((NO_LINK ^ differenceOf(h, huBefore + (v << 1))) << 16);
      lost += lossOf(weightZ, m);
      flow += weightZ * cameTo(m);
    }
    const later = (nextX == FREE ? onX : 0) + (nextY == FREE ? onY : 0) + (nextZ == FREE ? onZ : 0);
    store<i32>(at(newest, v), n);
    store<f32>(at(potential, n), <f32>x);
    store<f32>(at(forth, n), <f32>later);
    addRow(n, differences, tie + weightX + weightY + weightZ + onX + onY + onZ, lost, flow);
    addToPiece(n, previous == v - 1, toY, toZ);
    previous = v;
    nodeCount = n + 1;
  }
}

/** @param sum of all weights @param lost of it in the factor @param flow into the node, and through the factor from the nodes before it */
// @ts-ignore: decorator
@inline
function addRow(n: i32, differences: u32, sum: f64, lost: f64, flow: f64): void {
  // A node without any link keeps its potential.
  const diagonal = sum == 0 ? 1 : sum;
  const left = max(<f32>0, <f32>(1 - lost / diagonal));
  // Rounded up: with less than its due, what passes through the factor would grow from node to node.
  const part = min(255, max(LEAST_PART, <i32>ceil(<f32>255 * sqrt(left))));
  const turned = <f32>(65025 / (diagonal * <f64>(part * part)));
  store<u32>(at(links, n), differences | (<u32>part << 24));
  store<f32>(at(inverse, n), turned);
  store<f32>(at(residual, n), <f32>flow);
}

// @ts-ignore: decorator
@inline
function fits(shift: i32, to: i32): bool {
  return to == 0 || to == shift || (shift == 0 && to <= first);
}

/** A piece is a row of nodes whose neighbours of the row and the slice before lie side by side, too. */
// @ts-ignore: decorator
@inline
function addToPiece(n: i32, goesOn: bool, toY: i32, toZ: i32): void {
  if (!goesOn || !fits(shiftY, toY) || !fits(shiftZ, toZ)) {
    first = n;
    shiftY = 0;
    shiftZ = 0;
    store<i32>(pieces + <usize>pieceCount * PIECE, n);
    pieceCount++;
  }
  if (toY > 0) shiftY = toY;
  if (toZ > 0) shiftZ = toZ;
  const piece = pieces + <usize>(pieceCount - 1) * PIECE;
  store<i32>(piece, shiftY, 4);
  store<i32>(piece, shiftZ, 8);
}

/** After the last slice. @returns the residual's size, by which steps are measured */
export function finish(): f64 {
  memory.fill(direction, 0, back - direction);
  memory.fill(back, 0, back - direction);
  store<i32>(pieces + <usize>pieceCount * PIECE, nodeCount);
  for (let n = nodeCount; n < nodeCount + 3; n++) store<f32>(at(inverse, n), 1);
  let size: f64 = 0;
  for (let n = 0; n < nodeCount; n++) {
    const value: f64 = load<f32>(at(residual, n));
    size += value * value * <f64>load<f32>(at(inverse, n));
  }
  return size;
}

/** A node's weight along x, y, z, and what its part gains: numbers of one table after the other, by the four bytes of its links. */
// @ts-ignore: decorator
@inline
function weightX(table: usize, bits: u32): f32 {
  return load<f32>(table + <usize>((bits << 2) & 1020));
}
// @ts-ignore: decorator
@inline
function weightY(table: usize, bits: u32): f32 {
  return load<f32>(table + <usize>((bits >> 6) & 1020), 1024);
}
// @ts-ignore: decorator
@inline
function weightZ(table: usize, bits: u32): f32 {
  return load<f32>(table + <usize>((bits >> 14) & 1020), 2048);
}
// @ts-ignore: decorator
@inline
function gainOf(table: usize, bits: u32): f32 {
  return load<f32>(table + <usize>((bits >> 22) & 1020), 3072);
}

/** The next direction, and its way back through the factor, from the last node to the first. */
export function goBack(beta: f32): void {
  // Globals would be read again for each node.
  const table = weights;
  const turns = inverse;
  const kept = links;
  const rests = residual;
  const ways = direction;
  const backs = back;
  let link: f32 = 0;
  let last: f32 = 0;
  for (let piece = pieces + <usize>(pieceCount - 1) * PIECE; piece >= pieces; piece -= PIECE) {
    const begin = <usize>load<i32>(piece) << 2;
    const backsY = backs - (<usize>load<i32>(piece, 4) << 2);
    const backsZ = backs - (<usize>load<i32>(piece, 8) << 2);
    let place = <usize>load<i32>(piece, PIECE) << 2;
    while (place > begin) {
      place -= 4;
      const turned = load<f32>(turns + place);
      const bits = load<u32>(kept + place);
      const way = load<f32>(rests + place) + beta * load<f32>(ways + place);
      store<f32>(ways + place, way);
      last = (way + load<f32>(backs + place)) * turned + link * turned * last;
      store<f32>(backs + place, last);
      link = weightX(table, bits);
      store<f32>(backsY + place, load<f32>(backsY + place) + weightY(table, bits) * last);
      store<f32>(backsZ + place, load<f32>(backsZ + place) + weightZ(table, bits) * last);
    }
  }
}

/** The way forth, from the first node to the last. @returns the direction's curvature */
export function goForth(): f64 {
  const table = weights;
  const turns = inverse;
  const kept = links;
  const ways = direction;
  const backs = back;
  const forths = forth;
  const end = pieces + <usize>pieceCount * PIECE;
  let dot: f64 = 0;
  let last: f32 = 0;
  let place: usize = 0;
  for (let piece = pieces; piece < end; piece += PIECE) {
    const forthsY = forths - (<usize>load<i32>(piece, 4) << 2);
    const forthsZ = forths - (<usize>load<i32>(piece, 8) << 2);
    const pieceEnd = <usize>load<i32>(piece, PIECE) << 2;
    for (; place < pieceEnd; place += 4) {
      const turned = load<f32>(turns + place);
      const bits = load<u32>(kept + place);
      const way = load<f32>(ways + place);
      const came = load<f32>(backs + place);
      const rest =
        (way + weightY(table, bits) * load<f32>(forthsY + place) + weightZ(table, bits) * load<f32>(forthsZ + place)) *
          turned -
        gainOf(table, bits) * came;
      last = rest + weightX(table, bits) * turned * last;
      store<f32>(forths + place, last);
      dot += <f64>(way * (came + last));
    }
  }
  return dot;
}

/** One step along the direction. @returns the residual's size */
export function step(alpha: f32): f64 {
  const by = f32x4.splat(alpha);
  let most = f32x4.splat(0);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const end = <usize>nodeCount << 2;
  // Up to three floats behind the last node are 0 in every array but `inverse`, which is 1 there.
  for (let place: usize = 0; place < end; place += 16) {
    const came = v128.load(back + place);
    const move = f32x4.mul(by, came);
    v128.store(potential + place, f32x4.add(v128.load(potential + place), move));
    most = f32x4.max(most, f32x4.abs(move));
    const turned = v128.load(inverse + place);
    const change = f32x4.div(f32x4.mul(by, f32x4.add(came, v128.load(forth + place))), turned);
    const rest = f32x4.sub(v128.load(residual + place), change);
    v128.store(residual + place, rest);
    v128.store(back + place, f32x4.splat(0));
    const size = f32x4.mul(f32x4.mul(rest, rest), turned);
    low = f64x2.add(low, f64x2.promote_low_f32x4(size));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i8x16.shuffle(size, size, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)));
  }
  const pairs = f32x4.max(most, i8x16.shuffle(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  largest = max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}
