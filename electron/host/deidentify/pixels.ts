/**
 * Pixel data are passed on byte for byte, and yet they can hold text: behind the last pixel, in comments of a compressed image, in items that
 * no decoder reads. What stands behind the pixels goes; the rest is searched for the names that the same file gives.
 */
import type { Encoding } from '../dicom/readElements.ts';
import { vrOf } from './attributes.ts';
import { latin1, tags, textOf, uint16Of, type Dataset, type Element } from './dataset.ts';

/** Shorter words occur by chance among compressed pixels: one of six letters once in a hundred million files of 512 x 512. */
const MIN_LETTERS = 6;
/** Nor may a word be what an even area looks like. */
const MIN_DIFFERENT = 3;

/** Without what stands behind the last pixel: no reader looks there, so anything could. */
export function onlyPixels(element: Element, dataset: Dataset, encoding: Encoding): Element {
  const { content } = element;
  if (content.kind !== 'value') return element;
  const number = (tag: number): number => uint16Of(dataset, tag, encoding);
  const frames = /^\d{1,6}$/.exec(textOf(dataset, tags.NumberOfFrames))
    ? Number(textOf(dataset, tags.NumberOfFrames))
    : 1;
  const samples = number(tags.Rows) * number(tags.Columns) * (number(tags.SamplesPerPixel) || 1) * frames;
  const byteCount = Math.ceil((samples * number(tags.BitsAllocated)) / 8);
  const even = byteCount + (byteCount % 2);
  if (byteCount === 0 || content.bytes.length <= even) return element;
  const bytes = Uint8Array.prototype.slice.call(content.bytes, 0, even);
  bytes.fill(0, byteCount);
  return { ...element, content: { kind: 'value', bytes } };
}

/** The bytes of the pixel data; empty without. */
export function pixelsOf(dataset: Dataset): Uint8Array {
  const content = dataset.find(({ tag }) => tag === tags.PixelData)?.content;
  return !content || content.kind === 'items' ? new Uint8Array() : content.bytes;
}

/**
 * Whether a name or id stands in pixel data as text.
 * @param original the data set as it came, with the names
 */
export function isNamedIn(pixels: Uint8Array, original: Dataset): boolean {
  const searched = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length);
  return identifyingWords(original).some((word) =>
    [word, word.toLowerCase(), word.toUpperCase()].some((form) => searched.includes(form, 0, 'latin1')),
  );
}

/** One letter a byte, whatever the character set: they are compared as bytes. */
function identifyingWords(dataset: Dataset): string[] {
  const names = dataset.flatMap(({ tag, vr, content }) =>
    (vr === 'PN' || vrOf(tag) === 'PN') && content.kind === 'value' ? latin1(content.bytes).split(/[\\^=\s\0]+/) : [],
  );
  return [...names, textOf(dataset, tags.PatientId)].filter(
    (word) => word.length >= MIN_LETTERS && new Set(word).size >= MIN_DIFFERENT,
  );
}
