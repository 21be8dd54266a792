import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXPLICIT_BIG, EXPLICIT_LITTLE } from '../dicom/readSyntax.ts';
import type { PixelFormat } from '../dicom/readTypes.ts';
import { decodeSlice } from './decode.ts';

const format = (change: Partial<PixelFormat> = {}): PixelFormat => ({
  transferSyntaxUid: EXPLICIT_LITTLE,
  rows: 1,
  columns: 4,
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  signed: true,
  slope: 1,
  intercept: 0,
  modalityLut: null,
  paddingValue: null,
  paddingLimit: null,
  dataOffset: 0,
  dataLength: 8,
  leadingItems: 0,
  ...change,
});
const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => bytes.writeUInt16LE(value & 0xffff, at * 2));
  return bytes;
};
const decode = async (bytes: Uint8Array, change: Partial<PixelFormat> = {}): Promise<number[]> => [
  ...(await decodeSlice(bytes, format(change))),
];

test('signed and unsigned values with rescale', async () => {
  expect(await decode(words(-1000, 0, 60, 3000))).toEqual([-1000, 0, 60, 3000]);
  expect(await decode(words(24, 1024, 1084, 4095), { signed: false, intercept: -1024 })).toEqual([-1000, 0, 60, 3071]);
});

test('fractional slopes are rounded to the nearest HU', async () => {
  expect(await decode(words(0, 1, 2, 3), { slope: 0.5, intercept: 0.2 })).toEqual([0, 1, 1, 2]);
  expect(await decode(words(0, 1, 2, 100), { slope: 2.0002442, intercept: -10 })).toEqual([-10, -8, -6, 190]);
});

test('padding and what is below air become -1024, what is above 16 bits the largest value', async () => {
  expect(await decode(words(-2000, -3024, 40, -1024), { paddingValue: -2000 })).toEqual([-1024, -1024, 40, -1024]);
  expect(await decode(words(63536, 1024, 0, 65535), { signed: false, intercept: -1024, paddingValue: 63536 })).toEqual([
    -1024, 0, -1024, 32767,
  ]);
});

test('a range of padding is padding from one end to the other, whichever is given first', async () => {
  const range = { paddingValue: -2000, paddingLimit: -100 };
  expect(await decode(words(-2000, -1000, -100, -99), range)).toEqual([-1024, -1024, -1024, -99]);
  expect(await decode(words(3000, 3500, 4000, 2999), { paddingValue: 4000, paddingLimit: 3000 })).toEqual([
    -1024, -1024, -1024, 2999,
  ]);
});

test('a modality table gives HU in place of the rescale; values beyond its ends get the nearest', async () => {
  const table = { modalityLut: { first: -2, values: [-900, 10.6, 40, 2000] }, slope: 7, intercept: 7 };
  expect(await decode(words(-2, -1, 0, 1), table)).toEqual([-900, 11, 40, 2000]);
  expect(await decode(words(-500, -3, 2, 30000), table)).toEqual([-900, -900, 2000, 2000]);
  expect(await decode(words(0, 65535, 1, 2), { ...table, signed: false })).toEqual([40, 2000, 2000, 2000]);
});

test('slices with other rescales, one after the other, each get their own', async () => {
  for (const intercept of [-1000, 5, -1000, 0])
    expect(await decode(words(100, 200, 300, 400), { intercept, slope: 2 })).toEqual(
      [200, 400, 600, 800].map((hu) => Math.max(-1024, hu + intercept)),
    );
});

test('whatever the depth and the rescale: bits, sign, rescale, rounding and limits as they are written down', async () => {
  const depth = fc.integer({ min: 1, max: 16 }).chain((bitsStored) =>
    fc.record({
      bitsStored: fc.constant(bitsStored),
      highBit: fc.integer({ min: bitsStored - 1, max: 15 }),
      signed: fc.boolean(),
      slope: fc.constantFrom(1, 0.5, 2, -1, 1.0007),
      intercept: fc.constantFrom(0, -1024, -8192, 100.25),
      paddingValue: fc.option(fc.integer({ min: -32768, max: 65535 })),
    }),
  );
  const raws = fc.array(fc.integer({ min: 0, max: 65535 }), { minLength: 4, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(depth, raws, async (change, stored) => {
      const { bitsStored, highBit, signed, slope, intercept, paddingValue } = change;
      const expected = stored.map((raw) => {
        const bits = raw
          .toString(2)
          .padStart(16, '0')
          .slice(15 - highBit, 15 - highBit + bitsStored);
        const value = parseInt(bits, 2) - (signed && bits.startsWith('1') ? 2 ** bitsStored : 0);
        if (value === paddingValue || (paddingValue !== null && raw === (paddingValue & 0xffff))) return -1024;
        return Math.min(32767, Math.max(-1024, Math.round(value * slope + intercept)));
      });
      expect(await decode(words(...stored), change)).toEqual(expected.map((hu) => hu + 0));
    }),
  );
});

test('bits beyond those stored mean nothing', async () => {
  expect(await decode(words(0xf03c, 0x0fff, 0x1800, 0x07ff), { bitsStored: 12, highBit: 11 })).toEqual([
    60, -1, -1024, 2047,
  ]);
  expect(await decode(words(0xf03c, 0x0fff, 0x1800, 0x07ff), { bitsStored: 12, highBit: 11, signed: false })).toEqual([
    60, 4095, 2048, 2047,
  ]);
  expect(await decode(words(60 << 4, (-5 & 0xfff) << 4, 0x000f, 0x7ff0), { bitsStored: 12, highBit: 15 })).toEqual([
    60, -5, 0, 2047,
  ]);
  const padding = { bitsStored: 12, highBit: 11, signed: false, paddingValue: 0xf830 };
  expect(await decode(words(0xf830, 0, 1, 2), padding)).toEqual([-1024, 0, 1, 2]);
});

test('big endian, eight bits, and bytes that start at an odd place', async () => {
  const little = words(-1000, 0, 60, 3000);
  expect(await decode(Buffer.from(little).swap16(), { transferSyntaxUid: EXPLICIT_BIG })).toEqual([-1000, 0, 60, 3000]);
  expect(
    await decode(Buffer.from([0, 1, 128, 255]), { bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: false }),
  ).toEqual([0, 1, 128, 255]);
  expect(await decode(Buffer.concat([Buffer.alloc(1), little]).subarray(1))).toEqual([-1000, 0, 60, 3000]);
});

test('too few bytes and unknown syntaxes are refused', async () => {
  await expect(decode(words(1, 2, 3))).rejects.toThrow(RangeError);
  await expect(decode(words(1, 2, 3, 4), { transferSyntaxUid: '1.2.840.10008.1.2.4.55' })).rejects.toThrow(RangeError);
});
