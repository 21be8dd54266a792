/** RLE Lossless (PS3.5 annex G): one PackBits segment for each byte of a pixel, the most significant first. */
import { valueMemory } from './values.ts';

const HEADER_BYTES = 64;

/**
 * @param bytesPerPixel 1 or 2
 * @returns the pixels as little-endian cells of `bytesPerPixel`, in memory that the next image gets (`valueMemory`)
 * @throws RangeError when segments are missing or too short
 */
export function decodeRle(frame: Uint8Array, pixelCount: number, bytesPerPixel: number): Uint8Array<ArrayBuffer> {
  if (frame.length < HEADER_BYTES) throw new RangeError('the RLE header is cut short');
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== bytesPerPixel) throw new RangeError('the number of RLE segments is wrong');
  const pixels = new Uint8Array(valueMemory(pixelCount).buffer, 0, pixelCount * bytesPerPixel);
  for (let segment = 0; segment < bytesPerPixel; segment++) {
    const from = view.getUint32(4 + segment * 4, true);
    const to = segment + 1 < bytesPerPixel ? view.getUint32(8 + segment * 4, true) : frame.length;
    if (from < HEADER_BYTES || to < from || to > frame.length) throw new RangeError('an RLE segment is misplaced');
    unpackBits(frame.subarray(from, to), pixels, bytesPerPixel - 1 - segment, bytesPerPixel);
  }
  return pixels;
}

/** Fills every `stride`th byte of `target`, from `offset` on; what is left over at the end of the segment is padding. */
function unpackBits(segment: Uint8Array, target: Uint8Array, offset: number, stride: number): void {
  let to = offset;
  let at = 0;
  while (to < target.length) {
    if (at + 1 >= segment.length) throw new RangeError('an RLE segment is cut short');
    const control = segment[at++]!;
    if (control === 128) continue;
    const count = control < 128 ? control + 1 : 257 - control;
    if (control < 128) {
      if (at + count > segment.length) throw new RangeError('an RLE segment is cut short');
      for (let n = 0; n < count && to < target.length; n++, to += stride) target[to] = segment[at + n]!;
      at += count;
    } else {
      const value = segment[at++]!;
      for (let n = 0; n < count && to < target.length; n++, to += stride) target[to] = value;
    }
  }
}
