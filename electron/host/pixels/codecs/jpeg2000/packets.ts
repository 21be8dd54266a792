/** Code-blocks, and the packets that hold their bytes (ISO 15444-1 annex B). */
import type { ReversibleImage } from './header.ts';
import { PacketBits, TagTree } from './tagTree.ts';

export interface CodeBlock {
  /** 0 LL, 1 HL, 2 LH, 3 HH. */
  readonly orientation: number;
  /** Place among the coefficients, which lie by subbands as in figure F.6. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Bit-planes that are not all zero; 0 when nothing is coded. */
  planes: number;
  passes: number;
  readonly pieces: Uint8Array[];
}

interface Band {
  readonly orientation: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly planes: number;
}
interface BlockState extends CodeBlock {
  lengthBits: number;
}
/** The blocks of one subband in a precinct. */
interface BlockGrid {
  readonly columns: number;
  readonly planes: number;
  readonly blocks: readonly BlockState[];
  readonly inclusion: TagTree;
  readonly zeroPlanes: TagTree;
}
interface Precinct {
  readonly resolution: number;
  /** Place in the image. */
  readonly x: number;
  readonly y: number;
  readonly grids: readonly BlockGrid[];
}

/** More than an image of the largest size has in precincts of usual size. */
const MAX_PACKETS = 65536;
const MAX_BLOCKS = 65536;
const MAX_PLANES = 30;
/** So many more bits could not hold the length of anything. */
const MAX_LENGTH_BITS = 24;

/**
 * @returns the image's code-blocks
 * @throws RangeError when packets are damaged, cut short, or don't hold every bit-plane
 */
export function readPackets(image: ReversibleImage): readonly CodeBlock[] {
  const precincts = precinctsOf(image);
  if (precincts.length * image.layers > MAX_PACKETS) throw new RangeError('too many packets');
  let at = 0;
  for (const [precinct, layer] of packetOrder(image, precincts)) at = readPacket(image.packets, at, precinct, layer);
  if (at !== image.packets.length) throw new RangeError('there is more than the packets');
  const blocks = precincts.flatMap(({ grids }) => grids.flatMap((grid) => grid.blocks));
  for (const { passes, planes } of blocks)
    if (passes !== Math.max(0, 3 * planes - 2)) throw new RangeError('bit-planes are missing');
  return blocks;
}

/** B.12.1; there is one component only. */
function* packetOrder({ progression, layers }: ReversibleImage, precincts: Precinct[]): Generator<[Precinct, number]> {
  const byPlace = (a: Precinct, b: Precinct): number => a.y - b.y || a.x - b.x || a.resolution - b.resolution;
  const ordered = progression === 'PCRL' || progression === 'CPRL' ? precincts.toSorted(byPlace) : precincts;
  const numbers = Array.from({ length: layers }, (_, layer) => layer);
  if (progression === 'LRCP') for (const layer of numbers) for (const each of ordered) yield [each, layer];
  else if (progression === 'RLCP') {
    const resolutions = new Set(ordered.map(({ resolution }) => resolution));
    for (const resolution of resolutions)
      for (const layer of numbers) for (const each of ordered) if (each.resolution === resolution) yield [each, layer];
  } else for (const each of ordered) for (const layer of numbers) yield [each, layer];
}

/** By resolution, then row by row (B.6). */
function precinctsOf(image: ReversibleImage): Precinct[] {
  const found: Precinct[] = [];
  let blockCount = 0;
  for (let resolution = 0; resolution <= image.levels; resolution++) {
    const scale = image.levels - resolution;
    const [width, height] = [lowsOf(image.columns, scale), lowsOf(image.rows, scale)];
    const [widthLog, heightLog] = image.precinctSizes[resolution]!;
    const [across, down] = [Math.ceil(width / 2 ** widthLog), Math.ceil(height / 2 ** heightLog)];
    if (found.length + across * down > MAX_PACKETS) throw new RangeError('too many packets');
    const bands = bandsOf(image, resolution);
    for (let n = 0; n < across * down; n++) {
      const [column, row] = [n % across, Math.floor(n / across)];
      const grids = bands.flatMap((band) => gridOf(image, band, resolution, column, row) ?? []);
      blockCount += grids.reduce((sum, { blocks }) => sum + blocks.length, 0);
      if (blockCount > MAX_BLOCKS) throw new RangeError('too many code-blocks');
      found.push({ resolution, x: column * 2 ** (widthLog + scale), y: row * 2 ** (heightLog + scale), grids });
    }
  }
  return found;
}

/** Samples that are left of so many after halving, the odd one among the lows (B.5). */
const lowsOf = (count: number, halvings: number): number => Math.ceil(count / 2 ** halvings);

function bandsOf({ columns, rows, levels, planes }: ReversibleImage, resolution: number): Band[] {
  const halvings = levels - Math.max(0, resolution - 1);
  const [lowColumns, lowRows] = [lowsOf(columns, halvings), lowsOf(rows, halvings)];
  if (resolution === 0)
    return [{ orientation: 0, left: 0, top: 0, width: lowColumns, height: lowRows, planes: planes[0]! }];
  const [allColumns, allRows] = [lowsOf(columns, halvings - 1), lowsOf(rows, halvings - 1)];
  return [1, 2, 3].map((orientation) => {
    const [isRight, isBelow] = [orientation % 2 === 1, orientation >= 2];
    return {
      orientation,
      left: isRight ? lowColumns : 0,
      top: isBelow ? lowRows : 0,
      width: isRight ? allColumns - lowColumns : lowColumns,
      height: isBelow ? allRows - lowRows : lowRows,
      planes: planes[3 * (resolution - 1) + orientation]!,
    };
  });
}

/** B.7; null where the precinct has nothing of the subband. */
function gridOf(image: ReversibleImage, band: Band, resolution: number, column: number, row: number): BlockGrid | null {
  const halved = resolution > 0 ? 1 : 0;
  const span = (place: number, log: number, blockLog: number, size: number) => {
    const step = 2 ** (log - halved);
    const [from, to] = [place * step, Math.min(size, (place + 1) * step)];
    const blockSize = Math.min(step, 2 ** blockLog);
    return { from, to, blockSize, count: Math.max(0, Math.ceil((to - from) / blockSize)) };
  };
  const [widthLog, heightLog] = image.precinctSizes[resolution]!;
  const across = span(column, widthLog, image.blockSize[0], band.width);
  const down = span(row, heightLog, image.blockSize[1], band.height);
  const count = across.count * down.count;
  if (count === 0) return null;
  if (count > MAX_BLOCKS) throw new RangeError('too many code-blocks');
  const blocks = Array.from({ length: count }, (_, n): BlockState => {
    const x = across.from + (n % across.count) * across.blockSize;
    const y = down.from + Math.floor(n / across.count) * down.blockSize;
    return {
      orientation: band.orientation,
      left: band.left + x,
      top: band.top + y,
      width: Math.min(across.blockSize, across.to - x),
      height: Math.min(down.blockSize, down.to - y),
      planes: 0,
      passes: 0,
      pieces: [],
      lengthBits: 3,
    };
  });
  const tree = (): TagTree => new TagTree(across.count, down.count);
  return { columns: across.count, planes: band.planes, blocks, inclusion: tree(), zeroPlanes: tree() };
}

/** @returns where the next packet starts (B.9, B.10) */
function readPacket(packets: Uint8Array, from: number, { grids }: Precinct, layer: number): number {
  const bits = new PacketBits(packets, from);
  const lengths: [BlockState, number][] = [];
  if (bits.bit() === 1) for (const grid of grids) readGrid(grid, layer, bits, lengths);
  let at = bits.end();
  for (const [block, length] of lengths) {
    if (at + length > packets.length) throw new RangeError('a packet is cut short');
    block.pieces.push(packets.subarray(at, at + length));
    at += length;
  }
  return at;
}

function readGrid(grid: BlockGrid, layer: number, bits: PacketBits, lengths: [BlockState, number][]): void {
  grid.blocks.forEach((block, n) => {
    const [column, row] = [n % grid.columns, Math.floor(n / grid.columns)];
    const isFirst = block.passes === 0;
    const isIncluded = isFirst ? grid.inclusion.valueBelow(layer + 1, column, row, bits) !== null : bits.bit() === 1;
    if (!isIncluded) return;
    if (isFirst) block.planes = grid.planes - readZeroPlanes(grid, column, row, bits);
    if (block.planes < 1 || block.planes > MAX_PLANES) throw new RangeError('an impossible number of bit-planes');
    const passes = readPasses(bits);
    block.passes += passes;
    block.lengthBits += bits.ones(MAX_LENGTH_BITS);
    const width = block.lengthBits + Math.floor(Math.log2(passes));
    if (width > MAX_LENGTH_BITS) throw new RangeError('a code-block is impossibly long');
    lengths.push([block, bits.bits(width)]);
  });
}

function readZeroPlanes(grid: BlockGrid, column: number, row: number, bits: PacketBits): number {
  for (let limit = 1; limit <= grid.planes; limit++) {
    const value = grid.zeroPlanes.valueBelow(limit, column, row, bits);
    if (value !== null) return value;
  }
  throw new RangeError('an impossible number of bit-planes');
}

/** Table B.4. */
function readPasses(bits: PacketBits): number {
  if (bits.bit() === 0) return 1;
  if (bits.bit() === 0) return 2;
  const few = bits.bits(2);
  if (few < 3) return 3 + few;
  const more = bits.bits(5);
  return more < 31 ? 6 + more : 37 + bits.bits(7);
}
