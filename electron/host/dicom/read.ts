/**
 * Reads the header of a CT slice up to its pixel data. Input is hostile: whatever the bytes are, the answer is a header or one sentence.
 */
import { inflateRawSync } from 'node:zlib';
import dicomParser, { type DataSet } from 'dicom-parser';
import { imageHeader, imagePixels } from './readHeader.ts';
import { DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from './readSyntax.ts';
import type { ImageHeader, LocatedPixels, PixelFormat, ReadResult, SliceGeometry } from './readTypes.ts';

const PIXEL_DATA = 'x7fe00010';
const PREAMBLE_LENGTH = 132;
/** A slice of 4096 x 4096 pixels with a large private header; more than that is a deflate bomb. */
const MAX_INFLATED_BYTES = 128 * 1024 * 1024;

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

type Encoding = 'part10' | 'meta only' | typeof IMPLICIT_LITTLE | typeof EXPLICIT_LITTLE | typeof EXPLICIT_BIG;

/** How the file starts (PS3.10 section 7.1), older files without preamble included; null when it can't be DICOM. */
function recognise(bytes: Uint8Array): Encoding | null {
  if (bytes.length >= PREAMBLE_LENGTH && ascii(bytes, 128, 132) === 'DICM') return 'part10';
  if (bytes.length < 16) return null;
  const explicit = /^(AE|AS|CS|DA|LO|OB|SH|TM|UI|UL|UN|US)$/.test(ascii(bytes, 4, 6));
  const group = bytes[0]! | (bytes[1]! << 8);
  if (group === 0x0002 && explicit) return 'meta only';
  if (group === 0x0008 && explicit) return EXPLICIT_LITTLE;
  if (group === 0x0800 && explicit) return EXPLICIT_BIG;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  if (group === 0x0008 && length <= 64) return IMPLICIT_LITTLE;
  return null;
}

/** Whether the first bytes of a file (at least 132, where it has them) can be those of a DICOM file. */
export const looksLikeDicom = (firstBytes: Uint8Array): boolean => recognise(firstBytes) !== null;

export interface Parsed {
  readonly dataSet: DataSet;
  readonly transferSyntaxUid: string;
  /** Bytes put before the file so that the parser takes it; offsets are that much too large. */
  readonly shift: number;
}

function inflater(bytes: Uint8Array, position: number): Uint8Array {
  const inflated = inflateRawSync(bytes.subarray(position), { maxOutputLength: MAX_INFLATED_BYTES });
  return Buffer.concat([bytes.subarray(0, position), inflated]);
}

/** @throws whatever the parser throws on damaged input */
export function parse(bytes: Uint8Array): Parsed | null {
  const encoding = recognise(bytes);
  if (encoding === null) return null;
  if (encoding === 'meta only') {
    const preamble = new Uint8Array(PREAMBLE_LENGTH);
    preamble.set(Buffer.from('DICM'), 128);
    return parsePart10(Buffer.concat([preamble, bytes]), PREAMBLE_LENGTH);
  }
  if (encoding === 'part10') return parsePart10(bytes, 0);
  const dataSet = dicomParser.parseDicom(bytes, { untilTag: PIXEL_DATA, TransferSyntaxUID: encoding });
  return { dataSet, transferSyntaxUid: encoding, shift: 0 };
}

function parsePart10(bytes: Uint8Array, shift: number): Parsed {
  const dataSet = dicomParser.parseDicom(bytes, { untilTag: PIXEL_DATA, inflater });
  return { dataSet, transferSyntaxUid: dataSet.string('x00020010') ?? '', shift };
}

const DAMAGED = 'It is damaged or cut short: its header cannot be read to the end.';

/**
 * @param prefix the first bytes of the file, or all
 * @param fileByteCount size of the whole file
 * @returns 'more' when the prefix ends before the pixel data; never throws
 */
export function readHeader(prefix: Uint8Array, fileByteCount: number): ReadResult | 'more' {
  const isWhole = prefix.length >= fileByteCount;
  try {
    const parsed = parse(prefix);
    if (!parsed) return { reason: 'It is not a DICOM file.' };
    if (!isWhole && !parsed.dataSet.elements[PIXEL_DATA]) return 'more';
    return imageHeader(parsed.dataSet, parsed.transferSyntaxUid);
  } catch {
    return isWhole ? { reason: DAMAGED } : 'more';
  }
}

/**
 * Finds the pixels of every frame, and checks that all their bytes are there and that compressed ones are what the header says.
 * @param bytes the whole file
 * @param header what `readHeader` said of it
 */
export function locatePixels(bytes: Uint8Array, header: ImageHeader): LocatedPixels {
  try {
    const parsed = parse(bytes);
    return parsed ? imagePixels(parsed.dataSet, header, parsed.shift) : { reason: 'It is not a DICOM file.' };
  } catch {
    return { reason: DAMAGED };
  }
}

export type WholeImage =
  | { readonly header: ImageHeader & { readonly slice: SliceGeometry; readonly pixels: PixelFormat } }
  | { readonly reason: string };

/** @param bytes the whole file, with one image */
export function readImage(bytes: Uint8Array): WholeImage {
  const read = readHeader(bytes, bytes.length);
  if (read === 'more' || 'reason' in read) return read === 'more' ? { reason: DAMAGED } : read;
  const located = locatePixels(bytes, read.header);
  if ('reason' in located) return located;
  const lossy = read.header.lossy || located.lossy;
  return { header: { ...read.header, lossy, slice: read.header.frames[0]!.slice, pixels: located.pixels[0]! } };
}

/**
 * The stored pixel bytes of a file that `readImage` accepted.
 * @throws RangeError when the file no longer holds them
 */
export function pixelBytes(bytes: Uint8Array, { transferSyntaxUid, dataOffset, dataLength }: PixelFormat): Uint8Array {
  const holder = transferSyntaxUid === DEFLATED ? parse(bytes)?.dataSet.byteArray : bytes;
  if (!holder || dataOffset + dataLength > holder.length) throw new RangeError('pixel data are missing');
  return holder.subarray(dataOffset, dataOffset + dataLength);
}
