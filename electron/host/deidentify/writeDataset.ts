/** Writes a data set back in the encoding it came in (PS3.5 section 7); all lengths are defined, group lengths are left out. */
import type { Encoding } from '../dicom/readElements.ts';
import { shortVrs, type Dataset, type Element } from './dataset.ts';

const ITEM = 0xfffee000;
const SEQUENCE_END = 0xfffee0dd;
const UNDEFINED = 0xffffffff;

const byteCount = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);

function tagAndLength(tag: number, length: number, bigEndian: boolean): Uint8Array {
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  view.setUint16(0, tag >>> 16, !bigEndian);
  view.setUint16(2, tag & 0xffff, !bigEndian);
  view.setUint32(4, length, !bigEndian);
  return header;
}

function elementHeader(tag: number, vr: string, length: number, { explicit, bigEndian }: Encoding): Uint8Array {
  const short = tagAndLength(tag, length, bigEndian);
  if (!explicit) return short;
  const long = !shortVrs.includes(vr);
  const header = new Uint8Array(long ? 12 : 8);
  header.set(short.subarray(0, 4));
  header.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
  const view = new DataView(header.buffer);
  if (long) view.setUint32(8, length, !bigEndian);
  else if (length > 0xffff) throw new RangeError('a value too long for its representation');
  else view.setUint16(6, length, !bigEndian);
  return header;
}

const isText = (vr: string): boolean => !['OB', 'OW', 'UI', 'UN'].includes(vr);

function elementParts({ tag, vr, content }: Element, encoding: Encoding): Uint8Array[] {
  if (content.kind === 'items') {
    const parts = content.items.flatMap((item) => {
      const inside = datasetParts(item, encoding);
      return [tagAndLength(ITEM, byteCount(inside), encoding.bigEndian), ...inside];
    });
    return [elementHeader(tag, 'SQ', byteCount(parts), encoding), ...parts];
  }
  if (content.kind === 'fragments') {
    const end = tagAndLength(SEQUENCE_END, 0, encoding.bigEndian);
    return [elementHeader(tag, vr, UNDEFINED, encoding), content.bytes, end];
  }
  const { bytes } = content;
  const header = elementHeader(tag, vr, bytes.length + (bytes.length % 2), encoding);
  return bytes.length % 2 === 0 ? [header, bytes] : [header, bytes, Uint8Array.of(isText(vr) ? 0x20 : 0)];
}

/**
 * @param dataset its elements in ascending order
 * @returns the bytes in pieces, so that pixel data are copied only once, by who joins them
 */
export const datasetParts = (dataset: Dataset, encoding: Encoding): Uint8Array[] =>
  dataset.flatMap((element) => elementParts(element, encoding));
