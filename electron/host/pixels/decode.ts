/** From the stored bytes of one slice to HU. Bytes and their description in, intensities out. */
import { joinFragments, readFragments } from '../dicom/readFragments.ts';
import { codingOf, EXPLICIT_BIG, type Coding } from '../dicom/readSyntax.ts';
import type { PixelFormat } from '../dicom/readTypes.ts';
import { toHu } from './modality.ts';

/** Stored values as unsigned numbers, all allocated bits kept, one per pixel. */
type Stored = Uint8Array | Uint16Array;
/** `take` is given values that are its own only until it returns. */
type Unpack = (bytes: Uint8Array, format: PixelFormat, take: (stored: Stored) => void) => void | Promise<void>;

/** A view where the bytes allow it; a copy where they are the other way round or don't start at an even byte. */
function nativeValues(bytes: Uint8Array, { bitsAllocated, transferSyntaxUid }: PixelFormat): Stored {
  if (bitsAllocated === 8) return bytes;
  const asStored = transferSyntaxUid !== EXPLICIT_BIG && bytes.byteOffset % 2 === 0;
  const words = asStored ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  if (transferSyntaxUid === EXPLICIT_BIG) (words as Buffer).swap16();
  return new Uint16Array(words.buffer, words.byteOffset, words.length >> 1);
}

function frameOf(bytes: Uint8Array, { leadingItems }: PixelFormat): Uint8Array {
  const fragments = readFragments(bytes, 0, leadingItems);
  if (!fragments) throw new RangeError('the fragments are cut short');
  return joinFragments(fragments);
}

/** The codec's code is read when it is first needed: most series are not compressed, and their first image is waited for. */
const wasm =
  (coding: Extract<Coding, 'jpegLs' | 'jpeg2000' | 'htj2k'>): Unpack =>
  async (bytes, format, take) => {
    const { decodeWasm } = await import('./codecs/wasm.ts');
    await decodeWasm(frameOf(bytes, format), coding, take);
  };

const unpackers: Readonly<Record<Coding, Unpack>> = {
  native(bytes, format, take) {
    take(nativeValues(bytes, format));
  },
  async rle(bytes, format, take) {
    const { decodeRle } = await import('./codecs/rle.ts');
    const { rows, columns, bitsAllocated } = format;
    const cells = decodeRle(frameOf(bytes, format), rows * columns, bitsAllocated / 8);
    take(bitsAllocated === 8 ? cells : new Uint16Array(cells.buffer, cells.byteOffset, cells.length >> 1));
  },
  async jpeg(bytes, format, take) {
    const { decodeJpeg } = await import('./codecs/jpeg.ts');
    take(decodeJpeg(frameOf(bytes, format)));
  },
  jpegLs: wasm('jpegLs'),
  jpeg2000: wasm('jpeg2000'),
  htj2k: wasm('htj2k'),
};

/**
 * @param bytes the slice's pixel bytes as stored, without header: the values, or its fragments
 * @param hu filled with rows x columns intensities in HU, row by row
 * @throws RangeError when the bytes don't fit their description, are damaged or cut short
 */
export async function decodeSlice(
  bytes: Uint8Array,
  format: PixelFormat,
  hu: Int16Array<ArrayBuffer> = new Int16Array(format.rows * format.columns),
): Promise<Int16Array<ArrayBuffer>> {
  const coding = codingOf(format.transferSyntaxUid);
  if (!coding) throw new RangeError('no decoder for this transfer syntax');
  const count = format.rows * format.columns;
  await unpackers[coding](bytes, format, (stored) => {
    if (stored.length < count || hu.length !== count)
      throw new RangeError('another number of pixels than rows and columns');
    toHu(stored, format, hu);
  });
  return hu;
}
