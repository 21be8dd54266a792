/**
 * What a compressed image says of itself, read before a decoder sees it: decoders take memory by these numbers, and some return an image
 * that is partly or wholly another one when theirs is cut short.
 */
import type { Coding } from './readSyntax.ts';

export interface Codestream {
  readonly columns: number;
  readonly rows: number;
  readonly components: number;
  /** Bits of each value. */
  readonly precision: number;
  /** Only JPEG 2000 knows negative values; the others keep bits. */
  readonly signed: boolean;
  /** Whether its values may differ from those that were coded; a header may say otherwise. */
  readonly lossy: boolean;
}

type CompressedCoding = Exclude<Coding, 'native' | 'rle'>;

/** More tiles than any scanner writes; each costs memory. */
const MAX_TILES = 4096;
const SOT = 0xff90;
const COD = 0xff52;
const COC = 0xff53;
const SOS = 0xffda;
/** Start of the one frame that is lossless among JPEG's accepted ones. */
const SOF3 = 0xffc3;
const REVERSIBLE = 1;

class Reader {
  readonly #view: DataView;
  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  get length(): number {
    return this.#view.byteLength;
  }
  /** @throws RangeError behind the end, as the other two */
  u8 = (at: number): number => this.#view.getUint8(at);
  u16 = (at: number): number => this.#view.getUint16(at);
  u32 = (at: number): number => this.#view.getUint32(at);
}

/** Start of frame: any of JPEG's (ISO 10918-1 B.1.1.3) but DHT, JPG and DAC, or that of JPEG-LS (ISO 14495-1 C.1.1). */
export const isFrameMarker = (marker: number): boolean =>
  (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) || marker === 0xfff7;

/** The next marker with a segment from `at` on; filling bytes before it are passed over (ISO 10918-1 B.1.1.2). */
function findSegment(reader: Reader, at: number): number | null {
  let found = at;
  while (reader.u16(found) === 0xffff) found++;
  return reader.u16(found) < 0xffc0 ? null : found;
}

function readJpeg(reader: Reader, accepted: readonly number[]): Codestream | null {
  if (reader.u16(0) !== 0xffd8) return null;
  for (let at = findSegment(reader, 2); at !== null; at = findSegment(reader, at + 2 + reader.u16(at + 2))) {
    const marker = reader.u16(at);
    if (!isFrameMarker(marker)) continue;
    if (!accepted.includes(marker)) return null;
    return {
      precision: reader.u8(at + 4),
      rows: reader.u16(at + 5),
      columns: reader.u16(at + 7),
      components: reader.u8(at + 9),
      signed: false,
      lossy: marker !== SOF3,
    };
  }
  return null;
}

/** As JPEG, with the largest error of a value in the scan header (ISO 14495-1 C.2.3). */
function readJpegLs(reader: Reader): Codestream | null {
  const image = readJpeg(reader, [0xfff7]);
  if (!image) return null;
  for (let at = findSegment(reader, 2); at !== null; at = findSegment(reader, at + 2 + reader.u16(at + 2))) {
    if (reader.u16(at) === SOS) return { ...image, lossy: reader.u8(at + 5 + 2 * reader.u8(at + 4)) !== 0 };
  }
  return null;
}

/** Image and tile size (ISO 15444-1 A.5.1); null when a part of a tile reaches behind the end (A.4.2). */
function readJpeg2000(reader: Reader): Codestream | null {
  if (reader.u32(0) !== 0xff4fff51) return null;
  const [right, bottom, left, top, tileColumns, tileRows, tilesLeft, tilesTop] = [8, 12, 16, 20, 24, 28, 32, 36].map(
    reader.u32,
  ) as [number, number, number, number, number, number, number, number];
  if (tileColumns === 0 || tileRows === 0) return null;
  const tiles = Math.ceil((right - tilesLeft) / tileColumns) * Math.ceil((bottom - tilesTop) / tileRows);
  if (tiles < 1 || tiles > MAX_TILES) return null;
  // A component with fewer samples than the grid has points: OpenJPH never comes to the end of such an image.
  if (reader.u8(43) !== 1 || reader.u8(44) !== 1) return null;
  const main = readMainHeader(reader);
  if (!main || !areTilePartsWhole(reader, main.end)) return null;
  const depth = reader.u8(42);
  return {
    columns: right - left,
    rows: bottom - top,
    components: reader.u16(40),
    precision: (depth & 0x7f) + 1,
    signed: depth >= 0x80,
    lossy: main.lossy,
  };
}

/** The transformation of the only component, and where the first tile-part starts (A.6.1, A.6.2, table A.20). */
function readMainHeader(reader: Reader): { lossy: boolean; end: number } | null {
  let lossy = true;
  let at = 2;
  for (; reader.u16(at) !== SOT; at += 2 + reader.u16(at + 2)) {
    const marker = reader.u16(at);
    if (marker < 0xff00) return null;
    if (marker === COD) lossy = reader.u8(at + 13) !== REVERSIBLE;
    if (marker === COC) lossy = reader.u8(at + 10) !== REVERSIBLE;
  }
  return { lossy, end: at };
}

function areTilePartsWhole(reader: Reader, from: number): boolean {
  let at = from;
  while (at + 12 <= reader.length && reader.u16(at) === SOT) {
    const partLength = reader.u32(at + 6);
    // Zero: up to the end of the codestream.
    if (partLength === 0) return true;
    if (partLength < 12 || at + partLength > reader.length) return false;
    at += partLength;
  }
  // Only the end marker and padding may follow.
  return reader.length - at <= 3 || reader.u16(at) === 0xffd9;
}

const readers: Readonly<Record<CompressedCoding, (reader: Reader) => Codestream | null>> = {
  // Sequential DCT and lossless, both with Huffman codes.
  jpeg: (reader) => readJpeg(reader, [0xffc0, 0xffc1, SOF3]),
  jpegLs: readJpegLs,
  jpeg2000: readJpeg2000,
  htj2k: readJpeg2000,
};

/** @returns null when it is damaged, cut short, or not of this coding */
export function readCodestream(frame: Uint8Array, coding: CompressedCoding): Codestream | null {
  try {
    return readers[coding](new Reader(frame));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const starts: Readonly<Record<CompressedCoding, readonly number[]>> = {
  jpeg: [0xff, 0xd8, 0xff],
  jpegLs: [0xff, 0xd8, 0xff],
  // Image and tile size follow at once; the first marker alone may occur in the middle of an image.
  jpeg2000: [0xff, 0x4f, 0xff, 0x51],
  htj2k: [0xff, 0x4f, 0xff, 0x51],
};
const RLE_HEADER_BYTES = 64;

/** Whether bytes are the first of an image of this coding. For RLE: its header, whose first segment is behind it (PS3.5 G.5). */
export function startsCodestream(bytes: Uint8Array, coding: Exclude<Coding, 'native'>): boolean {
  if (coding !== 'rle') return starts[coding].every((byte, at) => bytes[at] === byte);
  if (bytes.length < 8) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const segments = view.getUint32(0, true);
  return segments >= 1 && segments <= 15 && view.getUint32(4, true) === RLE_HEADER_BYTES;
}
