/** Where the pixels of each frame are, and whether they are all there and what the header says, before anything is decoded. */
import { readCodestream, startsCodestream } from './readCodestream.ts';
import { OPEN, type Element, type Elements } from './readElements.ts';
import { firstFragments, joinFragments, readFragments } from './readFragments.ts';
import { refuse } from './readRefusal.ts';
import { codingOf, type Coding } from './readSyntax.ts';
import type { ImageHeader, PixelDepth, PixelFormat } from './readTypes.ts';

export const PIXEL_DATA = 0x7fe00010;
const EXTENDED_OFFSETS = 0x7fe00001;
const EXTENDED_LENGTHS = 0x7fe00002;
const ITEM_HEADER_BYTES = 8;

const bytesPerFrame = ({ rows, columns, bitsAllocated }: PixelDepth): number => rows * columns * (bitsAllocated / 8);

/**
 * Whether so many frames can be in the bytes, before anything is made for each of them.
 * @param available bytes that the file has for pixels
 * @throws Refusal when they can't
 */
export function checkRoom(pixelData: Element, depth: PixelDepth, count: number, available: number): void {
  const isNative = codingOf(depth.transferSyntaxUid) === 'native';
  if (isNative && pixelData.length === OPEN)
    refuse('Its pixels are in fragments, though it says they are not compressed.');
  if (!isNative && pixelData.length !== OPEN)
    refuse('Its pixels are not in fragments, though it says they are compressed.');
  const needed = isNative ? count * bytesPerFrame(depth) : count * ITEM_HEADER_BYTES;
  const present = Math.max(0, isNative ? Math.min(pixelData.length, available) : available);
  if (present < needed) refuse(`It is cut short: ${present} of ${needed} bytes of its pixels are there.`);
}

interface Located {
  readonly pixels: readonly PixelFormat[];
  readonly lossy: boolean;
}

/**
 * @param elements of the whole file, up to the header of the pixel data
 * @throws Refusal when pixels are missing or are not what the header says
 */
export function imagePixels(elements: Elements, { frames }: ImageHeader): Located {
  const pixelData = elements.find(PIXEL_DATA) ?? refuse('It has no pixel data.');
  const { depth } = frames[0]!;
  checkRoom(pixelData, depth, frames.length, elements.bytes.length - pixelData.offset);
  const coding = codingOf(depth.transferSyntaxUid)!;
  if (coding !== 'native') return encapsulatedPixels(elements, pixelData, frames, coding);
  const dataLength = bytesPerFrame(depth);
  const pixels = frames.map((frame, at) => ({
    ...frame.depth,
    dataOffset: pixelData.offset + at * dataLength,
    dataLength,
    leadingItems: 0,
  }));
  return { pixels, lossy: false };
}

function encapsulatedPixels(
  elements: Elements,
  pixelData: Element,
  frames: ImageHeader['frames'],
  coding: Exclude<Coding, 'native'>,
): Located {
  const found = readFragments(elements.bytes, pixelData.offset);
  if (!found) return refuse('It is cut short: fragments of its compressed pixels are missing.');
  if (found.fragments.length === 0) return refuse('It has no pixel data.');
  const table = { offsets: elements.value(EXTENDED_OFFSETS), lengths: elements.value(EXTENDED_LENGTHS) };
  const firsts = firstFragments(found, frames.length, table, (fragment) => startsCodestream(fragment, coding));
  let lossy = false;
  const pixels = frames.map(({ depth }, at) => {
    const [first, next] = [firsts[at]!, firsts[at + 1]!];
    const frame = joinFragments({ fragments: found.fragments.slice(first, next) });
    if (coding !== 'rle' && checkCodestream(frame, coding, depth)) lossy = true;
    const dataOffset = found.offsets[first]!;
    return { ...depth, dataOffset, dataLength: found.offsets[next]! - dataOffset, leadingItems: 0 };
  });
  return { pixels, lossy };
}

/** @returns whether it loses values */
function checkCodestream(
  frame: Uint8Array,
  coding: Exclude<Coding, 'native' | 'rle'>,
  { rows, columns, bitsAllocated, bitsStored, highBit, signed }: PixelDepth,
): boolean {
  const image = readCodestream(frame, coding);
  if (!image) return refuse('Its compressed pixels are damaged, cut short, or of another kind than it says.');
  if (image.components !== 1) refuse('It is a colour image, not a CT slice.');
  if (image.rows !== rows || image.columns !== columns) {
    refuse(
      `Its compressed image has ${image.columns} x ${image.rows} pixels, but its header says ${columns} x ${rows}.`,
    );
  }
  // Without its sign bit a negative value can't be told from a positive one.
  const signLost = signed && !image.signed && image.precision < bitsStored;
  if (image.precision > bitsAllocated || highBit !== bitsStored - 1 || signLost) {
    refuse(`Its compressed image has ${image.precision} bits, which do not fit the ${bitsStored} its header says.`);
  }
  return image.lossy;
}
