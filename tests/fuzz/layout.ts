/** Where things are in the bytes of a valid file, so that mutations hit what readers decide by. Damaged bytes give a poorer layout, never an error. */
import { deflateRawSync, gzipSync, inflateRawSync } from 'node:zlib';
import { DEFLATED, EXPLICIT_BIG, IMPLICIT_LITTLE } from '../../electron/host/dicom/readSyntax.ts';

/** A whole number that a reader takes for a length, a count or an offset. */
export interface NumberField {
  readonly at: number;
  readonly size: 1 | 2 | 4;
  readonly little: boolean;
}

export interface ElementPlace {
  readonly at: number;
  /** null where the VR isn't written. */
  readonly vrAt: number | null;
  readonly length: NumberField;
  readonly valueAt: number;
  /** Behind the value; for an open length or a sequence, where its content begins. */
  readonly end: number;
}

export interface Layout {
  readonly elements: readonly ElementPlace[];
  readonly fields: readonly NumberField[];
  /** Bytes that decide more than others: [from, to). */
  readonly hot: readonly (readonly [number, number])[];
}

const MAX_ELEMENTS = 3000;
const OPEN = 0xffffffff;
const ITEM_GROUP = 0xfffe;
const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'UC', 'UN', 'UR', 'UT']);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** An element's header; null where there is none. */
function readElement(bytes: Uint8Array, at: number, explicit: boolean, little: boolean): ElementPlace | null {
  if (at + 8 > bytes.length) return null;
  const view = viewOf(bytes);
  const isItem = view.getUint16(at, little) === ITEM_GROUP;
  if (!explicit || isItem) {
    const end = at + 8 + view.getUint32(at + 4, little);
    const length = { at: at + 4, size: 4, little } as const;
    return { at, vrAt: null, length, valueAt: at + 8, end: isItem ? at + 8 : end };
  }
  const vr = latin1(bytes, at + 4, at + 6);
  if (!/^[A-Z]{2}$/.test(vr)) return null;
  const long = longVrs.has(vr);
  const valueAt = at + (long ? 12 : 8);
  if (valueAt > bytes.length) return null;
  const length = { at: at + (long ? 8 : 6), size: long ? 4 : 2, little } as const;
  const count = long ? view.getUint32(length.at, little) : view.getUint16(length.at, little);
  return { at, vrAt: at + 4, length, valueAt, end: vr === 'SQ' || count === OPEN ? valueAt : valueAt + count };
}

/** Elements in the order of the bytes, those inside sequences and items included. */
function walk(bytes: Uint8Array, from: number, explicit: boolean, little: boolean, isWanted: (tag: number) => boolean) {
  const elements: ElementPlace[] = [];
  const view = viewOf(bytes);
  let at = from;
  while (elements.length < MAX_ELEMENTS) {
    const element = readElement(bytes, at, explicit, little);
    if (!element || element.end > bytes.length || !isWanted(view.getUint16(at, little))) break;
    elements.push(element);
    // The fragments of compressed pixels hold no elements.
    const arePixels = view.getUint16(at, little) === 0x7fe0;
    at = element.end;
    if (arePixels) break;
  }
  return { elements, end: at };
}

interface Encoding {
  readonly from: number;
  readonly syntax: string;
  readonly meta: readonly ElementPlace[];
}

function encodingOf(bytes: Uint8Array): Encoding {
  const preamble = latin1(bytes, 128, 132) === 'DICM' ? 132 : 0;
  const { elements, end } = walk(bytes, preamble, true, true, (group) => group === 2);
  const uid = elements.find(({ at }) => viewOf(bytes).getUint32(at, true) === 0x00100002);
  const syntax = uid ? latin1(bytes, uid.valueAt, uid.end).replaceAll('\0', '').trim() : '';
  return { from: end, syntax, meta: elements };
}

export function dicomLayout(bytes: Uint8Array): Layout {
  const { from, syntax, meta } = encodingOf(bytes);
  const [explicit, little] = [syntax !== IMPLICIT_LITTLE, syntax !== EXPLICIT_BIG];
  const { elements: body, end } = walk(bytes, from, explicit, little, () => true);
  const elements = [...meta, ...body];
  const pixels = body.at(-1);
  const encapsulated = pixels && end === pixels.valueAt && viewOf(bytes).getUint16(pixels.at, little) === 0x7fe0;
  const inside = encapsulated ? fragmentLayout(bytes, pixels.valueAt) : { fields: [], hot: [] };
  return {
    elements,
    fields: [...elements.map(({ length }) => length), ...inside.fields],
    hot: [[0, Math.min(bytes.length, 200)], ...inside.hot],
  };
}

/** Item lengths, the offset table, and what stands at the front of each codestream. */
function fragmentLayout(bytes: Uint8Array, from: number): Omit<Layout, 'elements'> {
  const fields: NumberField[] = [];
  const hot: (readonly [number, number])[] = [];
  const view = viewOf(bytes);
  for (let at = from; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    const [start, end] = [at + 8, at + 8 + length];
    fields.push({ at: at + 4, size: 4, little: true });
    if (end > bytes.length || length === 0) {
      at = start;
      continue;
    }
    const inside = codestreamLayout(bytes, start, end);
    fields.push(...inside.fields);
    hot.push([at, start], ...inside.hot);
    at = end;
  }
  return { fields, hot };
}

/** Marker segments of JPEG, JPEG-LS and JPEG 2000 (all are marker, 16-bit length, content), or the offsets of RLE or an offset table. */
function codestreamLayout(bytes: Uint8Array, from: number, to: number): Omit<Layout, 'elements'> {
  const view = viewOf(bytes);
  if (bytes[from] !== 0xff) {
    const end = Math.min(to, from + 64);
    const fields = Array.from(
      { length: (end - from) >> 2 },
      (_, n) => ({ at: from + n * 4, size: 4, little: true }) as const,
    );
    return { fields, hot: [[from, end]] };
  }
  const fields: NumberField[] = [];
  let at = from + 2;
  while (at + 4 <= to && bytes[at] === 0xff && view.getUint16(at) !== 0xff93) {
    const marker = view.getUint16(at);
    fields.push({ at: at + 2, size: 2, little: false });
    at += 2 + view.getUint16(at + 2);
    if (marker === 0xffda) break;
  }
  const end = Math.min(to, at);
  for (let place = from + 4; place + 4 <= end; place += 3) fields.push({ at: place, size: 4, little: false });
  // Each byte of the header steers the decoder; so do the first of the coded image, and its last.
  const header = [from, end] as const;
  return {
    fields,
    hot: [header, header, header, header, [end, Math.min(to, end + 64)], [Math.max(from, to - 32), to]],
  };
}

/** Signatures with the numbers of their records (APPNOTE 4.3). */
export function zipLayout(bytes: Uint8Array): Layout {
  const sizes: Readonly<Record<string, number>> = { 'PK\x03\x04': 30, 'PK\x01\x02': 46, 'PK\x05\x06': 22 };
  const fields: NumberField[] = [];
  const hot: [number, number][] = [];
  for (let at = 0; at + 22 <= bytes.length; at++) {
    const size = sizes[latin1(bytes, at, at + 4)];
    if (size === undefined) continue;
    hot.push([at, Math.min(bytes.length, at + size)]);
    for (let place = at + 4; place + 4 <= Math.min(bytes.length, at + size); place += 2)
      fields.push({ at: place, size: place % 4 === 0 ? 4 : 2, little: true });
  }
  return { elements: [], fields, hot };
}

/** The numbers of a header of `headerBytes` that is all numbers. */
export function numbersLayout(bytes: Uint8Array, headerBytes: number): Layout {
  const end = Math.min(headerBytes, bytes.length);
  const fields: NumberField[] = [];
  for (let at = 0; at + 4 <= end; at += 2) {
    fields.push({ at, size: 2, little: true });
    fields.push({ at, size: 4, little: true });
  }
  return { elements: [], fields, hot: [[0, end]] };
}

/** A header of lines of text, each of whose digits counts. */
export function textLayout(header: Uint8Array): Layout {
  const digits = [...header.keys()].filter((at) => header[at]! >= 0x30 && header[at]! <= 0x39);
  return {
    elements: [],
    fields: digits.map((at) => ({ at, size: 1, little: true })),
    hot: [[0, Math.min(header.length, 400)]],
  };
}

/** What a compressed file holds, and the way back. */
export interface Packing {
  readonly inner: Buffer;
  readonly pack: (inner: Uint8Array) => Buffer;
}

/** A deflated data set behind its meta header; null for other files. */
export function deflatedDicom(bytes: Buffer): Packing | null {
  const { from, syntax } = encodingOf(bytes);
  if (syntax !== DEFLATED) return null;
  const meta = bytes.subarray(0, from);
  return {
    inner: Buffer.concat([meta, inflateRawSync(bytes.subarray(from))]),
    pack: (inner) => Buffer.concat([inner.subarray(0, from), deflateRawSync(inner.subarray(from))]),
  };
}

export const gzipped = (inner: Buffer): Packing => ({ inner, pack: (bytes) => gzipSync(bytes) });
