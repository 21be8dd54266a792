/**
 * The elements of a data set (PS3.5 section 7), by where they are: values are read when asked for, sequences walked only then. Nothing is
 * allocated by a number in the file, and what is kept is bounded, whatever the bytes are.
 */

/** How the elements of a data set are written (PS3.5 section 7.1, annex A). */
export interface Encoding {
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

export interface Element {
  /** Its two letters as one number; 0 in implicit data sets, which don't write it. */
  readonly vr: number;
  /** Of the value, in the bytes of the data set. */
  readonly offset: number;
  /** As written; `OPEN` when it ends with a delimiter. */
  readonly length: number;
}

/** Bytes that are no elements, or end inside one. */
class DamagedDataSet extends Error {}

export const OPEN = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
/** Many times those of any data set, private ones included, and of any sequence; each costs time or memory. */
const MAX_ELEMENTS = 16_384;
const MAX_ITEMS = 100_000;
/** Of values that are read as ASCII. */
const MAX_ASCII = 4096;
const MAX_CHARACTER_SETS = 16;
/** Sequences in sequences; no object of the standard needs ten. */
const MAX_DEPTH = 64;
const IMPLICIT: Encoding = { explicit: false, bigEndian: false };

const vrCode = (vr: string): number => (vr.charCodeAt(0) << 8) | vr.charCodeAt(1);
/** A value whose VR was not known to the program that wrote it; items in it are implicit little endian (PS3.5 6.2.2). */
const UN = vrCode('UN');
/** Those whose length has two bytes (PS3.5 table 7.1-2); all others, future ones included, have four. */
const shortVrs = new Set(
  'AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' ').map((vr) => vrCode(vr)),
);
const isLetter = (code: number): boolean => code >= 0x41 && code <= 0x5a;

/** Reads one element header after the other, and gets past values without looking into them. */
class Walker {
  readonly view: DataView;
  readonly #encoding: Encoding;
  at: number;
  tag = 0;
  vr = 0;
  length = 0;
  constructor(view: DataView, at: number, encoding: Encoding) {
    this.view = view;
    this.at = at;
    this.#encoding = encoding;
  }

  /**
   * Reads the next element's header.
   * @returns its tag
   * @throws RangeError when the bytes end inside the header
   */
  next(): number {
    const little = !this.#encoding.bigEndian;
    const { view, at } = this;
    this.tag = view.getUint16(at, little) * 0x10000 + view.getUint16(at + 2, little);
    const vr = view.getUint16(at + 4, false);
    // Items and delimiters have no VR (PS3.5 7.5), nor have elements that a program copied from an implicit file as they were.
    if (!this.#encoding.explicit || this.tag >= ITEM || !isLetter(vr >> 8) || !isLetter(vr & 0xff)) {
      this.vr = 0;
      this.length = view.getUint32(at + 4, little);
      this.at += 8;
    } else if (shortVrs.has(vr)) {
      this.vr = vr;
      this.length = view.getUint16(at + 6, little);
      this.at += 8;
    } else {
      this.vr = vr;
      this.length = view.getUint32(at + 8, little);
      this.at += 12;
    }
    return this.tag;
  }

  /** To the end of the value whose header was read; an open one holds items, whatever its VR. */
  skipValue(depth = 0): void {
    if (this.length !== OPEN) {
      this.at += this.length;
      return;
    }
    const inner = new Walker(this.view, this.at, this.vr === UN ? IMPLICIT : this.#encoding);
    while (inner.next() === ITEM) inner.skipItem(depth + 1);
    if (inner.tag !== SEQUENCE_END) throw new DamagedDataSet('a sequence without end');
    this.at = inner.at;
  }

  /** To behind the item whose header was read. */
  skipItem(depth: number): void {
    if (depth > MAX_DEPTH) throw new DamagedDataSet('sequences in sequences');
    if (this.length !== OPEN) {
      this.at += this.length;
      return;
    }
    while (this.next() !== ITEM_END) this.skipValue(depth);
  }
}

interface Place {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly from: number;
  readonly to: number;
}

export class Elements {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  /** Specific Character Set: its own, else that of the data set it is in (PS3.3 C.12.1.1.2). */
  readonly characterSets: readonly string[];
  /** How far the walk came: to the element it was to stop at, to the end, or to where the bytes end inside an element or are none. */
  readonly end: 'stopped' | 'end' | 'cut';
  /** The last tag that was read, whether its value is there or not. */
  readonly lastTag: number;
  /** Where the element starts that the walk stopped at or was cut in; otherwise the end. */
  lastOffset: number;
  readonly #view: DataView;
  readonly #elements = new Map<number, Element>();

  /**
   * Private elements are left out.
   * @param stopTag the walk ends behind the header of this element or of one with a greater tag; the value may be missing
   */
  constructor({ bytes, encoding, from, to }: Place, stopTag: number, inherited: readonly string[] = []) {
    this.bytes = bytes;
    this.encoding = encoding;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, Math.min(to, bytes.length));
    this.lastOffset = from;
    const walker = new Walker(this.#view, from, encoding);
    this.end = this.#walk(walker, stopTag);
    this.lastTag = walker.tag;
    const named = this.has(0x00080005) ? this.ascii(0x00080005) : '';
    this.characterSets = named === '' ? inherited : named.split('\\').slice(0, MAX_CHARACTER_SETS);
  }

  #walk(walker: Walker, stopTag: number): 'stopped' | 'end' | 'cut' {
    const end = this.#view.byteLength;
    try {
      for (let count = 0; walker.at < end; count++) {
        this.lastOffset = walker.at;
        const tag = walker.next();
        const { at: offset, length } = walker;
        // Delimiters where none belong are passed over.
        const stop = tag >= stopTag && (tag < ITEM || stopTag === ITEM_END);
        if (!stop) walker.skipValue();
        if (walker.at > end || count === MAX_ELEMENTS) return 'cut';
        if ((tag & 0x10000) === 0 && tag < ITEM) this.#elements.set(tag, { vr: walker.vr, offset, length });
        if (stop) return 'stopped';
      }
      this.lastOffset = end;
      return 'end';
    } catch (error) {
      if (error instanceof RangeError || error instanceof DamagedDataSet) return 'cut';
      throw error;
    }
  }

  has(tag: number): boolean {
    return this.#elements.has(tag);
  }
  find(tag: number): Element | undefined {
    return this.#elements.get(tag);
  }

  /** The bytes of a value; empty for absent ones and sequences. */
  value(tag: number): Uint8Array {
    const element = this.#elements.get(tag);
    if (!element || element.length === OPEN) return this.bytes.subarray(0, 0);
    return this.bytes.subarray(element.offset, Math.min(this.#view.byteLength, element.offset + element.length));
  }
  /** One letter a byte, without padding. */
  ascii(tag: number): string {
    return latin1(this.value(tag).subarray(0, MAX_ASCII)).replaceAll('\0', '').trim();
  }

  /** A number of a value of 16-bit ones; undefined when it isn't there. */
  uint16(tag: number, index = 0): number | undefined {
    return this.#read(tag, index, 2, (at, little) => this.#view.getUint16(at, little));
  }
  int16(tag: number, index = 0): number | undefined {
    return this.#read(tag, index, 2, (at, little) => this.#view.getInt16(at, little));
  }
  uint32(tag: number, index = 0): number | undefined {
    return this.#read(tag, index, 4, (at, little) => this.#view.getUint32(at, little));
  }
  #read(tag: number, index: number, size: number, read: (at: number, little: boolean) => number): number | undefined {
    const element = this.#elements.get(tag);
    if (!element || element.length === OPEN || (index + 1) * size > element.length) return undefined;
    const at = element.offset + index * size;
    if (at + size > this.#view.byteLength) return undefined;
    return read(at, element.vr === UN || !this.encoding.bigEndian);
  }

  /** The items of a sequence, each made when it is asked for; ends where they are damaged. */
  *items(tag: number): Generator<Elements, void> {
    const sequence = this.#elements.get(tag);
    if (!sequence) return;
    const { bytes } = this;
    const encoding = sequence.vr === UN ? IMPLICIT : this.encoding;
    const { byteLength } = this.#view;
    const end = sequence.length === OPEN ? byteLength : Math.min(byteLength, sequence.offset + sequence.length);
    const walker = new Walker(this.#view, sequence.offset, encoding);
    for (let count = 0; count < MAX_ITEMS && walker.at + 8 <= end; count++) {
      const place = nextItem(walker, end);
      if (!place) return;
      yield new Elements({ bytes, encoding, ...place }, ITEM_END, this.characterSets);
    }
  }
  /** The first item, which is the only one of many sequences. */
  item(tag: number): Elements | undefined {
    return this.items(tag).next().value ?? undefined;
  }
}

/** Where the next item's elements are, and the walker behind it; undefined when there is no item, or no end of it. */
function nextItem(walker: Walker, end: number): { from: number; to: number } | undefined {
  try {
    if (walker.next() !== ITEM) return undefined;
    const from = walker.at;
    const to = walker.length === OPEN ? end : Math.min(end, from + walker.length);
    walker.skipItem(0);
    return { from, to };
  } catch (error) {
    if (error instanceof RangeError || error instanceof DamagedDataSet) return undefined;
    throw error;
  }
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
