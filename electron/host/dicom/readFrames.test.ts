import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encapsulate,
  encapsulatedElements,
  encodeJpegLossless,
  encodeRle,
} from '../../../tests/fixtures/encodedFrames.ts';
import { testElements, testFile, withElements, type TestElement } from '../../../tests/fixtures/encodedSlice.ts';
import { locatePixels, pixelBytes, readHeader } from './read.ts';
import { DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, JPEG_LOSSLESS_SV1, RLE } from './readSyntax.ts';
import type { ImageHeader, LocatedPixels, PixelFormat } from './readTypes.ts';

const ENHANCED = '1.2.840.10008.5.1.4.1.1.2.1';
const LEGACY_CONVERTED = '1.2.840.10008.5.1.4.1.1.2.2';

/** An element of an item, in explicit or implicit little endian or explicit big endian. */
function inItem(syntax: string, tag: number, vr: string, value: string | Uint8Array): Buffer {
  const big = syntax === EXPLICIT_BIG;
  const bytes = Buffer.from(value as Uint8Array);
  const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(' ')]);
  const number = (size: 2 | 4, content: number): Buffer => {
    const out = Buffer.alloc(size);
    if (big) out.writeUIntBE(content, 0, size);
    else out.writeUIntLE(content, 0, size);
    return out;
  };
  const name = Buffer.concat([number(2, tag >>> 16), number(2, tag & 0xffff)]);
  if (syntax === IMPLICIT_LITTLE) return Buffer.concat([name, number(4, even.length), even]);
  const length = vr === 'SQ' ? [Buffer.alloc(2), number(4, even.length)] : [number(2, even.length)];
  return Buffer.concat([name, Buffer.from(vr), ...length, even]);
}

/** Items of known length, or open ones with delimiters. */
function items(syntax: string, contents: readonly Buffer[], open = false): Buffer {
  const tag = (element: number, length: number): Buffer => {
    const out = Buffer.alloc(8);
    if (syntax === EXPLICIT_BIG) {
      out.writeUInt32BE(0xfffe0000 + element);
      out.writeUInt32BE(length, 4);
    } else {
      out.writeUInt16LE(0xfffe);
      out.writeUInt16LE(element, 2);
      out.writeUInt32LE(length, 4);
    }
    return out;
  };
  return Buffer.concat(
    contents.flatMap((content) =>
      open ? [tag(0xe000, 0xffffffff), content, tag(0xe00d, 0)] : [tag(0xe000, content.length), content],
    ),
  );
}

interface Options {
  readonly syntax?: string;
  readonly open?: boolean;
  readonly sopClass?: string;
  readonly slopes?: readonly string[];
  /** Content of each frame's Frame Content item. */
  readonly content?: (frame: number) => Buffer;
  readonly shared?: Buffer;
  readonly count?: number;
  readonly changes?: Readonly<Record<number, Omit<TestElement, 'tag'> | undefined>>;
}

/** Frames of 2 x 3 pixels at z = 0, 2.5, ...; value of pixel p of frame f: 100 f + p. */
function enhanced(frames: number, options: Options = {}): Buffer {
  const { syntax = EXPLICIT_LITTLE, open = false, sopClass = ENHANCED, slopes, content, count = frames } = options;
  const native = syntax === DEFLATED ? EXPLICIT_LITTLE : syntax;
  const group = (tag: number, body: Buffer): Buffer => inItem(native, tag, 'SQ', items(native, [body]));
  const shared = Buffer.concat([
    group(0x00209116, inItem(native, 0x00200037, 'DS', '1\\0\\0\\0\\1\\0')),
    group(0x00289110, inItem(native, 0x00280030, 'DS', '0.8\\0.7')),
    options.shared ?? Buffer.alloc(0),
  ]);
  const own = Array.from({ length: frames }, (_, at) =>
    Buffer.concat([
      ...(content ? [group(0x00209111, content(at))] : []),
      group(0x00209113, inItem(native, 0x00200032, 'DS', `-10\\-20\\${at * 2.5}`)),
      ...(slopes
        ? [
            group(
              0x00289145,
              Buffer.concat([inItem(native, 0x00281052, 'DS', '-1000'), inItem(native, 0x00281053, 'DS', slopes[at]!)]),
            ),
          ]
        : []),
    ]),
  );
  const pixels = Buffer.alloc(frames * 12);
  for (let at = 0; at < frames * 6; at++) {
    const value = Math.floor(at / 6) * 100 + (at % 6);
    if (syntax === EXPLICIT_BIG) pixels.writeUInt16BE(value, at * 2);
    else pixels.writeUInt16LE(value, at * 2);
  }
  return testFile(
    syntax,
    withElements(testElements(syntax), {
      0x00080016: { vr: 'UI', value: sopClass },
      0x00200032: undefined,
      0x00200037: undefined,
      0x00280008: { vr: 'IS', value: String(count) },
      0x00280030: undefined,
      0x52009229: { vr: 'SQ', value: items(native, [shared], open) },
      0x52009230: { vr: 'SQ', value: items(native, own, open) },
      0x7fe00010: { vr: 'OW', value: pixels },
      ...options.changes,
    }),
  );
}

const read = (bytes: Buffer): ImageHeader => {
  const result = readHeader(bytes, bytes.length);
  if (result === 'more' || 'reason' in result) throw new Error(result === 'more' ? result : result.reason);
  return result.header;
};
const refusal = (bytes: Buffer): string => {
  const result = readHeader(bytes, bytes.length);
  if (result === 'more') return result;
  const answer: LocatedPixels | { reason: string } = 'reason' in result ? result : locatePixels(bytes, result.header);
  return 'reason' in answer ? answer.reason : 'accepted';
};
const located = (bytes: Buffer): readonly PixelFormat[] => {
  const result = locatePixels(bytes, read(bytes));
  if ('reason' in result) throw new Error(result.reason);
  return result.pixels;
};

describe('frames of enhanced and legacy-converted CT', () => {
  test.each<[string, Options]>([
    ['explicit', { syntax: EXPLICIT_LITTLE }],
    ['implicit', { syntax: IMPLICIT_LITTLE }],
    ['big endian', { syntax: EXPLICIT_BIG }],
    ['deflated', { syntax: DEFLATED }],
    ['open items', { open: true }],
    ['legacy-converted', { sopClass: LEGACY_CONVERTED }],
    ['CT Image Storage', { sopClass: '1.2.840.10008.5.1.4.1.1.2' }],
  ])('%s: each has its place, rescale and pixels', (_name, options) => {
    const bytes = enhanced(3, { ...options, slopes: ['1', '2', '0.5'] });
    const { frames } = read(bytes);
    expect(frames.map(({ slice }) => slice)).toEqual(
      [0, 2.5, 5].map((z, at) => ({
        rows: 2,
        columns: 3,
        positionMm: [-10, -20, z],
        rowCosines: [1, 0, 0],
        columnCosines: [0, 1, 0],
        pixelSpacingMm: [0.8, 0.7],
        instanceNumber: at + 1,
      })),
    );
    expect(frames.map(({ depth }) => [depth.slope, depth.intercept])).toEqual([
      [1, -1000],
      [2, -1000],
      [0.5, -1000],
    ]);
    const first = located(bytes).map((pixels) => {
      const stored = Buffer.from(pixelBytes(bytes, pixels));
      return options.syntax === EXPLICIT_BIG ? stored.readUInt16BE(2) : stored.readUInt16LE(2);
    });
    expect(first).toEqual([1, 101, 201]);
  });

  test('times, acquisitions and phases', () => {
    const u16 = (value: number): Buffer => Buffer.from([value, 0]);
    const bytes = enhanced(2, {
      content: (frame) =>
        Buffer.concat([
          inItem(EXPLICIT_LITTLE, 0x00189074, 'DT', `2025013110203${frame}.5+0100`),
          inItem(EXPLICIT_LITTLE, 0x00189151, 'DT', `2025013110204${frame}`),
          inItem(EXPLICIT_LITTLE, 0x00209128, 'UL', Buffer.from([frame + 1, 0, 0, 0])),
          inItem(EXPLICIT_LITTLE, 0x00209156, 'US', u16(7)),
        ]),
    });
    const seconds = 10 * 3600 + 20 * 60;
    expect(read(bytes).frames.map(({ timing }) => timing)).toEqual(
      [0, 1].map((frame) => ({
        acquisitionNumber: 7,
        acquisitionSeconds: seconds + 30.5 + frame,
        temporalPosition: frame + 1,
        contentSeconds: seconds + 40 + frame,
      })),
    );
  });

  test('a phase that only the dimensions tell', () => {
    const pointer = (group: number, element: number): Buffer => {
      const value = Buffer.alloc(4);
      value.writeUInt16LE(group);
      value.writeUInt16LE(element, 2);
      return inItem(EXPLICIT_LITTLE, 0x00209165, 'AT', value);
    };
    const bytes = enhanced(4, {
      content: (frame) =>
        inItem(EXPLICIT_LITTLE, 0x00209157, 'UL', Buffer.from([frame % 2, 0, 0, 0, 1 + (frame >> 1), 0, 0, 0])),
      changes: {
        0x00209222: {
          vr: 'SQ',
          value: items(EXPLICIT_LITTLE, [pointer(0x0020, 0x9057), pointer(0x0020, 0x9056)]),
        },
      },
    });
    expect(read(bytes).frames.map(({ timing }) => timing.temporalPosition)).toEqual([1, 1, 2, 2]);
  });

  test('what frames have in common is taken from the data set, but no position', () => {
    const bytes = enhanced(2, {
      changes: {
        0x00200032: { vr: 'DS', value: '1\\2\\3' },
        0x00200037: { vr: 'DS', value: '0\\1\\0\\1\\0\\0' },
        0x52009229: undefined,
        0x52009230: undefined,
      },
    });
    expect(read(bytes).frames.map(({ slice }) => [slice.positionMm, slice.rowCosines])).toEqual([
      [null, [0, 1, 0]],
      [null, [0, 1, 0]],
    ]);
  });

  test('in any prefix: the same header or "more"', () => {
    const bytes = enhanced(5, { open: true, slopes: ['1', '1', '1', '1', '1'] });
    const whole = readHeader(bytes, bytes.length);
    fc.assert(
      fc.property(fc.nat(bytes.length), (length) => {
        expect(['more', whole]).toContainEqual(readHeader(bytes.subarray(0, length), bytes.length));
      }),
      { numRuns: 300 },
    );
    // All but the pixels are enough.
    expect(readHeader(bytes.subarray(0, -60), bytes.length)).toEqual(whole);
  });

  test.each<[string, Buffer, string]>([
    [
      'more frames than described',
      enhanced(3, { count: 4, changes: { 0x7fe00010: { vr: 'OW', value: Buffer.alloc(48) } } }),
      'describes 3',
    ],
    ['fewer frames than described', enhanced(3, { count: 2 }), 'describes more'],
    ['more than there are bytes', enhanced(3, { count: 9999 }), '36 of 119988 bytes'],
    ['two thousand million', enhanced(3, { count: 2 ** 31 - 1 }), '2147483647 frames'],
    ['none', enhanced(3, { count: 0 }), 'no frames'],
    ['a rescale of zero', enhanced(2, { slopes: ['1', '0'] }), 'slope'],
  ])('%s: refused', (_name, bytes, expected) => {
    expect(refusal(bytes)).toContain(expected);
  });

  const frameType = (value: string, calculation = 'NONE'): Buffer =>
    inItem(
      EXPLICIT_LITTLE,
      0x00189329,
      'SQ',
      items(EXPLICIT_LITTLE, [
        Buffer.concat([
          inItem(EXPLICIT_LITTLE, 0x00089007, 'CS', value),
          inItem(EXPLICIT_LITTLE, 0x00089207, 'CS', calculation),
        ]),
      ]),
    );
  test('reformats and localizers by their frame type', () => {
    const of = (value: string, calculation?: string) => enhanced(2, { shared: frameType(value, calculation) });
    expect(read(of('ORIGINAL\\PRIMARY\\VOLUME\\NONE')).reformat).toBe(false);
    expect(read(of('DERIVED\\PRIMARY\\VOLUME\\NONE', 'MPR')).reformat).toBe(true);
    expect(read(of('DERIVED\\PRIMARY\\VOLUME\\MAXIMUM')).reformat).toBe(true);
    const scout = of('ORIGINAL\\PRIMARY\\LOCALIZER\\NONE');
    expect(readHeader(scout, scout.length)).toMatchObject({ putAside: true });
  });
});

describe('compressed frames', () => {
  const image = (frame: number) => ({
    rows: 5,
    columns: 7,
    bits: 16,
    signed: true,
    values: Array.from({ length: 35 }, (_, at) => ((at * 97 * (frame + 1)) % 3000) - 1000),
  });
  const even = (bytes: Buffer): Buffer => (bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]));
  const cut = (frame: Buffer, pieces: number): Buffer[] => {
    const size = Math.ceil(frame.length / pieces / 2) * 2;
    return Array.from({ length: pieces }, (_, at) => frame.subarray(at * size, (at + 1) * size));
  };
  const u32s = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
  const u64s = (...values: number[]): Buffer => Buffer.from(BigUint64Array.from(values.map(BigInt)).buffer);
  const stripTable = (pixels: Buffer): Buffer => pixels.subarray(8);
  const withTable = (table: Buffer, fragments: readonly Buffer[]): Buffer => {
    const header = Buffer.alloc(8);
    header.writeUInt32LE(0xe000fffe);
    header.writeUInt32LE(table.length, 4);
    return Buffer.concat([header, table, stripTable(encapsulate(fragments))]);
  };
  const file = (syntax: string, count: number, pixels: Buffer, changes: Options['changes'] = {}): Buffer =>
    testFile(
      syntax,
      encapsulatedElements(image(0), pixels, { 0x00280008: { vr: 'IS', value: String(count) }, ...changes }),
    );
  /** Offsets of the frames from the first fragment's item. */
  const offsetsOf = (frames: readonly (readonly Buffer[])[]): number[] => {
    let at = 0;
    return frames.map((pieces) => {
      const start = at;
      for (const piece of pieces) at += 8 + piece.length;
      return start;
    });
  };
  /** The fragments of a located frame, joined. */
  const bodies = (bytes: Buffer): Buffer[] =>
    located(bytes).map((format) => {
      const range = Buffer.from(pixelBytes(bytes, format));
      expect(format.leadingItems).toBe(0);
      const parts: Buffer[] = [];
      for (let at = 0; at < range.length;) {
        expect(range.readUInt32LE(at)).toBe(0xe000fffe);
        const length = range.readUInt32LE(at + 4);
        parts.push(range.subarray(at + 8, at + 8 + length));
        at += 8 + length;
      }
      return Buffer.concat(parts);
    });

  const codings: [string, string, (frame: number) => Buffer][] = [
    ['JPEG', JPEG_LOSSLESS_SV1, (frame) => even(encodeJpegLossless(image(frame)))],
    ['RLE', RLE, (frame) => even(encodeRle(image(frame)))],
  ];
  describe.each(codings)('%s', (_name, syntax, encode) => {
    test('whatever tells the frames apart, each gets its own fragments', () => {
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
          fc.constantFrom('basic table', 'extended table', 'nothing'),
          (pieces, how) => {
            const whole = pieces.map((_, at) => encode(at));
            const frames = whole.map((frame, at) => (how === 'extended table' ? [frame] : cut(frame, pieces[at]!)));
            const table = how === 'basic table' ? u32s(...offsetsOf(frames)) : Buffer.alloc(0);
            const extended =
              how === 'extended table'
                ? {
                    0x7fe00001: { vr: 'OB', value: u64s(...offsetsOf(frames)) },
                    0x7fe00002: { vr: 'OB', value: u64s(...whole.map(({ length }) => length)) },
                  }
                : {};
            const bytes = file(syntax, frames.length, withTable(table, frames.flat()), extended);
            expect(bodies(bytes)).toEqual(whole);
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  const [a, b] = [even(encodeJpegLossless(image(0))), even(encodeJpegLossless(image(1)))] as const;
  const sv1 = JPEG_LOSSLESS_SV1;
  const fourPieces = [...cut(a, 2), ...cut(b, 2)];
  test('an extended table as it is written, with the VR that came late', () => {
    const bytes = file(sv1, 2, encapsulate([a, b]), {
      0x7fe00001: { vr: 'OB', value: u64s(0, a.length + 8) },
      0x7fe00002: { vr: 'OB', value: u64s(a.length, b.length) },
    });
    // OV has the same long header as OB.
    for (const element of [1, 2]) {
      const at = bytes.indexOf(Buffer.from([0xe0, 0x7f, element, 0, 0x4f, 0x42]));
      bytes.write('OV', at + 4);
    }
    expect(bodies(bytes)).toEqual([a, b]);
  });

  test.each<[string, Buffer, string]>([
    ['a table into the middle', file(sv1, 2, withTable(u32s(0, 10), [a, b])), 'no frame starts'],
    ['a table behind the end', file(sv1, 2, withTable(u32s(0, 0xfffffff0), [a, b])), 'no frame starts'],
    ['a table backwards', file(sv1, 2, withTable(u32s(a.length + 8, 0), [a, b])), 'no frame starts'],
    ['a table with the same twice', file(sv1, 2, withTable(u32s(0, 0), [a, b])), 'no frame starts'],
    ['a table of too few', file(sv1, 2, withTable(u32s(0), [a, b])), '1 of 2'],
    [
      'an extended table with a length that is too long',
      file(sv1, 2, encapsulate([a, b]), {
        0x7fe00001: { vr: 'OB', value: u64s(0, a.length + 8) },
        0x7fe00002: { vr: 'OB', value: u64s(a.length, 2 ** 40) },
      }),
      'no frame starts',
    ],
    ['fewer fragments than frames', file(sv1, 3, encapsulate([a, b])), 'no more than 2'],
    ['one start for two frames', file(sv1, 2, encapsulate(cut(a, 3))), 'cannot be told'],
    ['three starts for two frames', file(sv1, 2, encapsulate([a, ...fourPieces])), 'cannot be told'],
    ['more frames than bytes', file(sv1, 9999, encapsulate([a])), 'cut short'],
  ])('%s: refused', (_name, bytes, expected) => {
    expect(refusal(bytes)).toContain(expected);
  });

  test('a fragment of 4 GB', () => {
    const pixels = encapsulate([a, b]);
    pixels.writeUInt32LE(0xfffffffe, 12);
    expect(refusal(file(sv1, 2, pixels))).toContain('fragments');
  });
});
