import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksLikeDicom, pixelBytes, readDataSet, readHeader } from './read.ts';
import { DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from './readSyntax.ts';
import {
  testElements,
  testFile,
  testPixels,
  withElements,
  type TestElement,
} from '../../../tests/fixtures/encodedSlice.ts';
import { readImage } from '../../../tests/fixtures/wholeImage.ts';

const header = (bytes: Uint8Array) => {
  const result = readImage(bytes);
  if ('reason' in result) throw new Error(result.reason);
  return result.header;
};
const reason = (bytes: Uint8Array): string => {
  const result = readImage(bytes);
  return 'reason' in result ? result.reason : 'accepted';
};
const changed = (changes: Readonly<Record<number, Omit<TestElement, 'tag'> | undefined>>): Buffer =>
  testFile(EXPLICIT_LITTLE, withElements(testElements(EXPLICIT_LITTLE), changes));

describe('every uncompressed encoding gives the same header and pixels', () => {
  test.each([
    ['implicit', IMPLICIT_LITTLE, {}],
    ['explicit', EXPLICIT_LITTLE, {}],
    ['big endian', EXPLICIT_BIG, {}],
    ['deflated', DEFLATED, {}],
    ['without preamble', EXPLICIT_LITTLE, { preamble: false }],
    ['data set alone, explicit', EXPLICIT_LITTLE, { preamble: false, meta: false }],
    ['data set alone, implicit', IMPLICIT_LITTLE, { preamble: false, meta: false }],
    ['data set alone, big endian', EXPLICIT_BIG, { preamble: false, meta: false }],
  ])('%s', (_name, syntax, options) => {
    const bytes = testFile(syntax, testElements(syntax), options);
    const { pixels, frames, ...rest } = header(bytes);
    expect(frames).toHaveLength(1);
    expect(rest).toEqual({
      sopInstanceUid: '1.2.3.4',
      sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
      studyInstanceUid: '1.2.3',
      seriesInstanceUid: '1.2.3.1',
      frameOfReferenceUid: '',
      patientLabel: 'P-1',
      manufacturer: '',
      modality: 'CT',
      studyDescription: '',
      seriesDescription: 'Portal',
      seriesNumber: null,
      patientPosition: '',
      studyDate: '2025-01-31',
      acquisitionDate: '2025-01-31',
      reformat: false,
      lossy: false,
      contrast: { agent: '', bolusStartSeconds: null },
      transferSyntaxUid: syntax,
      slice: {
        rows: 2,
        columns: 3,
        positionMm: [-10.5, 20, 30],
        rowCosines: [1, 0, 0],
        columnCosines: [0, 1, 0],
        pixelSpacingMm: [0.8, 0.7],
        instanceNumber: null,
      },
    });
    expect(pixels).toMatchObject({
      rows: 2,
      columns: 3,
      bitsAllocated: 16,
      bitsStored: 16,
      highBit: 15,
      signed: true,
      slope: 1,
      intercept: -1024,
    });
    const stored = Buffer.from(pixelBytes(bytes, pixels));
    if (syntax === EXPLICIT_BIG) stored.swap16();
    expect(stored).toEqual(Buffer.from(testPixels.buffer));
  });
});

describe('what is no CT slice is refused in one sentence', () => {
  test.each([
    ['text', Buffer.from('A letter, not an image. '.repeat(20)), 'not a DICOM file'],
    ['nothing', Buffer.alloc(0), 'not a DICOM file'],
    ['zeros', Buffer.alloc(4096), 'not a DICOM file'],
    ['another modality', changed({ 0x00080060: { vr: 'CS', value: 'MR' } }), 'its modality is MR'],
    ['an index', changed({ 0x00080016: { vr: 'UI', value: '1.2.840.10008.1.3.10' } }), 'index file'],
    ['a scout', changed({ 0x00080008: { vr: 'CS', value: 'ORIGINAL\\PRIMARY\\LOCALIZER' } }), 'localizer'],
    ['more frames than bytes', changed({ 0x00280008: { vr: 'IS', value: '20' } }), '12 of 240 bytes'],
    ['a claim of frames', changed({ 0x00280008: { vr: 'IS', value: '2147483647' } }), '2147483647 frames'],
    ['no pixels', changed({ 0x7fe00010: undefined }), 'no pixel data'],
    ['cut pixels', changed({ 0x7fe00010: { vr: 'OW', value: new Uint8Array(10) } }), '10 of 12 bytes'],
    [
      'a huge claim',
      changed({ 0x00280010: { vr: 'US', value: 65535 }, 0x00280011: { vr: 'US', value: 65535 } }),
      '65535 x 65535',
    ],
    ['colour', changed({ 0x00280002: { vr: 'US', value: 3 } }), 'colour'],
    ['32 bits', changed({ 0x00280100: { vr: 'US', value: 32 } }), '32 bits'],
    ['a slope of zero', changed({ 0x00281053: { vr: 'DS', value: '0' } }), 'slope'],
    [
      'a coding that is not read',
      testFile('1.2.840.10008.1.2.4.55', testElements(EXPLICIT_LITTLE)),
      'Full Progression',
    ],
  ])('%s', (_name, bytes, expected) => {
    expect(reason(bytes)).toContain(expected);
    expect(reason(bytes)).toMatch(/^[A-Z].*\.$/);
  });
});

test('numbers and dates that are none are absent, not guessed', () => {
  const read = header(
    changed({
      0x00080020: { vr: 'DA', value: '20250231' },
      0x00200011: { vr: 'IS', value: 'seven' },
      0x00200032: { vr: 'DS', value: '1\\\\3' },
      0x00200037: { vr: 'DS', value: '1\\0\\0' },
      0x00280030: { vr: 'DS', value: '0\\0.7' },
    }),
  );
  expect(read).toMatchObject({ studyDate: null, acquisitionDate: null, seriesNumber: null });
  expect(read.slice).toMatchObject({ positionMm: null, rowCosines: null, columnCosines: null, pixelSpacingMm: null });
});

test('padding is read with the sign of the pixels', () => {
  const padded = (signed: number) =>
    header(changed({ 0x00280103: { vr: 'US', value: signed }, 0x00280120: { vr: 'US', value: 63536 } })).pixels
      .paddingValue;
  expect(padded(1)).toBe(-2000);
  expect(padded(0)).toBe(63536);
});

test('what is no UID counts as blank, and a file without any is read all the same', () => {
  const uids = (value: string): string[] => {
    const of = { vr: 'UI', value };
    const read = header(changed({ 0x00080018: of, 0x0020000d: of, 0x0020000e: of, 0x00200052: of }));
    return [read.sopInstanceUid, read.studyInstanceUid, read.seriesInstanceUid, read.frameOfReferenceUid];
  };
  for (const value of ['', ' ', 'abc', '1', '1..2', '1.2.', '1.2 3', '1.'.repeat(32) + '1'])
    expect(uids(value)).toEqual(['', '', '', '']);
  expect(uids('1.2.840')).toEqual(Array(4).fill('1.2.840'));
});

test('contrast and times', () => {
  const read = header(
    changed({
      0x0008002a: { vr: 'DT', value: '20250131102030.25+0100' },
      0x00080033: { vr: 'TM', value: '10:20:31' },
      0x00180010: { vr: 'LO', value: 'Iohexol' },
      0x00181042: { vr: 'TM', value: '1019' },
      0x00200012: { vr: 'IS', value: ' 2 ' },
      0x00200100: { vr: 'IS', value: '3' },
    }),
  );
  const seconds = 10 * 3600 + 20 * 60;
  expect(read.contrast).toEqual({ agent: 'Iohexol', bolusStartSeconds: seconds - 60 });
  expect(read.frames[0]!.timing).toEqual({
    acquisitionNumber: 2,
    acquisitionSeconds: seconds + 30.25,
    temporalPosition: 3,
    contentSeconds: seconds + 31,
  });
  expect(header(changed({ 0x00180010: { vr: 'LO', value: 'NONE' } })).contrast.agent).toBe('');
  for (const value of ['', '2515', '10:99', 'ten', '10.5', '1020601'])
    expect(header(changed({ 0x00080032: { vr: 'TM', value } })).frames[0]!.timing.acquisitionSeconds).toBeNull();
});

describe('files that are written another way than they say', () => {
  test.each([
    ['implicit, called explicit', EXPLICIT_LITTLE, IMPLICIT_LITTLE],
    ['explicit, called implicit', IMPLICIT_LITTLE, EXPLICIT_LITTLE],
    ['big endian, called explicit', EXPLICIT_LITTLE, EXPLICIT_BIG],
  ])('%s', (_name, said, written) => {
    const meta = testFile(said, []);
    const dataSet = testFile(written, testElements(written), { preamble: false, meta: false });
    const read = header(Buffer.concat([meta, dataSet]));
    expect(read).toMatchObject({ sopInstanceUid: '1.2.3.4', transferSyntaxUid: written });
  });
  test('no transfer syntax', () => {
    // Only the length of the meta group.
    const meta = testFile(EXPLICIT_LITTLE, []).subarray(0, 132 + 12);
    const dataSet = testFile(IMPLICIT_LITTLE, testElements(IMPLICIT_LITTLE), { preamble: false, meta: false });
    expect(header(Buffer.concat([meta, dataSet])).transferSyntaxUid).toBe(IMPLICIT_LITTLE);
  });
});

describe('a prefix', () => {
  test.each([IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED])(
    'of %s: the same answer or "more"',
    (syntax) => {
      const files = [
        testFile(syntax),
        testFile(syntax, withElements(testElements(syntax), { 0x00080060: { vr: 'CS', value: 'MR' } })),
        testFile(syntax, withElements(testElements(syntax), { 0x7fe00010: undefined })),
      ];
      for (const file of files) {
        const whole = readHeader(file, file.length);
        expect(whole).not.toBe('more');
        for (let length = 0; length < file.length; length++)
          expect(['more', whole]).toContainEqual(readHeader(file.subarray(0, length), file.length));
      }
    },
  );
  test('ends with the header of the pixel data, whatever is behind it', () => {
    const file = testFile();
    expect(readHeader(file.subarray(0, -12), file.length)).toEqual(readHeader(file, file.length));
    expect(readHeader(file.subarray(0, -13), file.length)).toBe('more');
  });
  test('tells what can be no DICOM file', () => {
    expect(readHeader(Buffer.alloc(200), 1e9)).toEqual({ reason: 'It is not a DICOM file.' });
    expect(looksLikeDicom(Buffer.alloc(200))).toBe(false);
    expect(looksLikeDicom(testFile().subarray(0, 132))).toBe(true);
  });
});

test('elements that a sequence hides are not taken for those of the image', () => {
  // An icon with pixels of its own (PS3.3 C.7.6.1.1.6), of known and of open length.
  const icon = Buffer.concat([
    Buffer.from([0x28, 0, 0x10, 0, 0x55, 0x53, 2, 0, 9, 0]),
    Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4]),
  ]);
  const open = [
    Buffer.from([0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff]),
    icon,
    Buffer.from([0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0]),
  ];
  const known = [Buffer.from([0xfe, 0xff, 0, 0xe0, icon.length, 0, 0, 0]), icon];
  for (const item of [open, known]) {
    const file = changed({ 0x00880200: { vr: 'SQ', value: Buffer.concat(item) } });
    expect(header(file).pixels).toMatchObject({ rows: 2, dataLength: 12 });
    const [inside] = readDataSet(file)!.items(0x00880200);
    expect(inside?.uint16(0x00280010)).toBe(9);
  }
});

describe('hostile bytes', () => {
  test('cut anywhere or changed anywhere: an answer, never an exception', () => {
    const files = [IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED].map((syntax) => testFile(syntax));
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        (file, cut, edits) => {
          const bytes = Buffer.from(file.subarray(0, edits.length === 0 ? cut % file.length : file.length));
          for (const [at, value] of edits) bytes[at % bytes.length] = value;
          const result = readImage(bytes);
          if ('header' in result) expect(() => pixelBytes(bytes, result.header.pixels)).not.toThrow();
          else expect(result.reason).toMatch(/\.$/);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('sequences nested without end', () => {
    const item = Buffer.from([
      0x40, 0x00, 0x75, 0x02, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff,
    ]);
    const start = testFile(EXPLICIT_LITTLE, testElements(EXPLICIT_LITTLE).slice(0, 5));
    expect(reason(Buffer.concat([start, ...Array<Buffer>(200_000).fill(item)]))).toContain('damaged');
  });

  test('more elements or items than any file has', () => {
    const start = testFile(EXPLICIT_LITTLE, testElements(EXPLICIT_LITTLE).slice(0, 5));
    const element = Buffer.from([0x09, 0, 1, 0, 0x4c, 0x4f, 0, 0]);
    expect(reason(Buffer.concat([start, ...Array<Buffer>(20_000).fill(element)]))).toContain('damaged');
    const emptyItems = Buffer.concat(Array<Buffer>(200_000).fill(Buffer.from([0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0])));
    const frames = changed({ 0x00280008: { vr: 'IS', value: '1' }, 0x52009230: { vr: 'SQ', value: emptyItems } });
    expect(reason(frames)).toContain('describes more');
    expect([...readDataSet(frames)!.items(0x52009230)]).toHaveLength(100_000);
  });

  test('a deflated file that unpacks to more than memory', () => {
    const start = testFile(DEFLATED, []).subarray(0, -deflateRawSync(Buffer.alloc(0)).length);
    expect(reason(Buffer.concat([start, deflateRawSync(Buffer.alloc(160 * 1024 * 1024))]))).toContain('128 MiB');
  });
});
