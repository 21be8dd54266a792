/** Reads the elements of a data set (PS3.5 section 7). Hostile input: every length is checked against the bytes that are there. */
import { vrOf } from './attributes.ts';
import { IMPLICIT, isVr, latin1, longVrs, type Content, type Dataset, type Element, type Encoding } from './dataset.ts';

/** What can't be read; never leaves this folder. */
export class Damaged extends Error {}

const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const UNDEFINED = 0xffffffff;
const PIXEL_DATA = 0x7fe00010;
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
   * The elements from `start` up to and including one tag: by default the pixel data, because what follows those is padding, signatures or
   * private. Any other tag also ends the reading when it is passed, so that a part of a file is enough.
   * @throws Damaged
   */
  topLevel(start: number, encoding: Encoding, last = PIXEL_DATA): Dataset {
    const found: Element[] = [];
    const end = this.bytes.length;
    let at = start;
    while (at + 8 <= end) {
      const tag = this.tag(at, encoding);
      if (last !== PIXEL_DATA && tag > last) break;
      const { value, end: next } = this.element(at, end, encoding, 0);
      if (value) found.push(value);
      at = next;
      if (tag === last) break;
    }
    return found;
  }

  /**
   * The elements of one group (the file's meta information) and where they end.
   * @throws Damaged
   */
  group(start: number, group: number, encoding: Encoding): Read<Dataset> {
    const found: Element[] = [];
    let at = start;
    while (at + 8 <= this.bytes.length && this.view.getUint16(at, encoding.littleEndian) === group) {
      const { value, end } = this.element(at, this.bytes.length, encoding, 0);
      if (value) found.push(value);
      at = end;
    }
    return { value: found, end: at };
  }

  private tag(at: number, { littleEndian }: Encoding): number {
    return this.view.getUint16(at, littleEndian) * 0x10000 + this.view.getUint16(at + 2, littleEndian);
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
    const known = vrOf(tag);
    if (!encoding.explicit) {
      return { tag, vr: known ?? 'UN', length: this.view.getUint32(at + 4, encoding.littleEndian), start: at + 8 };
    }
    const vr = latin1(this.bytes.subarray(at + 4, at + 6));
    if (!isVr(vr)) throw new Damaged('an unknown value representation');
    if (!longVrs.includes(vr)) {
      return { tag, vr, length: this.view.getUint16(at + 6, encoding.littleEndian), start: at + 8 };
    }
    if (at + 12 > end) throw new Damaged('cut short');
    return { tag, vr, length: this.view.getUint32(at + 8, encoding.littleEndian), start: at + 12 };
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
      const writable = vr !== 'UN' || encoding.littleEndian;
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
      const length = this.view.getUint32(at + 4, encoding.littleEndian);
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
      const length = this.view.getUint32(at + 4, encoding.littleEndian);
      if (tag === SEQUENCE_END) {
        return { value: { kind: 'fragments', bytes: this.bytes.subarray(start, at) }, end: at + 8 };
      }
      if (tag !== ITEM || length > end - at - 8) throw new Damaged('cut short');
      at += 8 + length;
    }
    throw new Damaged('pixel data without end');
  }
}
