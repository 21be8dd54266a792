import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradedHu, seriesDescription, smallGeometry, temporaryFolder } from '../../../tests/fixtures/index.ts';
import { installed, output } from '../../../tests/conformance/tools.ts';
import { locatePixels, pixelBytes, readDataSet, readHeader } from '../dicom/read.ts';
import type { Elements } from '../dicom/readElements.ts';
import type { ImageHeader } from '../dicom/readTypes.ts';
import { EXPLICIT_LITTLE_ENDIAN, writeDicom, type Dataset } from '../dicom/write.ts';
import { ctDataset, type CtDataset } from '../dicom/writeCt.ts';
import { tags, textElement, type Element } from './dataset.ts';
import { writeFile as writeElements } from './file.ts';
import {
  deidentify,
  onSiteOptions,
  profileOptions,
  readIdentity,
  type Deidentified,
  type DeidentifyPlan,
} from './index.ts';

const plan: DeidentifyPlan = {
  secret: new Uint8Array(32).fill(7),
  code: 'P-7F3K2',
  shiftDays: -1000,
  options: profileOptions,
  trial: null,
};

const geometry = smallGeometry();
const sliceSize = geometry.dims[0] * geometry.dims[1];
function slice(change: Partial<CtDataset> = {}, k = 3): Uint8Array<ArrayBuffer> {
  const description = { ...seriesDescription, patientName: 'Quvenzhane^Ada', patientId: 'HOSP-4711' };
  const hu = gradedHu(geometry).subarray(k * sliceSize, (k + 1) * sliceSize);
  return writeDicom({ ...ctDataset(description, geometry, k, hu), ...change });
}

function done(file: Uint8Array, by: Partial<DeidentifyPlan> = {}): Deidentified {
  const result = deidentify(file, { ...plan, ...by });
  if ('reason' in result) throw new Error(result.reason);
  return result;
}
const reason = (file: Uint8Array): string => {
  const result = deidentify(file, plan);
  return 'reason' in result ? result.reason : '';
};
const read = (file: Uint8Array): Elements => readDataSet(file)!;
const cleaned = (change: Partial<CtDataset>, by: Partial<DeidentifyPlan> = {}): Elements =>
  read(done(slice(change), by).bytes);

/** What the reader makes of a whole file: its header, and the stored bytes of each frame. */
function image(bytes: Uint8Array): { header: ImageHeader; frames: Buffer[] } | null {
  const found = readHeader(bytes, bytes.length);
  if (found === 'more' || 'reason' in found) return null;
  const located = locatePixels(bytes, found.header);
  if ('reason' in located) return null;
  return { header: found.header, frames: located.pixels.map((format) => Buffer.from(pixelBytes(bytes, format))) };
}

const EXPLICIT = { explicit: true, bigEndian: false };
/** A file of just these elements and what says that it is a CT image. */
const fileOf = (elements: readonly Element[], transferSyntaxUid: string = EXPLICIT_LITTLE_ENDIAN): Uint8Array =>
  writeElements({
    transferSyntaxUid,
    encoding: EXPLICIT,
    dataset: [
      textElement(tags.SopClassUid, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      textElement(tags.Modality, 'CS', 'CT'),
      ...elements,
    ].sort((a, b) => a.tag - b.tag),
  });
const value = (tag: number, vr: string, bytes: Uint8Array): Element => ({ tag, vr, content: { kind: 'value', bytes } });

describe('a CT slice', () => {
  test('keeps its pixels, its geometry and what the patient is like; its name is the code', () => {
    const before = slice({ PatientSize: 1.78, PatientWeight: 81, PatientAge: '064Y' });
    const { bytes, suspectsBurnedIn } = done(before);
    const [original, result] = [image(before)!, image(bytes)!];
    expect(result.frames).toEqual(original.frames);
    expect(result.header.frames).toEqual(original.header.frames);
    expect(suspectsBurnedIn).toBe(false);
    const elements = read(bytes);
    const texts = [0x00100010, 0x00100020, 0x00100030, 0x00100040, 0x00101010, 0x00101020, 0x00101030];
    expect(texts.map((tag) => elements.ascii(tag))).toEqual(['P-7F3K2', 'P-7F3K2', '', 'F', '064Y', '1.78', '81']);
    expect(elements.ascii(0x00181210)).toBe('STANDARD');
  });

  test('comes out the same for the same plan, also after the plan went to a worker', () => {
    expect(done(slice(), structuredClone(plan)).bytes).toEqual(done(slice()).bytes);
  });

  test('has an empty preamble and meta information of its own', () => {
    const before = Buffer.from(slice());
    before.write('Quvenzhane', 0);
    const { bytes } = done(before);
    expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    const meta = Buffer.from(bytes.subarray(0, 400)).toString('latin1');
    expect(meta).toContain(image(bytes)!.header.sopInstanceUid);
  });
});

describe('UIDs', () => {
  const uids = (file: Uint8Array): string[] =>
    [0x00080018, 0x0020000e, 0x0020000d, 0x00200052].map((tag) => read(file).ascii(tag));

  test('are the same wherever the original was the same, and other ones under another secret', () => {
    const [third, fourth] = [uids(done(slice({}, 3)).bytes), uids(done(slice({}, 4)).bytes)];
    expect(third.slice(1)).toEqual(fourth.slice(1));
    expect(third[0]).not.toBe(fourth[0]);
    const elsewhere = uids(done(slice(), { secret: new Uint8Array(32).fill(8) }).bytes);
    expect(elsewhere.filter((uid) => third.includes(uid))).toEqual([]);
    expect([...third, ...elsewhere].every((uid) => /^2\.25\.[1-9]\d{0,38}$/.test(uid))).toBe(true);
  });

  test('references follow the objects they refer to; classes stay', () => {
    const reference = { ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: '1.2.3.4.5' };
    const elements = cleaned({ SOPInstanceUID: '1.2.3.4.5', SourceImageSequence: [reference] });
    const item = elements.item(0x00082112)!;
    expect(item.ascii(0x00081155)).toBe(elements.ascii(0x00080018));
    expect(item.ascii(0x00081150)).toBe('1.2.840.10008.5.1.4.1.1.2');
  });

  test('an instance under the root of the standard is an instance all the same', () => {
    expect(cleaned({ StudyInstanceUID: '1.2.840.10008.20240131.4711' }).ascii(0x0020000d)).toMatch(/^2\.25\./);
  });

  test('a missing one stays missing', () => {
    expect(cleaned({ SeriesInstanceUID: '' }).ascii(0x0020000e)).toBe('');
  });
});

describe('dates', () => {
  const day = fc
    .date({ min: new Date('1975-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
  const time = (date: string): number => Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`);

  test('all move by the same days, in files and between files', () => {
    fc.assert(
      fc.property(day, day, fc.integer({ min: -4000, max: 4000 }), (first, second, shiftDays) => {
        const elements = cleaned({ StudyDate: first, ContentDate: second }, { shiftDays });
        const moved = [elements.ascii(0x00080020), elements.ascii(0x00080023)];
        expect(time(moved[1]!) - time(moved[0]!)).toBe(time(second) - time(first));
        expect(time(moved[0]!) - time(first)).toBe(shiftDays * 86_400_000);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['DT', '20240229101530.250+0100', '20210604101530.250+0100'],
    ['DT', '20240229', '20210604'],
    ['DT', '2024', ''],
    ['DA', '2024.02.29', '20210604'],
    ['DA', '20240230', ''],
    ['DA', '20240229\\20240301', '20210604\\20210605'],
    ['TM', '101530.25', '101530.25'],
    ['TM', 'ten past ten', ''],
  ])('%s %s', (vr, before, after) => {
    const tag = { DT: 0x0008002a, DA: 0x00080020, TM: 0x00080030 }[vr]!;
    expect(read(done(fileOf([textElement(tag, vr, before)])).bytes).ascii(tag)).toBe(
      // Acquisition DateTime has to have a value (X/Z/D).
      after === '' && vr === 'DT' ? '19000101000000' : after,
    );
  });

  test('stay as they are at the site, and the file says so', () => {
    const elements = cleaned({ StudyDate: '20240229', AcquisitionDate: '20240301' }, { options: onSiteOptions });
    expect([0x00080020, 0x00080022].map((tag) => elements.ascii(tag))).toEqual(['20240229', '20240301']);
    expect(elements.ascii(tags.DatesModified)).toBe('UNMODIFIED');
  });

  test('move once, when a file that stayed at the site leaves it', () => {
    const onSite = done(slice({ StudyDate: '20240229' }), { options: onSiteOptions }).bytes;
    const sent = done(onSite).bytes;
    expect(read(sent).ascii(0x00080020)).toBe('20210604');
    expect(done(sent).bytes).toEqual(sent);
  });

  test('are gone without the option, and the file says so', () => {
    const elements = cleaned({ StudyDate: '20240229' }, { options: ['cleanDescriptors'] });
    expect(elements.ascii(0x00080020)).toBe('');
    expect(elements.ascii(0x00280303)).toBe('REMOVED');
    expect([...elements.items(0x00120064)].map((item) => item.ascii(0x00080100))).toEqual(['113100', '113105']);
    expect(elements.has(0x00101030)).toBe(false);
  });
});

test('words of the protocol stay, but not when they are the name of someone in the file', () => {
  const described = (SeriesDescription: string, change: Partial<CtDataset> = {}): string =>
    Buffer.from(cleaned({ SeriesDescription, ...change }).value(0x0008103e))
      .toString()
      .trim();
  expect(described('Leber pv 1.0 mm Quvenzhane B30f, Dr. Okonkwo 3.4.1961')).toBe('Leber pv 1.0 mm B30f');
  expect(described('Head of Mr. Long', { ReferringPhysicianName: 'Long^John' })).toBe('Head of Mr');
  expect(described('Phase portalvenös', { SpecificCharacterSet: 'ISO_IR 192' })).toBe('Phase portalvenös');
});

test('codes of public schemes stay, of the hospital not; their meanings are text like any other', () => {
  const code = (CodeValue: string, CodingSchemeDesignator: string, CodeMeaning: string): Dataset => ({
    CodeValue,
    CodingSchemeDesignator,
    CodeMeaning,
  });
  const codes = (items: readonly Dataset[]): string[][] =>
    [...cleaned({ AnatomicRegionSequence: items }).items(0x00082218)].map((item) =>
      [0x00080100, 0x00080102, 0x00080104].map((tag) => item.ascii(tag)),
    );
  expect(
    codes([code('10200004', 'SCT', 'Liver'), code('4711', '99KIS', 'Liver'), code('Quvenzhane', 'DCM', 'CT')]),
  ).toEqual([['10200004', 'SCT', 'Liver']]);
  expect(codes([code('113076', 'DCM', 'Liver of Ada')])).toEqual([['113076', 'DCM', '113076']]);
  expect(cleaned({ AnatomicRegionSequence: [code('4711', '99KIS', 'Liver')] }).has(0x00082218)).toBe(false);
});

test('trial tags are written when given, and never copied from the file', () => {
  const planted = fileOf([textElement(0x00120040, 'LO', 'Quvenzhane'), textElement(0x00120010, 'LO', 'Someone')]);
  expect(read(done(planted).bytes).has(0x00120040)).toBe(false);
  const trial = { sponsorName: 'Universität', protocolId: 'DRAGON 2', subjectId: 'P-7F3K2', timePointId: 'W1' };
  const offset = read(
    done(planted, { trial: { ...trial, offsetFromEvent: { days: 8, event: 'EMBOLISATION' } } }).bytes,
  );
  expect(Buffer.from(offset.value(0x00120052)).readDoubleLE()).toBe(8);
  expect(offset.ascii(0x00120053)).toBe('EMBOLISATION');
  const elements = read(done(planted, { trial }).bytes);
  expect([0x00120020, 0x00120040, 0x00120050].map((tag) => elements.ascii(tag))).toEqual(['DRAGON 2', 'P-7F3K2', 'W1']);
  expect(Buffer.from(elements.value(0x00120010)).toString()).toBe('Universität');
  expect(elements.ascii(0x00080005)).toBe('ISO_IR 192');
});

describe('names in the pixels are suspected', () => {
  test.each([
    ['the file says so', [textElement(0x00280301, 'CS', 'YES')], true],
    ['the file denies it', [textElement(0x00280301, 'CS', 'NO')], false],
    ['a screen', [textElement(0x00080008, 'CS', 'DERIVED\\SECONDARY\\SCREEN SAVE')], true],
    ['a dose sheet', [textElement(0x00080008, 'CS', 'DERIVED\\SECONDARY\\DOSE_INFO')], true],
    ['a reformat', [textElement(0x00080008, 'CS', 'DERIVED\\SECONDARY\\REFORMATTED\\AVERAGE')], false],
    ['a perfusion map', [textElement(0x00080008, 'CS', 'DERIVED\\PRIMARY\\PERFUSION\\RCBF')], false],
    ['a converted picture', [textElement(0x00080064, 'CS', 'WSD')], true],
    ['an overlay in the high bits', [value(0x60000102, 'US', Uint8Array.of(12, 0))], true],
    ['an overlay of its own', [value(0x60000102, 'US', Uint8Array.of(0, 0))], false],
  ])('%s', (_name, elements, expected) => {
    const result = done(fileOf(elements));
    expect(result.suspectsBurnedIn).toBe(expected);
    expect(result.burnedInSigns.length > 0).toBe(expected);
  });
});

test('compressed pixels stay as they are, fragment by fragment', () => {
  const fragments = Buffer.from('feff00e000000000feff00e006000000ffd8ffaabbccfeff00e002000000ffd9', 'hex');
  const pixels: Element = { tag: tags.PixelData, vr: 'OB', content: { kind: 'fragments', bytes: fragments } };
  const { bytes } = done(fileOf([pixels], '1.2.840.10008.1.2.4.70'));
  expect(Buffer.from(bytes).subarray(-fragments.length - 8, -8)).toEqual(fragments);
});

test('pixels that spell the name or id are not passed on', () => {
  const comment = Buffer.from('feff00e012000000fffe000c4164612051555645' + '4e5a48414e45', 'hex');
  const compressed = (bytes: Uint8Array): Element => ({
    tag: tags.PixelData,
    vr: 'OB',
    content: { kind: 'fragments', bytes },
  });
  const of = (name: string, id: string): Uint8Array =>
    fileOf(
      [textElement(tags.PatientName, 'PN', name), textElement(tags.PatientId, 'LO', id), compressed(comment)],
      '1.2.840.10008.1.2.4.70',
    );
  expect(reason(of('Quvenzhane^Ada', ''))).toContain('stands as text in its pixel data');
  expect(reason(of('', 'Ada QUVENZ'))).toContain('stands as text in its pixel data');
  expect(reason(of('Okonkwo^Ada', '4711'))).toBe('');
});

describe('what the file says of an attribute is not believed', () => {
  const name = Buffer.from('QUVENZHANE');
  test.each([
    ['a text as unknown', value(0x00081030, 'UN', name)],
    ['a number as unknown', value(0x00280010, 'UN', name)],
    ['a text as a number', value(0x00081030, 'US', name)],
    ['a number as text', value(0x00280010, 'LO', name)],
    ['more numbers than there are', value(0x00280010, 'US', name)],
    ['a sequence as text', value(0x00082112, 'LT', name)],
    ['text as a lookup table', value(0x00283006, 'OW', name)],
    ['text where a UID is', value(0x0020000d, 'LO', name)],
    ['a class that is no UID', value(0x00081150, 'UI', name)],
    ['a private attribute', value(0x00090010, 'LO', name)],
  ])('%s', (_name, element) => {
    const { bytes } = done(fileOf([element]));
    expect(Buffer.from(bytes).includes(name)).toBe(false);
    expect(readDataSet(bytes)).not.toBeNull();
  });

  test('an attribute that is there twice', () => {
    const { bytes } = done(
      fileOf([textElement(0x00181030, 'LO', 'LIVER'), textElement(0x00181030, 'LO', 'QUVENZHANE')]),
    );
    expect(Buffer.from(bytes).includes(name)).toBe(false);
  });
});

describe('nothing is made of what is not understood', () => {
  const other = (at: number, byte: number): Uint8Array => {
    const bytes = slice();
    bytes[at] = byte;
    return bytes;
  };
  test.each([
    ['text', Buffer.from('A letter, not an image. '.repeat(20)), 'not a DICOM file'],
    ['nothing', new Uint8Array(), 'not a DICOM file'],
    ['cut pixels', slice().subarray(0, -20), 'damaged'],
    ['a private kind', slice({ SOPClassUID: '1.3.12.2.1107.5.9.1' }), 'private'],
    ['neither kind nor modality', slice({ SOPClassUID: '', Modality: '' }), "doesn't say"],
    ['an unknown syntax', fileOf([], '1.2.840.113619.5.2'), 'damaged'],
    ['a length beyond the end', other(slice().length - sliceSize * 2 - 2, 0xff), 'damaged'],
  ])('%s', (_name, bytes, expected) => {
    expect(reason(bytes)).toContain(expected);
    expect(reason(bytes)).toMatch(/^[A-Z].*\.$/);
  });

  test('a plan without a secret is a fault of the program', () => {
    expect(() => deidentify(slice(), { ...plan, secret: new Uint8Array(3) })).toThrow(RangeError);
  });
});

test('damaged files give a sentence or a clean file, never an exception and never the name', () => {
  const name = 'QUVENZHANE';
  const file = slice({
    PatientName: `${name}^ADA`,
    PatientID: name,
    StudyDescription: `${name} LIVER`,
    AccessionNumber: name,
    ReferringPhysicianName: name,
    SourceImageSequence: [{ ReferencedSOPInstanceUID: '1.2.3', CodeMeaning: name }],
  });
  const headerEnd = file.length - sliceSize * 2;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 132, max: headerEnd }), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(file.length - 1)),
      (edits, cut) => {
        const bytes = Buffer.from(file);
        for (const [at, byte] of edits) bytes[at] = byte;
        const result = deidentify(cut === null ? bytes : bytes.subarray(0, cut), plan);
        if ('reason' in result) expect(result.reason).toMatch(/\.$/);
        else expect(Buffer.from(result.bytes).toString('latin1').toUpperCase()).not.toContain(name);
      },
    ),
    { numRuns: 1500 },
  );
});

describe('as other programs see it', () => {
  const judged = async (program: string, args: readonly string[], file: Uint8Array): Promise<string> => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'image.dcm');
    await writeFile(path, file);
    return await output(program, [...args, path]);
  };
  const before = slice({
    StudyDescription: 'Quvenzhane portal',
    SeriesDescription: 'Quvenzhane',
    AnatomicRegionSequence: [{ CodeValue: '10200004', CodingSchemeDesignator: 'SCT', CodeMeaning: 'Liver of Ada' }],
    SourceImageSequence: [{ ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: '1.2.3' }],
  });
  const after = done(before, { trial: { sponsorName: 'Sponsor', protocolId: 'DRAGON2', subjectId: 'P-7F3K2' } }).bytes;

  test.skipIf(!installed('dcmdump'))('dcmdump reads all of it (needs dcmtk)', async () => {
    const dump = await judged('dcmdump', ['+L', '--load-all'], after);
    expect(dump).toContain('(0010,0020) LO [P-7F3K2]');
    expect(dump).toContain('(0012,0020) LO [DRAGON2]');
    expect(dump).toMatch(/\(0008,0100\) SH \[10200004\][\s\S]*\(0008,0104\) LO \[10200004\]/);
    expect(dump).not.toMatch(/[EW]: |Quvenzhane|Ada/i);
  });

  test.skipIf(!installed('dciodvfy'))(
    'dciodvfy finds no error that was not there before (needs dicom3tools)',
    async () => {
      const errors = async (file: Uint8Array): Promise<string[]> =>
        (await judged('dciodvfy', [], file)).split('\n').filter((line) => line.startsWith('Error'));
      const known = await errors(before);
      expect((await errors(after)).filter((line) => !known.includes(line))).toEqual([]);
    },
  );
});

const dataFolder = process.env['REMNANT_TEST_DATA'];
describe.skipIf(!dataFolder)('files of scanners (needs REMNANT_TEST_DATA)', () => {
  test('none of them keeps its id, name or UIDs; what was readable is readable', async () => {
    const folder = join(dataFolder!, 'odd-dicom');
    let count = 0;
    for (const fileName of await readdir(folder)) {
      const bytes = await readFile(join(folder, fileName));
      const result = deidentify(bytes, plan);
      if ('reason' in result) continue;
      count += 1;
      const text = Buffer.from(result.bytes).toString('latin1');
      const { patientId, name, studyInstanceUid } = readIdentity(bytes)!;
      // Shorter ones occur by chance among pixels.
      for (const word of [patientId, name, ...name.split(/[\^=]/), studyInstanceUid])
        if (word.length >= 6) expect(text.includes(word), fileName).toBe(false);
      const [original, after] = [image(bytes), image(result.bytes)];
      expect(after === null, fileName).toBe(original === null);
      expect(after?.frames, fileName).toEqual(original?.frames);
    }
    expect(count).toBeGreaterThan(25);
  });
});
