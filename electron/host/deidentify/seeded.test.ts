/** Files with a name planted wherever one can stand: none of them may be found in the bytes that come out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDataSet } from '../dicom/read.ts';
import type { Elements } from '../dicom/readElements.ts';
import { findStart } from '../dicom/readStart.ts';
import { deidentify, profileOptions, type DeidentifyPlan } from './index.ts';
import { cleanText } from './terms.ts';

const plan: DeidentifyPlan = {
  secret: new Uint8Array(32).fill(7),
  code: 'P-7F3K2',
  shiftDays: -1000,
  options: profileOptions,
  trial: null,
};

/** Part of every planted text; in no vocabulary, code or number. */
const NAME = 'ZQMUSTER';
const NUMBER = '4711081547';

interface Form {
  readonly name: string;
  readonly syntax: string;
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  /** Sequences and items without length. */
  readonly open: boolean;
}
const form = (name: string, syntax: string, explicit: boolean, littleEndian: boolean, open: boolean): Form => ({
  name: `${name}, ${open ? 'undefined' : 'defined'} lengths`,
  syntax,
  explicit,
  littleEndian,
  open,
});
const DEFLATED = '1.2.840.10008.1.2.1.99';
const forms = [true, false].flatMap((open) => [
  form('implicit', '1.2.840.10008.1.2', false, true, open),
  form('explicit', '1.2.840.10008.1.2.1', true, true, open),
  form('big endian', '1.2.840.10008.1.2.2', true, false, open),
  form('deflated', DEFLATED, true, true, open),
]);

interface Planted {
  readonly tag: number;
  readonly vr: string;
  readonly value: string | Uint8Array | readonly (readonly Planted[])[];
}

const longVrs = ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'];

/** An encoder of its own, so that a fault of the one under test isn't made twice. */
function encode(elements: readonly Planted[], { explicit, littleEndian, open }: Form): Buffer {
  const uint16 = (value: number): Buffer => {
    const bytes = Buffer.alloc(2);
    if (littleEndian) bytes.writeUInt16LE(value);
    else bytes.writeUInt16BE(value);
    return bytes;
  };
  const uint32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (littleEndian) bytes.writeUInt32LE(value);
    else bytes.writeUInt32BE(value);
    return bytes;
  };
  const tagged = (tag: number): Buffer => Buffer.concat([uint16(tag >>> 16), uint16(tag & 0xffff)]);
  const one = ({ tag, vr, value }: Planted): Buffer => {
    const isSequence = Array.isArray(value);
    const content = isSequence
      ? Buffer.concat(
          (value as readonly (readonly Planted[])[]).map((item) => {
            const inside = Buffer.concat(item.map(one));
            return open
              ? Buffer.concat([tagged(0xfffee000), uint32(0xffffffff), inside, tagged(0xfffee00d), uint32(0)])
              : Buffer.concat([tagged(0xfffee000), uint32(inside.length), inside]);
          }),
        )
      : Buffer.from(value as string | Uint8Array);
    const even = content.length % 2 ? Buffer.concat([content, Buffer.from(vr === 'UI' ? '\0' : ' ')]) : content;
    const endless = isSequence && open;
    const length = endless ? 0xffffffff : even.length;
    const end = endless ? Buffer.concat([tagged(0xfffee0dd), uint32(0)]) : Buffer.alloc(0);
    const vrBytes = explicit ? Buffer.from(vr) : Buffer.alloc(0);
    const lengthBytes =
      explicit && longVrs.includes(vr)
        ? Buffer.concat([Buffer.alloc(2), uint32(length)])
        : explicit
          ? uint16(length)
          : uint32(length);
    return Buffer.concat([tagged(tag), vrBytes, lengthBytes, even, end]);
  };
  return Buffer.concat(elements.map(one));
}

const metaForm: Form = form('meta', '', true, true, false);

function wholeFile(elements: readonly Planted[], kind: Form): Buffer {
  const meta = encode(
    [
      { tag: 0x00020002, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' },
      { tag: 0x00020003, vr: 'UI', value: `1.2.276.${NUMBER}.1` },
      { tag: 0x00020010, vr: 'UI', value: kind.syntax },
      { tag: 0x00020013, vr: 'SH', value: NAME },
      { tag: 0x00020016, vr: 'AE', value: NAME },
      { tag: 0x00020100, vr: 'UI', value: `1.2.276.${NUMBER}.2` },
      { tag: 0x00020102, vr: 'OB', value: NAME },
    ],
    metaForm,
  );
  const preamble = Buffer.from(NAME.repeat(16));
  const body = encode(elements, kind);
  return Buffer.concat([preamble, Buffer.from('DICM'), meta, kind.syntax === DEFLATED ? deflateRawSync(body) : body]);
}

const pixels = Uint8Array.from({ length: 32 * 16 * 2 }, (_, at) => (at * 31) % 251);
const us = (tag: number, value: number, { littleEndian }: Form): Planted => ({
  tag,
  vr: 'US',
  value: littleEndian ? Uint8Array.of(value & 255, value >> 8) : Uint8Array.of(value >> 8, value & 255),
});

const image = (kind: Form): Planted[] => [
  { tag: 0x00080008, vr: 'CS', value: 'ORIGINAL\\PRIMARY\\AXIAL' },
  { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' },
  { tag: 0x00080060, vr: 'CS', value: 'CT' },
  us(0x00280002, 1, kind),
  { tag: 0x00280008, vr: 'IS', value: '1' },
  us(0x00280010, 16, kind),
  us(0x00280011, 32, kind),
  us(0x00280100, 16, kind),
  us(0x00280101, 16, kind),
  us(0x00280102, 15, kind),
  us(0x00280103, 1, kind),
  { tag: 0x7fe00010, vr: 'OW', value: Buffer.concat([pixels, Buffer.from(NAME)]) },
];

/** A name as it would be typed into an attribute of this VR. */
function seedFor(vr: string, tag: number): string {
  if (vr === 'UI') return `1.2.276.0.${NUMBER}.${tag % 1000}`;
  if (vr === 'PN') return `${NAME}^Anna=${NAME}=${NAME.toLowerCase()}`;
  if (vr === 'LO' || vr === 'SH' || vr === 'UC') return `Liver ${NAME} portal\\${NAME.toLowerCase()} 5mm`;
  if (vr === 'UR') return `https://${NAME}.example/`;
  return vr === 'CS' || vr === 'AE' || vr === 'AS' ? NAME : `${NAME} ${NUMBER}`;
}

const textVrs = ['AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'LO', 'LT', 'PN', 'SH', 'ST', 'TM', 'UC', 'UI', 'UR', 'UT'];
const bulkVrs = ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN'];
const listed = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../resources/dicom/attributes.json'), 'utf8')) as {
    tags: Record<string, string>;
  }
).tags;

/** Every text attribute of the standard, every sequence with items, and what the standard doesn't know. */
function everywhere(kind: Form): Planted[] {
  const structural = new Set(image(kind).map(({ tag }) => tag));
  const groups = Object.entries(listed).map(([vr, tags]): [string, number[]] => [
    vr,
    tags
      .split(' ')
      .map((tag) => parseInt(tag, 16))
      .filter((tag) => tag > 0x0007ffff && !structural.has(tag)),
  ]);
  const leaf: Planted[] = [
    { tag: 0x00080005, vr: 'CS', value: NAME },
    { tag: 0x00080080, vr: 'LO', value: NAME },
    { tag: 0x00080100, vr: 'SH', value: NAME },
    { tag: 0x00080102, vr: 'SH', value: '99LOCAL' },
    { tag: 0x00080104, vr: 'LO', value: NAME },
    { tag: 0x00091010, vr: 'LO', value: NAME },
    { tag: 0x00100010, vr: 'PN', value: seedFor('PN', 0) },
    { tag: 0x00100020, vr: 'LO', value: NAME },
    { tag: 0x0020000d, vr: 'UI', value: seedFor('UI', 9) },
    { tag: 0x00281050, vr: 'DS', value: NAME },
    { tag: 0x60003000, vr: 'OW', value: NAME },
    { tag: 0x7fe00010, vr: 'OW', value: NAME },
  ];
  const meaning: Planted[] = [
    { tag: 0x00080100, vr: 'SH', value: '113100' },
    { tag: 0x00080102, vr: 'SH', value: 'DCM' },
    { tag: 0x00080104, vr: 'LO', value: NAME },
  ];
  const sequence = (tag: number, depth: number): Planted => ({
    tag,
    vr: 'SQ',
    value: depth === 0 ? [leaf, meaning] : [leaf, [sequence(0x00082112, depth - 1)], []],
  });
  const planted = groups.flatMap(([vr, tags]): Planted[] => {
    // Depth costs time; one sequence of twenty is enough for the deeper ones.
    if (vr === 'SQ') return tags.map((tag, at) => sequence(tag, at % 20 === 0 ? 3 : 0));
    if (textVrs.includes(vr)) return tags.map((tag) => ({ tag, vr, value: seedFor(vr, tag) }));
    return bulkVrs.includes(vr) ? tags.map((tag) => ({ tag, vr, value: NAME })) : [];
  });
  const others: Planted[] = [
    { tag: 0x00080000, vr: 'UL', value: 'ZQMU' },
    { tag: 0x00080001, vr: 'LO', value: NAME },
    { tag: 0x00090010, vr: 'LO', value: NAME },
    { tag: 0x00091001, vr: 'UN', value: NAME },
    { tag: 0x00091002, vr: 'SQ', value: [leaf] },
    { tag: 0x00187777, vr: 'LO', value: NAME },
    { tag: 0x0032fffe, vr: 'SQ', value: [leaf] },
    { tag: 0x50000005, vr: 'US', value: 'ZQMUSTER' },
    { tag: 0x50002500, vr: 'LO', value: NAME },
    { tag: 0x50003000, vr: 'OW', value: NAME },
    { tag: 0x60000022, vr: 'LO', value: NAME },
    { tag: 0x60003000, vr: 'OW', value: NAME },
    { tag: 0x60024000, vr: 'LT', value: NAME },
    { tag: 0x7fe11010, vr: 'OB', value: NAME },
    { tag: 0xfffcfffc, vr: 'OB', value: NAME },
  ];
  return [...planted, ...others, ...image(kind)].sort((a, b) => a.tag - b.tag);
}

/** Everything that can be read from a file, unpacked where it is deflated; lower case. */
function visible(file: Uint8Array): string {
  const bytes = Buffer.from(file);
  const all = [bytes];
  if (bytes.includes(DEFLATED)) {
    const start = 144 + bytes.readUInt32LE(140);
    all.push(inflateRawSync(bytes.subarray(start)));
  }
  return Buffer.concat(all).toString('latin1').toLowerCase();
}

function occurrences(file: Uint8Array, needle: string): number {
  const text = visible(file);
  const wide = Buffer.from(needle.toLowerCase(), 'utf16le').toString('latin1');
  return [needle.toLowerCase(), wide].reduce((sum, each) => sum + text.split(each).length - 1, 0);
}

function done(file: Uint8Array, by: DeidentifyPlan = plan): Uint8Array {
  const result = deidentify(file, by);
  if ('reason' in result) throw new Error(result.reason);
  return result.bytes;
}

/** The reader's view of it. */
function read(file: Uint8Array): Elements {
  const elements = readDataSet(file);
  if (!elements) throw new Error('not readable');
  return elements;
}

function pixelsOf(file: Uint8Array): Buffer {
  const elements = read(file);
  const start = elements.lastOffset + (elements.encoding.explicit ? 12 : 8);
  return Buffer.from(elements.bytes.subarray(start));
}

describe.each(forms)('$name', (kind) => {
  const seeded = wholeFile(everywhere(kind), kind);
  const result = done(seeded);

  test('no name planted in any attribute is found', () => {
    // `visible` of a seeded file inflates from where its own meta group ends, so only the plain forms are counted.
    if (kind.syntax !== DEFLATED) expect(occurrences(seeded, NAME)).toBeGreaterThan(2000);
    expect(occurrences(result, NAME)).toBe(0);
    expect(occurrences(result, NUMBER)).toBe(0);
  });

  test('none without options either', () => {
    const basic = done(seeded, { ...plan, options: [] });
    expect(occurrences(basic, NAME)).toBe(0);
    expect(occurrences(basic, NUMBER)).toBe(0);
  });

  test('pixels are the same, and nothing stands behind them', () => {
    expect(pixelsOf(result)).toEqual(Buffer.from(pixels));
  });

  test('the reader finds the code, the marks and the words that may stay', () => {
    const elements = read(result);
    expect(findStart(result)!.transferSyntaxUid).toBe(kind.syntax);
    expect(elements.ascii(0x00100010)).toBe('P-7F3K2');
    expect(elements.ascii(0x00100020)).toBe('P-7F3K2');
    expect(elements.ascii(0x00120062)).toBe('YES');
    expect([...elements.items(0x00120064)].map((item) => item.ascii(0x00080100))).toEqual([
      '113100',
      '113105',
      '113107',
      '113108',
    ]);
    expect(elements.ascii(0x00280303)).toBe('MODIFIED');
    expect(elements.ascii(0x0008103e)).toBe('Liver portal\\5mm');
    expect(elements.ascii(0x00080008)).toBe('ORIGINAL\\PRIMARY\\AXIAL');
    for (const tag of [0x00880200, 0x50003000, 0x60003000, 0x00187777]) expect(elements.has(tag)).toBe(false);
  });

  test('a second time changes nothing', () => {
    expect(Buffer.from(done(result)).equals(result)).toBe(true);
  });
});

test('any name in any text attribute, at any depth, in Latin 1 or UTF-8', () => {
  const attributes = Object.entries(listed)
    .filter(([vr]) => textVrs.includes(vr))
    .flatMap(([vr, tags]) => tags.split(' ').map((tag) => ({ vr, tag: parseInt(tag, 16) })))
    .filter(({ tag }) => tag > 0x0007ffff && ![0x00080008, 0x00080016, 0x00080060, 0x00280008].includes(tag));
  const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäöüßéèçñøåŠŁčABCDEFGHIJKLMNOPQRSTUVWXYZ'.split(''));
  const surname = fc
    .string({ unit: letters, minLength: 6, maxLength: 14 })
    .filter((name) => cleanText(name, new Set()) === '');
  fc.assert(
    fc.property(
      fc.constantFrom(...forms),
      surname,
      fc.uniqueArray(fc.constantFrom(...attributes), { minLength: 1, maxLength: 30, selector: ({ tag }) => tag }),
      fc.integer({ min: 0, max: 4 }),
      fc.boolean(),
      (kind, name, chosen, depth, utf8) => {
        const bytes = Buffer.from(name, utf8 ? 'utf8' : 'latin1');
        const sets: Planted = { tag: 0x00080005, vr: 'CS', value: utf8 ? 'ISO_IR 192' : 'ISO_IR 100' };
        const planted = chosen
          .filter(({ tag }) => tag !== sets.tag)
          .map(({ tag, vr }): Planted => ({ tag, vr, value: bytes }))
          .concat(sets)
          .sort((a, b) => a.tag - b.tag);
        let elements: readonly Planted[] = planted;
        for (let level = 0; level < depth; level++) elements = [{ tag: 0x00082112, vr: 'SQ', value: [elements] }];
        const file = wholeFile(
          [...elements, ...image(kind)].sort((a, b) => a.tag - b.tag),
          kind,
        );
        const result = visible(done(file));
        for (const form of ['utf8', 'latin1', 'utf16le'] as const)
          expect(result).not.toContain(Buffer.from(name, form).toString('latin1').toLowerCase());
      },
    ),
    { numRuns: 400 },
  );
});
