/**
 * Reads all elements of a data set with the items of its sequences (PS3.5 section 7). Stricter than the reader of images, which takes what it
 * finds: here every byte must be accounted for, or nothing is made of the file. Every length is checked against the bytes that are there.
 */
import { vrOf } from './attributes.ts';
import type { Encoding } from '../dicom/readElements.ts';
import { latin1, shortVrs, type Content, type Dataset, type Element } from './dataset.ts';

/** What can't be read; never leaves this folder. */
export class Damaged extends Error {}

const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const UNDEFINED = 0xffffffff;
const PIXEL_DATA = 0x7fe00010;
const IMPLICIT: Encoding = { explicit: false, bigEndian: false };
/** A VR of a later edition has this form of length as well. */
const longVrs: readonly string[] = ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'];
/** Deeper than any real object; keeps the stack small. */
const MAX_DEPTH = 32;

interface Header {
  readonly tag: number;
  readonly vr: string;
  readonly length: number;
  /** Of the value. */
  readonly start: number;
}
interface Read<T> {
  readonly value: T;
  /** Just after what was read. */
  readonly end: number;
}

/** Which elements are of interest; the values of the others are passed over. */
export type Wanted = (tag: number, vr: string) => boolean;

export class DatasetReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly wanted: Wanted;

  constructor(bytes: Uint8Array, wanted: Wanted) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.wanted = wanted;
  }

  /**
   * The elements from `start` up to and including the pixel data; what follows those is padding, signatures or private.
   * @throws Damaged
   */
  topLevel(start: number, encoding: Encoding): Dataset {
    const found: Element[] = [];
    const end = this.bytes.length;
    let at = start;
    while (at + 8 <= end) {
      const { value, end: next } = this.element(at, end, encoding, 0);
      if (value) found.push(value);
      if (this.tag(at, encoding) === PIXEL_DATA) break;
      at = next;
    }
    return found;
  }

  private tag(at: number, { bigEndian }: Encoding): number {
    return this.view.getUint16(at, !bigEndian) * 0x10000 + this.view.getUint16(at + 2, !bigEndian);
  }

  /** @param end of the item or sequence; an item of undefined length ends earlier, at its delimiter */
  private elements(start: number, end: number, encoding: Encoding, depth: number, delimited: boolean): Read<Dataset> {
    if (depth > MAX_DEPTH) throw new Damaged('nested too deeply');
    const found: Element[] = [];
    let at = start;
    while (at + 8 <= end) {
      if (delimited && this.tag(at, encoding) === ITEM_END) return { value: found, end: at + 8 };
      const { value, end: next } = this.element(at, end, encoding, depth);
      if (value) found.push(value);
      at = next;
    }
    if (delimited) throw new Damaged('an item without end');
    return { value: found, end };
  }

  private header(at: number, end: number, encoding: Encoding): Header {
    const tag = this.tag(at, encoding);
    if (tag >= 0xfffe0000 && tag <= 0xfffeffff) throw new Damaged('a delimiter out of place');
    const { explicit, bigEndian } = encoding;
    const written = latin1(this.bytes.subarray(at + 4, at + 6));
    // Without letters it is an element that a program copied from an implicit file as it was.
    if (!explicit || !/^[A-Z]{2}$/.test(written)) {
      return { tag, vr: vrOf(tag) ?? 'UN', length: this.view.getUint32(at + 4, !bigEndian), start: at + 8 };
    }
    if (shortVrs.includes(written)) {
      return { tag, vr: written, length: this.view.getUint16(at + 6, !bigEndian), start: at + 8 };
    }
    if (at + 12 > end) throw new Damaged('cut short');
    const vr = longVrs.includes(written) ? written : 'UN';
    return { tag, vr, length: this.view.getUint32(at + 8, !bigEndian), start: at + 12 };
  }

  private element(at: number, end: number, encoding: Encoding, depth: number): Read<Element | null> {
    const { tag, vr, length, start } = this.header(at, end, encoding);
    if (length !== UNDEFINED && start + length > end) throw new Damaged('cut short');
    const wanted = this.wanted(tag, vr);
    if (length === UNDEFINED && (vr === 'OB' || vr === 'OW')) {
      const { value, end: next } = this.fragments(start, end, encoding);
      return { value: wanted ? { tag, vr, content: value } : null, end: next };
    }
    if (length === UNDEFINED) {
      // A sequence whose VR the sender didn't know is written in Implicit VR Little Endian (PS3.5 6.2.2).
      const { value, end: next } = this.items(start, end, vr === 'UN' ? IMPLICIT : encoding, depth, true);
      const writable = vr !== 'UN' || !encoding.bigEndian;
      return {
        value: wanted && writable ? { tag, vr: 'SQ', content: { kind: 'items', items: value } } : null,
        end: next,
      };
    }
    const next = start + length;
    if (!wanted) return { value: null, end: next };
    if (vr === 'SQ') {
      const items = this.items(start, next, encoding, depth, false).value;
      return { value: { tag, vr, content: { kind: 'items', items } }, end: next };
    }
    return { value: { tag, vr, content: { kind: 'value', bytes: this.bytes.subarray(start, next) } }, end: next };
  }

  private items(start: number, end: number, encoding: Encoding, depth: number, delimited: boolean): Read<Dataset[]> {
    const items: Dataset[] = [];
    let at = start;
    while (at + 8 <= end) {
      const tag = this.tag(at, encoding);
      const length = this.view.getUint32(at + 4, !encoding.bigEndian);
      at += 8;
      if (tag === SEQUENCE_END) return { value: items, end: at };
      if (tag !== ITEM) throw new Damaged('no item where one should be');
      if (length !== UNDEFINED && at + length > end) throw new Damaged('cut short');
      const open = length === UNDEFINED;
      const item = this.elements(at, open ? end : at + length, encoding, depth + 1, open);
      items.push(item.value);
      at = item.end;
    }
    if (delimited) throw new Damaged('a sequence without end');
    return { value: items, end };
  }

  private fragments(start: number, end: number, encoding: Encoding): Read<Content> {
    let at = start;
    while (at + 8 <= end) {
      const tag = this.tag(at, encoding);
      const length = this.view.getUint32(at + 4, !encoding.bigEndian);
      if (tag === SEQUENCE_END) {
        return { value: { kind: 'fragments', bytes: this.bytes.subarray(start, at) }, end: at + 8 };
      }
      if (tag !== ITEM || length > end - at - 8) throw new Damaged('cut short');
      at += 8 + length;
    }
    throw new Damaged('pixel data without end');
  }
}
