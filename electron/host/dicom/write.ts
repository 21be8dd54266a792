/**
 * Writes DICOM Part 10 files, Explicit VR Little Endian (PS3.5 A.2, PS3.10 7.1), from a plain description of a dataset.
 *
 * Own code rather than a library's: the encoding is a page long, it writes pixel data without a detour through JavaScript arrays, and the
 * type of each value follows from its keyword.
 */
import { createHash, randomUUID } from 'node:crypto';
import { writeTags, type Keyword } from './writeTags.ts';

type Vr = (typeof writeTags)[Keyword][1];
type NumberVr = 'US' | 'SS' | 'UL' | 'AT' | 'FD';
type NumberTextVr = 'DS' | 'IS';

/** What may stand for a value: text may also be given as raw bytes, in the file's own character set. */
type ValueOf<V extends Vr> = V extends 'SQ'
  ? readonly Dataset[]
  : V extends 'OB' | 'OW'
    ? Uint8Array
    : V extends NumberVr
      ? number | readonly number[]
      : V extends NumberTextVr
        ? number | readonly number[] | Uint8Array
        : string | readonly string[] | Uint8Array;

/** A dataset by keyword; undefined leaves the attribute out, '' writes it empty. */
export type Dataset = { readonly [K in Keyword]?: ValueOf<(typeof writeTags)[K][1]> | undefined };

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** Identifies this program's encoder; made once from a UUID (PS3.5 B.2). */
export const IMPLEMENTATION_CLASS_UID = '2.25.325102815015317846063920466601238398103';
export const IMPLEMENTATION_VERSION = 'REMNANT_1';

/** VRs with a 32-bit length after two reserved bytes (PS3.5 table 7.1-1). */
const longVrs: readonly string[] = ['OB', 'OW', 'SQ', 'UC', 'UT'];
const text = new TextEncoder();

/** A decimal string: at most 16 characters (PS3.5 6.2), as exact as they allow. */
export function decimalString(value: number): string {
  // Near the largest double, rounding up would leave the numbers.
  if (!(Math.abs(value) < 1e300)) throw new RangeError('a decimal string needs a finite number');
  const plain = String(value);
  if (plain.length <= 16) return plain;
  for (let digits = 16; digits > 0; digits--) {
    const shorter = String(Number(value.toPrecision(digits)));
    if (shorter.length <= 16) return shorter;
    const exponential = value.toExponential(digits - 1);
    if (exponential.length <= 16) return exponential;
  }
  throw new RangeError('a number that no decimal string can hold');
}

function joinText(vr: Vr, value: string | number | readonly (string | number)[]): string {
  const parts = typeof value === 'object' ? value : [value];
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if (vr === 'IS' && !Number.isSafeInteger(part)) throw new RangeError('an integer string needs an integer');
      return vr === 'DS' ? decimalString(part) : String(part);
    })
    .join('\\');
}

function encodeNumbers(vr: NumberVr, value: number | readonly number[]): Uint8Array {
  const numbers = typeof value === 'number' ? [value] : value;
  const size = { US: 2, SS: 2, UL: 4, AT: 4, FD: 8 }[vr];
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, index) => {
    if (vr === 'US') view.setUint16(index * size, number, true);
    else if (vr === 'SS') view.setInt16(index * size, number, true);
    else if (vr === 'FD') view.setFloat64(index * size, number, true);
    else if (vr === 'UL') view.setUint32(index * size, number, true);
    else {
      // An attribute tag is two 16-bit numbers, group first (PS3.5 6.2).
      view.setUint16(index * size, number >>> 16, true);
      view.setUint16(index * size + 2, number & 0xffff, true);
    }
  });
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param element of group FFFE (PS3.5 7.5) */
const itemHeader = (element: number, length: number): Uint8Array => {
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  view.setUint16(0, 0xfffe, true);
  view.setUint16(2, element, true);
  view.setUint32(4, length, true);
  return header;
};

function encodeItems(items: readonly Dataset[]): Uint8Array {
  return concatenate(
    items.flatMap((item) => {
      const content = encodeElements(item);
      return [itemHeader(0xe000, content.length), content];
    }),
  );
}

const isItems = (value: unknown): value is readonly Dataset[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null);

function encodeValue(vr: Vr, value: NonNullable<Dataset[Keyword]>): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (vr === 'SQ') {
    if (!isItems(value)) throw new TypeError('a sequence needs datasets');
    return encodeItems(value);
  }
  const plain = value as string | number | readonly (string | number)[];
  if (vr === 'US' || vr === 'SS' || vr === 'UL' || vr === 'AT' || vr === 'FD')
    return encodeNumbers(vr, plain as number | readonly number[]);
  return text.encode(joinText(vr, plain));
}

function encodeElement(keyword: Keyword, value: NonNullable<Dataset[Keyword]>): Uint8Array[] {
  const [tag, vr] = writeTags[keyword];
  const bytes = encodeValue(vr, value);
  const padded = bytes.length + (bytes.length % 2);
  const long = longVrs.includes(vr);
  if (padded > (long ? 0xfffffffe : 0xfffe)) throw new RangeError(`the value of ${keyword} is too long`);
  const header = new Uint8Array(long ? 12 : 8);
  const view = new DataView(header.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  header.set(text.encode(vr), 4);
  if (long) view.setUint32(8, padded, true);
  else view.setUint16(6, padded, true);
  if (padded === bytes.length) return [header, bytes];
  const padding = vr === 'UI' || vr === 'OB' || vr === 'OW' ? 0 : 0x20;
  return [header, bytes, new Uint8Array([padding])];
}

function encodeElements(dataset: Dataset): Uint8Array<ArrayBuffer> {
  const keywords = (Object.keys(dataset) as Keyword[]).sort((a, b) => writeTags[a][0] - writeTags[b][0]);
  return concatenate(
    keywords.flatMap((keyword) => {
      const value = dataset[keyword];
      return value === undefined ? [] : encodeElement(keyword, value);
    }),
  );
}

/** Compressed pixels, a fragment of even length for each frame; they take the place of PixelData. */
export interface EncapsulatedPixels {
  readonly transferSyntaxUid: string;
  readonly frames: readonly Uint8Array[];
}

/** (7FE0,0010) of undefined length with its offset table (PS3.5 A.4). */
function encodeFragments(frames: readonly Uint8Array[]): Uint8Array[] {
  const table = new DataView(new ArrayBuffer(frames.length * 4));
  let offset = 0;
  frames.forEach((frame, at) => {
    table.setUint32(at * 4, offset, true);
    offset += 8 + frame.length;
  });
  return [
    new Uint8Array([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]), // OB, undefined length
    itemHeader(0xe000, table.byteLength),
    new Uint8Array(table.buffer),
    ...frames.flatMap((frame) => [itemHeader(0xe000, frame.length), frame]),
    itemHeader(0xe0dd, 0),
  ];
}

/**
 * @param dataset everything of the file but its meta group, which follows from SOPClassUID and SOPInstanceUID.
 * @throws RangeError when a value doesn't fit its representation.
 */
export function writeDicom(
  dataset: Dataset & { readonly SOPClassUID: string; readonly SOPInstanceUID: string },
  pixels?: EncapsulatedPixels,
): Uint8Array<ArrayBuffer> {
  const meta = encodeElements({
    FileMetaInformationVersion: new Uint8Array([0, 1]),
    MediaStorageSOPClassUID: dataset.SOPClassUID,
    MediaStorageSOPInstanceUID: dataset.SOPInstanceUID,
    TransferSyntaxUID: pixels?.transferSyntaxUid ?? EXPLICIT_LITTLE_ENDIAN,
    ImplementationClassUID: IMPLEMENTATION_CLASS_UID,
    ImplementationVersionName: IMPLEMENTATION_VERSION,
  });
  const start = new Uint8Array(128 + 4 + 12);
  start.set(text.encode('DICM'), 128);
  start.set([0x02, 0x00, 0x00, 0x00, 0x55, 0x4c, 0x04, 0x00], 132); // (0002,0000) UL, 4 bytes: length of the meta group
  new DataView(start.buffer).setUint32(140, meta.length, true);
  return concatenate([start, meta, encodeElements(dataset), ...(pixels ? encodeFragments(pixels.frames) : [])]);
}

const uidFromHex = (hex: string): string => `2.25.${BigInt(`0x${hex}`).toString()}`;

/** A new UID from a random UUID (PS3.5 B.2). */
export const newUid = (): string => uidFromHex(randomUUID().replaceAll('-', ''));

/** The same UID for the same seed: a version 8 UUID (RFC 9562 5.8) made of the seed's SHA-256. */
export function uidFromSeed(seed: string): string {
  const bytes = createHash('sha256').update(seed).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return uidFromHex(bytes.toString('hex'));
}
