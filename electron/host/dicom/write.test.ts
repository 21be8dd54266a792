import dicomParser from 'dicom-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalString, newUid, uidFromSeed, writeDicom } from './write.ts';

const required = { SOPClassUID: '1.2.3', SOPInstanceUID: '1.2.4' };

describe('decimal strings', () => {
  test('hold any finite number in 16 characters, to at least nine digits', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e299, max: 1e299, noNaN: true }), (value) => {
        const text = decimalString(value);
        expect(text.length).toBeLessThanOrEqual(16);
        expect(text).toMatch(/^-?\d+(\.\d+)?(e[+-]\d+)?$/);
        if (Math.abs(value) > 1e-280)
          expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-8);
      }),
    );
  });
  test('hold a unit vector’s cosines to 1e-13', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (value) => {
        expect(Math.abs(Number(decimalString(value)) - value)).toBeLessThan(1e-13);
      }),
    );
  });
  test('refuse what is no number', () => {
    for (const value of [NaN, Infinity, -Number.MAX_VALUE]) expect(() => decimalString(value)).toThrow(RangeError);
  });
});

describe('UIDs', () => {
  test('follow from a seed, differ between seeds, and are valid', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(uidFromSeed(a)).toBe(uidFromSeed(a));
        if (a !== b) expect(uidFromSeed(a)).not.toBe(uidFromSeed(b));
        for (const uid of [uidFromSeed(a), newUid()]) {
          expect(uid).toMatch(/^2\.25\.(0|[1-9]\d*)$/);
          expect(uid.length).toBeLessThanOrEqual(64);
        }
      }),
    );
  });
});

describe('a file', () => {
  test('gives back text, numbers, sequences and pixels, in the order of tags', () => {
    const pixels = Uint8Array.from({ length: 7 }, (_, at) => at);
    const dataSet = dicomParser.parseDicom(
      writeDicom({
        PixelData: pixels,
        PatientName: 'Müller^Žofie',
        SpecificCharacterSet: 'ISO_IR 192',
        ImageType: ['A', 'BC', ''],
        Rows: 65535,
        DimensionIndexValues: [1, 2 ** 32 - 1],
        DimensionIndexPointer: 0x0062000b,
        PixelSpacing: [0.1, 1 / 3],
        SegmentSequence: [{ SegmentNumber: 1, SegmentedPropertyTypeCodeSequence: [{ CodeValue: 'X' }] }, {}],
        AccessionNumber: '',
        StudyID: undefined,
        ...required,
      }),
    );
    const tags = Object.keys(dataSet.elements).filter((tag) => tag > 'x0003');
    expect(tags).toEqual(tags.toSorted());
    expect(dataSet.string('x00080008')).toBe('A\\BC\\');
    expect(dataSet.uint16('x00280010')).toBe(65535);
    expect([dataSet.uint32('x00209157', 0), dataSet.uint32('x00209157', 1)]).toEqual([1, 2 ** 32 - 1]);
    expect(dataSet.attributeTag('x00209165')).toBe('x0062000b');
    expect(dataSet.floatString('x00280030', 1)).toBeCloseTo(1 / 3, 13);
    const segments = dataSet.elements['x00620002']!.items!;
    expect(segments).toHaveLength(2);
    expect(segments[0]!.dataSet!.elements['x0062000f']!.items![0]!.dataSet!.string('x00080100')).toBe('X');
    expect(dataSet.elements['x00080050']!.length).toBe(0);
    expect(dataSet.elements['x00200010']).toBeUndefined();
    const name = dataSet.elements['x00100010']!;
    expect(
      new TextDecoder().decode(dataSet.byteArray.subarray(name.dataOffset, name.dataOffset + name.length)).trim(),
    ).toBe('Müller^Žofie');
    const data = dataSet.elements['x7fe00010']!;
    expect(data.length).toBe(8); // padded to an even length
    expect([...dataSet.byteArray.subarray(data.dataOffset, data.dataOffset + 7)]).toEqual([...pixels]);
  });

  test('refuses a value that its length field can’t hold', () => {
    expect(() => writeDicom({ ...required, SeriesDescription: 'x'.repeat(70_000) })).toThrow(RangeError);
  });
});
