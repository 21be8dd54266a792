import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeJpegDct, encodeJpegLossless, encodeRle, encodeWasm } from '../../../tests/fixtures/encodedFrames.ts';
import { readCodestream, startsCodestream } from './readCodestream.ts';

const [rows, columns] = [19, 33];
const image = {
  rows,
  columns,
  bits: 12,
  signed: false,
  values: Array.from({ length: rows * columns }, (_, at) => (at * 7919) % 4096),
};
const seen = { rows, columns, components: 1, precision: 12, signed: false };

describe('what loses values is told by the codestream, whatever the syntax says', () => {
  test.each<[string, Parameters<typeof readCodestream>[1], () => Promise<Buffer> | Buffer, boolean]>([
    ['JPEG Lossless', 'jpeg', () => encodeJpegLossless(image), false],
    ['JPEG with a cosine transform', 'jpeg', () => encodeJpegDct(image), true],
    ['JPEG-LS', 'jpegLs', () => encodeWasm('jpegLs', image), false],
    ['JPEG-LS with an error of 2', 'jpegLs', () => encodeWasm('jpegLs', image, { loss: 2 }), true],
    ['JPEG 2000, reversible', 'jpeg2000', () => encodeWasm('jpeg2000', image), false],
    ['HTJ2K, reversible', 'htj2k', () => encodeWasm('htj2k', image), false],
    ['HTJ2K, irreversible', 'htj2k', () => encodeWasm('htj2k', image, { loss: 0.01 }), true],
  ])('%s', async (_name, coding, encode, lossy) => {
    const bytes = await encode();
    expect(readCodestream(bytes, coding)).toEqual({ ...seen, lossy });
    expect(startsCodestream(bytes, coding)).toBe(true);
    expect(startsCodestream(bytes.subarray(2), coding)).toBe(false);
  });

  test('JPEG 2000, irreversible', async () => {
    // Byte 13 of the coding style segment is the transformation (ISO 15444-1 table A.15).
    const bytes = await encodeWasm('jpeg2000', image);
    bytes[bytes.indexOf(Buffer.from([0xff, 0x52])) + 13] = 0;
    expect(readCodestream(bytes, 'jpeg2000')?.lossy).toBe(true);
  });
});

test('the start of RLE', () => {
  expect(startsCodestream(encodeRle(image), 'rle')).toBe(true);
  expect(startsCodestream(encodeRle(image).subarray(64), 'rle')).toBe(false);
});

test('cut anywhere or changed anywhere: a description or null, never an exception', async () => {
  const streams = [
    ['jpeg', encodeJpegLossless(image)],
    ['jpegLs', await encodeWasm('jpegLs', image)],
    ['jpeg2000', await encodeWasm('jpeg2000', image)],
    ['htj2k', await encodeWasm('htj2k', image)],
  ] as const;
  const edits = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 5 });
  fc.assert(
    fc.property(
      fc.constantFrom(...streams),
      fc.double({ min: 0, max: 1, noNaN: true }),
      edits,
      (stream, part, changes) => {
        const [coding, whole] = stream;
        const bytes = Buffer.from(whole.subarray(0, Math.ceil(whole.length * part)));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        expect(readCodestream(bytes, coding) ?? { rows: 0 }).toHaveProperty('rows');
      },
    ),
    { numRuns: 400 },
  );
});
