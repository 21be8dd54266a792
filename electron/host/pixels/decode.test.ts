import { expect, test } from 'vitest';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, readableSyntaxes } from '../dicom/readSyntax.ts';
import type { PixelFormat } from '../dicom/readTypes.ts';
import { canDecode, decodeSlice } from './decode.ts';

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
  paddingValue: null,
  dataOffset: 0,
  dataLength: 8,
  ...change,
});
const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => bytes.writeUInt16LE(value & 0xffff, at * 2));
  return bytes;
};
const decode = (bytes: Uint8Array, change: Partial<PixelFormat> = {}): number[] => [
  ...decodeSlice(bytes, format(change)),
];

test('signed and unsigned values with rescale', () => {
  expect(decode(words(-1000, 0, 60, 3000))).toEqual([-1000, 0, 60, 3000]);
  expect(decode(words(24, 1024, 1084, 4095), { signed: false, intercept: -1024 })).toEqual([-1000, 0, 60, 3071]);
});

test('fractional slopes are rounded to the nearest HU', () => {
  expect(decode(words(0, 1, 2, 3), { slope: 0.5, intercept: 0.2 })).toEqual([0, 1, 1, 2]);
  expect(decode(words(0, 1, 2, 100), { slope: 2.0002442, intercept: -10 })).toEqual([-10, -8, -6, 190]);
});

test('padding and what is below air become -1024, what is above 16 bits the largest value', () => {
  expect(decode(words(-2000, -3024, 40, -1024), { paddingValue: -2000 })).toEqual([-1024, -1024, 40, -1024]);
  expect(decode(words(63536, 1024, 0, 65535), { signed: false, intercept: -1024, paddingValue: 63536 })).toEqual([
    -1024, 0, -1024, 32767,
  ]);
});

test('bits beyond those stored mean nothing', () => {
  expect(decode(words(0xf03c, 0x0fff, 0x1800, 0x07ff), { bitsStored: 12, highBit: 11 })).toEqual([60, -1, -1024, 2047]);
  expect(decode(words(0xf03c, 0x0fff, 0x1800, 0x07ff), { bitsStored: 12, highBit: 11, signed: false })).toEqual([
    60, 4095, 2048, 2047,
  ]);
  expect(decode(words(60 << 4, (-5 & 0xfff) << 4, 0x000f, 0x7ff0), { bitsStored: 12, highBit: 15 })).toEqual([
    60, -5, 0, 2047,
  ]);
  expect(decode(words(0xf830, 0, 1, 2), { bitsStored: 12, highBit: 11, signed: false, paddingValue: 0xf830 })[0]).toBe(
    -1024,
  );
});

test('big endian, eight bits, and bytes that start at an odd place', () => {
  const little = words(-1000, 0, 60, 3000);
  expect(decode(Buffer.from(little).swap16(), { transferSyntaxUid: EXPLICIT_BIG })).toEqual([-1000, 0, 60, 3000]);
  expect(decode(Buffer.from([0, 1, 128, 255]), { bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: false })).toEqual(
    [0, 1, 128, 255],
  );
  expect(decode(Buffer.concat([Buffer.alloc(1), little]).subarray(1))).toEqual([-1000, 0, 60, 3000]);
});

test('every syntax that is accepted has its decoder; too few bytes are refused', () => {
  for (const syntax of readableSyntaxes) expect(canDecode(syntax)).toBe(true);
  expect(canDecode('1.2.840.10008.1.2.4.70')).toBe(false);
  expect(() => decode(words(1, 2, 3))).toThrow(RangeError);
});
