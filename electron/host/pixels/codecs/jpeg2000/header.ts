/** The headers of a JPEG 2000 codestream (ISO 15444-1 annex A), where it is of the kind that scanners and archives write. */
import { readCodestream } from '../../../dicom/readCodestream.ts';

/** Progression orders by their number in COD (table A.16). */
export const progressions = ['LRCP', 'RLCP', 'RPCL', 'PCRL', 'CPRL'] as const;

/** An image of one component and one tile that starts at the origin, coded reversibly. */
export interface ReversibleImage {
  readonly columns: number;
  readonly rows: number;
  readonly precision: number;
  readonly signed: boolean;
  readonly progression: (typeof progressions)[number];
  readonly layers: number;
  /** Of the wavelet; there is one resolution more. */
  readonly levels: number;
  /** Log2 of width and height of code-blocks. */
  readonly blockSize: readonly [number, number];
  /** Log2 of width and height of precincts, for each resolution. */
  readonly precinctSizes: readonly (readonly [number, number])[];
  /** Magnitude bit-planes of each subband (E.2), LL first, then HL, LH and HH of each resolution. */
  readonly planes: readonly number[];
  /** Packets of all tile-parts. */
  readonly packets: Uint8Array;
}

const [SOT, SOD, COD, QCD, TLM, PLT, COM] = [0xff90, 0xff93, 0xff52, 0xff5c, 0xff55, 0xff58, 0xff64];
const REVERSIBLE = 1;
const NO_QUANTIZATION = 0;
const MAX_BLOCK_LOG = 6;
const WHOLE_PRECINCT = 15;
/** Far more than anybody writes; each costs memory and time. */
const MAX_LAYERS = 64;
const MAX_LEVELS = 10;
const MAX_PIXELS = 2048 * 2048;

/** @returns null when it is of another kind or damaged: nothing is known of the image then */
export function readReversible(frame: Uint8Array): ReversibleImage | null {
  try {
    const said = readCodestream(frame, 'jpeg2000');
    if (!said || said.lossy || said.components !== 1 || said.precision > 16) return null;
    if (said.columns * said.rows > MAX_PIXELS) return null;
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    const main = readMain(view);
    const packets = main && readTileParts(frame, view, main.end);
    return packets ? { ...said, ...main, packets } : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type Coding = Pick<ReversibleImage, 'progression' | 'layers' | 'levels' | 'blockSize' | 'precinctSizes'>;
type Main = Coding & Pick<ReversibleImage, 'planes'> & { readonly end: number };

function readMain(view: DataView): Main | null {
  if (!isOneTile(view)) return null;
  let coding: Coding | null = null;
  let planes: readonly number[] | null = null;
  let at = 4 + view.getUint16(4);
  for (; view.getUint16(at) !== SOT; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === COM || marker === TLM) continue;
    if (marker === COD && !coding) coding = readCoding(view, at);
    else if (marker === QCD && !planes) planes = readPlanes(view, at);
    else return null;
    if (marker === COD ? !coding : !planes) return null;
  }
  return coding && planes?.length === 3 * coding.levels + 1 ? { ...coding, planes, end: at } : null;
}

/** No capabilities of other parts, and grid, image and tile that start at 0 (A.5.1). */
function isOneTile(view: DataView): boolean {
  const [right, bottom, left, top, tileColumns, tileRows, tilesLeft, tilesTop] = [8, 12, 16, 20, 24, 28, 32, 36].map(
    (at) => view.getUint32(at),
  ) as [number, number, number, number, number, number, number, number];
  const isPlain = view.getUint16(4) === 41 && view.getUint16(6) <= 2;
  return isPlain && left + top + tilesLeft + tilesTop === 0 && tileColumns >= right && tileRows >= bottom;
}

/** COD (A.6.1); null for marked packets, other styles of code-blocks, and larger ones. */
function readCoding(view: DataView, at: number): Coding | null {
  const [style, order, layers, mixed, levels] = [
    view.getUint8(at + 4),
    view.getUint8(at + 5),
    view.getUint16(at + 6),
    view.getUint8(at + 8),
    view.getUint8(at + 9),
  ];
  const blockSize = [view.getUint8(at + 10) + 2, view.getUint8(at + 11) + 2] as const;
  const [blockStyle, transformation] = [view.getUint8(at + 12), view.getUint8(at + 13)];
  const progression = progressions[order];
  const hasPrecincts = style === 1;
  if (!progression || style > 1 || mixed !== 0 || blockStyle !== 0 || transformation !== REVERSIBLE) return null;
  if (layers < 1 || layers > MAX_LAYERS || levels > MAX_LEVELS || Math.max(...blockSize) > MAX_BLOCK_LOG) return null;
  if (view.getUint16(at + 2) !== 12 + (hasPrecincts ? levels + 1 : 0)) return null;
  const precinctSizes = Array.from({ length: levels + 1 }, (_, resolution) => {
    const sizes = hasPrecincts ? view.getUint8(at + 14 + resolution) : (WHOLE_PRECINCT << 4) | WHOLE_PRECINCT;
    return [sizes & 15, sizes >> 4] as const;
  });
  // One of a single point is of no use above the lowest resolution, where it would hold half a point of each subband.
  if (precinctSizes.some((size, resolution) => resolution > 0 && Math.min(...size) < 1)) return null;
  return { progression, layers, levels, blockSize, precinctSizes };
}

/** QCD (A.6.4): guard bits and exponents (E.2). */
function readPlanes(view: DataView, at: number): readonly number[] | null {
  const style = view.getUint8(at + 4);
  if ((style & 31) !== NO_QUANTIZATION) return null;
  const bands = view.getUint16(at + 2) - 3;
  return Array.from({ length: bands }, (_, band) => (style >> 5) + (view.getUint8(at + 5 + band) >> 3) - 1);
}

/** The packets of all parts of tile 0, in their order; null when there are headers of another kind (A.4.2). */
function readTileParts(frame: Uint8Array, view: DataView, from: number): Uint8Array | null {
  const parts: Uint8Array[] = [];
  let at = from;
  for (; at + 2 <= frame.length && view.getUint16(at) === SOT;) {
    const [tile, byteCount, part] = [view.getUint16(at + 4), view.getUint32(at + 6), view.getUint8(at + 10)];
    if (view.getUint16(at + 2) !== 10 || tile !== 0 || part !== parts.length) return null;
    const end = at + byteCount;
    let start = at + 12;
    for (; view.getUint16(start) !== SOD; start += 2 + view.getUint16(start + 2))
      if (![PLT, COM].includes(view.getUint16(start))) return null;
    start += 2;
    if (start > end || end > frame.length) return null;
    parts.push(frame.subarray(start, end));
    at = end;
  }
  if (view.getUint16(at) !== 0xffd9) return null;
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}
