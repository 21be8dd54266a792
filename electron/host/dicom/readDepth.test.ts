import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testElements, testFile, withElements, type TestElement } from '../../../tests/fixtures/encodedSlice.ts';
import { readHeader } from './read.ts';
import { EXPLICIT_LITTLE } from './readSyntax.ts';
import type { PixelDepth } from './readTypes.ts';

type Changes = Readonly<Record<number, Omit<TestElement, 'tag'> | undefined>>;
function read(changes: Changes): { depth: PixelDepth } | { reason: string } {
  const bytes = testFile(EXPLICIT_LITTLE, withElements(testElements(EXPLICIT_LITTLE), changes));
  const result = readHeader(bytes, bytes.length);
  if (result === 'more') throw new Error('the file is whole');
  return 'reason' in result ? result : { depth: result.header.frames[0]!.depth };
}
const depthOf = (changes: Changes): PixelDepth => {
  const result = read(changes);
  if ('reason' in result) throw new Error(result.reason);
  return result.depth;
};
const us = (value: number) => ({ vr: 'US', value });
const words = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);

const withoutRescale = { 0x00281052: undefined, 0x00281053: undefined };
/** The sequence with one item of two elements. */
function lut(descriptor: readonly number[], data: Uint8Array, changes: Changes = {}): Changes {
  const element = (tag: number, bytes: Uint8Array): Buffer => {
    const header = Buffer.from([0x28, 0, tag & 0xff, tag >> 8, 0x55, 0x53, 0, 0]);
    header.writeUInt16LE(bytes.length, 6);
    return Buffer.concat([header, bytes]);
  };
  const content = Buffer.concat([element(0x3002, words(...descriptor)), element(0x3006, data)]);
  const item = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  item.writeUInt32LE(content.length, 4);
  return { ...withoutRescale, 0x00283000: { vr: 'SQ', value: Buffer.concat([item, content]) }, ...changes };
}

describe('a modality table in place of a rescale', () => {
  test('as it was written, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 65535 }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: -32768, max: 32767 }),
        (values, first) => {
          expect(depthOf(lut([values.length, first, 16], words(...values))).modalityLut).toEqual({ first, values });
        },
      ),
      { numRuns: 50 },
    );
  });
  test('entries of 8 bits, packed or with 16 each', () => {
    const expected = { first: 0, values: [1, 2, 3, 4] };
    expect(depthOf(lut([4, 0, 8], Uint8Array.of(1, 2, 3, 4))).modalityLut).toEqual(expected);
    expect(depthOf(lut([4, 0, 8], words(1, 2, 3, 4))).modalityLut).toEqual(expected);
  });
  test('its first value has the sign of the pixels', () => {
    expect(depthOf(lut([1, 65535, 16], words(7))).modalityLut?.first).toBe(-1);
    expect(depthOf(lut([1, 65535, 16], words(7), { 0x00280103: us(0) })).modalityLut?.first).toBe(65535);
  });
  test('a rescale goes before it', () => {
    const both = lut([1, 0, 16], words(7), { 0x00281052: { vr: 'DS', value: '-1000' } });
    expect(depthOf(both)).toMatchObject({ modalityLut: null, slope: 1, intercept: -1000 });
  });
  test.each([
    ['fewer entries than it says', lut([3, 0, 16], words(1, 2)), 'cut short'],
    ['65536 entries, which it says with 0', lut([0, 0, 16], words(1, 2)), 'cut short'],
    ['entries of 12 bits', lut([1, 0, 12], words(1)), 'does not say'],
    ['no descriptor', lut([], words(1)), 'does not say'],
  ])('%s: refused', (_name, changes, expected) => {
    expect(read(changes)).toEqual({ reason: expect.stringContaining(expected) as string });
  });
});

test('without rescale and table, stored values are HU', () => {
  expect(depthOf(withoutRescale)).toMatchObject({ slope: 1, intercept: 0, modalityLut: null });
});

test('values that are no HU are refused', () => {
  expect(read({ 0x00281054: { vr: 'LO', value: 'Z_EFF' } })).toEqual({
    reason: expect.stringContaining('Z_EFF') as string,
  });
  for (const type of ['HU', 'HU_MOD', 'US', ''])
    expect(read({ 0x00281054: { vr: 'LO', value: type } })).toHaveProperty('depth');
});

test('a range of padding, with the sign of the pixels', () => {
  const padding = { 0x00280120: us(63536), 0x00280121: us(64536) };
  expect(depthOf(padding)).toMatchObject({ paddingValue: -2000, paddingLimit: -1000 });
  expect(depthOf({ ...padding, 0x00280103: us(0) })).toMatchObject({ paddingValue: 63536, paddingLimit: 64536 });
  // A limit of nothing.
  expect(depthOf({ 0x00280121: us(64536) })).toMatchObject({ paddingValue: null, paddingLimit: null });
});

test('any claim of bits: pixels within their cells, or one sentence', () => {
  const bits = fc.integer({ min: 0, max: 65535 });
  const near = fc.oneof(fc.integer({ min: 0, max: 17 }), bits);
  fc.assert(
    fc.property(fc.constantFrom(8, 16, 12, 32, 0), near, near, (allocated, stored, high) => {
      const result = read({ 0x00280100: us(allocated), 0x00280101: us(stored), 0x00280102: us(high) });
      if ('reason' in result) expect(result.reason).toMatch(/^Its pixels have .*\.$/);
      else {
        expect(result.depth.highBit).toBeLessThan(result.depth.bitsAllocated);
        expect(result.depth.bitsStored).toBeLessThanOrEqual(result.depth.highBit + 1);
        expect([8, 16]).toContain(result.depth.bitsAllocated);
      }
    }),
  );
});
