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
}

/** More tiles than any scanner writes; each costs memory. */
const MAX_TILES = 4096;
const SOT = 0xff90;

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

function readJpeg(reader: Reader, accepted: readonly number[]): Codestream | null {
  if (reader.u16(0) !== 0xffd8) return null;
  for (let at = 2; ; at += 2 + reader.u16(at + 2)) {
    while (reader.u16(at) === 0xffff) at++;
    const marker = reader.u16(at);
    if (marker < 0xffc0) return null;
    if (!isFrameMarker(marker)) continue;
    if (!accepted.includes(marker)) return null;
    return {
      precision: reader.u8(at + 4),
      rows: reader.u16(at + 5),
      columns: reader.u16(at + 7),
      components: reader.u8(at + 9),
      signed: false,
    };
  }
}

/** Image and tile size (ISO 15444-1 A.5.1); null when a part of a tile reaches behind the end (A.4.2). */
function readJpeg2000(reader: Reader): Codestream | null {
  if (reader.u32(0) !== 0xff4fff51) return null;
  const [right, bottom, left, top, tileColumns, tileRows, tilesLeft, tilesTop] = [8, 12, 16, 20, 24, 28, 32, 36].map(
    reader.u32,
  ) as [number, number, number, number, number, number, number, number];
  if (tileColumns === 0 || tileRows === 0) return null;
  const tiles = Math.ceil((right - tilesLeft) / tileColumns) * Math.ceil((bottom - tilesTop) / tileRows);
  if (tiles < 1 || tiles > MAX_TILES || !areTilePartsWhole(reader)) return null;
  const depth = reader.u8(42);
  return {
    columns: right - left,
    rows: bottom - top,
    components: reader.u16(40),
    precision: (depth & 0x7f) + 1,
    signed: depth >= 0x80,
  };
}

function areTilePartsWhole(reader: Reader): boolean {
  let at = 2;
  while (reader.u16(at) !== SOT) {
    if (reader.u16(at) < 0xff00) return false;
    at += 2 + reader.u16(at + 2);
  }
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

const readers: Readonly<Record<Exclude<Coding, 'native' | 'rle'>, (reader: Reader) => Codestream | null>> = {
  // Sequential DCT and lossless, both with Huffman codes.
  jpeg: (reader) => readJpeg(reader, [0xffc0, 0xffc1, 0xffc3]),
  jpegLs: (reader) => readJpeg(reader, [0xfff7]),
  jpeg2000: readJpeg2000,
  htj2k: readJpeg2000,
};

/** @returns null when it is damaged, cut short, or not of this coding */
export function readCodestream(frame: Uint8Array, coding: Exclude<Coding, 'native' | 'rle'>): Codestream | null {
  try {
    return readers[coding](new Reader(frame));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
