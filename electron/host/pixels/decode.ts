/** From the stored bytes of one slice to HU. Bytes and their description in, intensities out. */
import { joinFragments, readFragments } from '../dicom/readFragments.ts';
import { codingOf, EXPLICIT_BIG, type Coding } from '../dicom/readSyntax.ts';
import type { PixelFormat } from '../dicom/readTypes.ts';
import { decodeJpeg } from './codecs/jpeg.ts';
import { decodeRle } from './codecs/rle.ts';
import { decodeWasm } from './codecs/wasm.ts';

/** Stored values as unsigned numbers, all allocated bits kept, one per pixel. */
type Stored = Uint8Array | Uint16Array;
type Unpack = (bytes: Uint8Array, format: PixelFormat) => Stored | Promise<Stored>;

/** Air, and everything outside the reconstruction. */
const MIN_HU = -1024;
const MAX_HU = 32767;

const unpackNative: Unpack = (bytes, { bitsAllocated, transferSyntaxUid }) => {
  if (bitsAllocated === 8) return bytes;
  // Copied because a view of 16-bit numbers can't start at an odd byte; the host runs on little-endian machines only.
  const copy = Buffer.from(new Uint8Array(bytes).buffer);
  if (transferSyntaxUid === EXPLICIT_BIG) copy.swap16();
  return new Uint16Array(copy.buffer, copy.byteOffset, copy.length / 2);
};

function frameOf(bytes: Uint8Array, { leadingItems }: PixelFormat): Uint8Array {
  const fragments = readFragments(bytes, 0, leadingItems);
  if (!fragments) throw new RangeError('the fragments are cut short');
  return joinFragments(fragments);
}

const unpackers: Readonly<Record<Coding, Unpack>> = {
  native: unpackNative,
  rle(bytes, format) {
    const { rows, columns, bitsAllocated } = format;
    const cells = decodeRle(frameOf(bytes, format), rows * columns, bitsAllocated / 8);
    return bitsAllocated === 8 ? cells : new Uint16Array(cells.buffer);
  },
  jpeg: (bytes, format) => decodeJpeg(frameOf(bytes, format)),
  jpegLs: (bytes, format) => decodeWasm(frameOf(bytes, format), 'jpegLs'),
  jpeg2000: (bytes, format) => decodeWasm(frameOf(bytes, format), 'jpeg2000'),
  htj2k: (bytes, format) => decodeWasm(frameOf(bytes, format), 'htj2k'),
};

/**
 * HU of every possible stored value (PS3.5 8.1.1, PS3.3 C.11.1.1.2): bits outside `bitsStored` are dropped, the sign is taken from the high
 * bit, then the rescale is applied and rounded. Padding and everything below -1024 become -1024.
 */
function huTable({
  bitsAllocated,
  bitsStored,
  highBit,
  signed,
  slope,
  intercept,
  paddingValue,
}: PixelFormat): Int16Array {
  const size = 2 ** bitsAllocated;
  const range = 2 ** bitsStored;
  const table = new Int16Array(size);
  for (let raw = 0; raw < size; raw++) {
    const bits = (raw >>> (highBit + 1 - bitsStored)) & (range - 1);
    const value = signed && bits >= range / 2 ? bits - range : bits;
    const hu = Math.round(value * slope + intercept);
    table[raw] = Math.min(MAX_HU, Math.max(MIN_HU, hu));
    if (paddingValue !== null && value === paddingValue) table[raw] = MIN_HU;
  }
  // Padding may be written with bits that no stored value has.
  if (paddingValue !== null) table[paddingValue & (size - 1)] = MIN_HU;
  return table;
}

/** The last table: slices of one series share theirs. */
let recent: { readonly key: string; readonly table: Int16Array } | undefined;

function tableFor(format: PixelFormat): Int16Array {
  const { bitsAllocated, bitsStored, highBit, signed, slope, intercept, paddingValue } = format;
  const key = [bitsAllocated, bitsStored, highBit, signed, slope, intercept, paddingValue].join(' ');
  if (recent?.key !== key) recent = { key, table: huTable(format) };
  return recent.table;
}

/**
 * @param bytes the pixel bytes as stored, without header: the values, or all fragments with their offset table
 * @returns rows x columns intensities in HU, row by row
 * @throws RangeError when the bytes don't fit their description, are damaged or cut short
 */
export async function decodeSlice(bytes: Uint8Array, format: PixelFormat): Promise<Int16Array<ArrayBuffer>> {
  const coding = codingOf(format.transferSyntaxUid);
  if (!coding) throw new RangeError('no decoder for this transfer syntax');
  const stored = await unpackers[coding](bytes, format);
  const count = format.rows * format.columns;
  if (stored.length < count) throw new RangeError('fewer pixels than rows and columns');
  const table = tableFor(format);
  // An image of more bits than are allocated has none of its own above them.
  const mask = table.length - 1;
  const hu = new Int16Array(count);
  for (let at = 0; at < count; at++) hu[at] = table[stored[at]! & mask]!;
  return hu;
}
