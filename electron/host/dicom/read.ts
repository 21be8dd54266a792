/**
 * Reads CT files: the header up to the pixel data, then where the pixels of each frame are. Input is hostile: whatever the bytes are, the
 * answer is a header or one sentence.
 */
import { Elements } from './readElements.ts';
import { imageHeader } from './readHeader.ts';
import { checkKind } from './readKind.ts';
import { imagePixels } from './readPixels.ts';
import { orRefused, refuse } from './readRefusal.ts';
import { dataSetBytes, findStart, PREAMBLE_LENGTH, type Start } from './readStart.ts';
import { DEFLATED } from './readSyntax.ts';
import type { ImageHeader, LocatedPixels, PixelFormat, ReadResult } from './readTypes.ts';

export { looksLikeDicom } from './readStart.ts';

/** Float Pixel Data (7FE0,0008), the first of the three elements that hold pixels; the offset tables come before it. */
const FIRST_PIXEL_TAG = 0x7fe00008;
const GROUP_8_END = 0x00090000;
const NOT_DICOM = 'It is not a DICOM file.';
const DAMAGED = 'It is damaged or cut short: its header cannot be read to the end.';

const readElements = (bytes: Uint8Array, { encoding, offset }: Start): Elements =>
  new Elements({ bytes, encoding, from: offset, to: bytes.length }, FIRST_PIXEL_TAG);

/**
 * @param prefix the first bytes of the file, or all
 * @param fileByteCount size of the whole file
 * @returns 'more' when the prefix ends before the pixel data and more bytes may tell more; never throws
 */
export function readHeader(prefix: Uint8Array, fileByteCount: number): ReadResult | 'more' {
  return orRefused(() => {
    const isWhole = prefix.length >= fileByteCount;
    if (!isWhole && prefix.length < PREAMBLE_LENGTH) return 'more';
    const start = findStart(prefix) ?? refuse(NOT_DICOM);
    // What is deflated can only be had as a whole.
    if (!isWhole && (!start.isReached || start.transferSyntaxUid === DEFLATED)) return 'more';
    const bytes = dataSetBytes(prefix, start);
    const elements = readElements(bytes, start);
    const isKindKnown = elements.end === 'stopped' || elements.lastTag >= GROUP_8_END || isWhole;
    if (isKindKnown) checkKind(elements, start.mediaSopClassUid);
    if (!isWhole && elements.end !== 'stopped') return 'more';
    if (elements.end === 'cut') return refuse(DAMAGED);
    const byteCount = bytes === prefix ? fileByteCount : bytes.length;
    return { header: imageHeader(elements, start.transferSyntaxUid, byteCount) };
  });
}

/**
 * Finds the pixels of every frame, and checks that all their bytes are there and that compressed ones are what the header says.
 * @param bytes the whole file
 * @param header what `readHeader` said of it
 */
export function locatePixels(bytes: Uint8Array, header: ImageHeader): LocatedPixels {
  return orRefused(() => {
    const start = findStart(bytes) ?? refuse(NOT_DICOM);
    return imagePixels(readElements(dataSetBytes(bytes, start), start), header);
  });
}

/**
 * All elements of any DICOM file up to its pixel data, for what is no CT image.
 * @returns null when it isn't DICOM, is damaged, or is cut short before that
 */
export function readDataSet(bytes: Uint8Array): Elements | null {
  const found = orRefused(() => {
    const start = findStart(bytes) ?? refuse(NOT_DICOM);
    return readElements(dataSetBytes(bytes, start), start);
  });
  return found instanceof Elements && found.end !== 'cut' ? found : null;
}

/**
 * The stored pixel bytes of a frame that `locatePixels` found.
 * @throws RangeError when the file no longer holds them
 */
export function pixelBytes(bytes: Uint8Array, { transferSyntaxUid, dataOffset, dataLength }: PixelFormat): Uint8Array {
  const holder = transferSyntaxUid === DEFLATED ? inflatedBytes(bytes) : bytes;
  if (!holder || dataOffset + dataLength > holder.length) throw new RangeError('pixel data are missing');
  return holder.subarray(dataOffset, dataOffset + dataLength);
}

function inflatedBytes(bytes: Uint8Array): Uint8Array | null {
  const start = findStart(bytes);
  const found = start && orRefused(() => dataSetBytes(bytes, start));
  return found instanceof Uint8Array ? found : null;
}
