import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testElements, testFile, withElements, type TestElement } from '../../../tests/fixtures/encodedSlice.ts';
import { locatePixels, readHeader } from './read.ts';
import { EXPLICIT_LITTLE } from './readSyntax.ts';
import type { ReadResult } from './readTypes.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const changed = (changes: Readonly<Record<number, Omit<TestElement, 'tag'> | undefined>>): Buffer =>
  testFile(EXPLICIT_LITTLE, withElements(testElements(EXPLICIT_LITTLE), changes));
const judge = (bytes: Buffer): ReadResult | 'more' => readHeader(bytes, bytes.length);
const ofType = (value: string): Buffer => changed({ 0x00080008: { vr: 'CS', value } });
const ofClass = (value: string, modality = 'CT', description = 'Portal'): Buffer =>
  changed({
    0x00080016: { vr: 'UI', value },
    0x00080060: { vr: 'CS', value: modality },
    0x0008103e: { vr: 'LO', value: description },
  });

describe('put aside', () => {
  test.each<[string, Buffer, string]>([
    ['a localizer', ofType('ORIGINAL\\PRIMARY\\LOCALIZER'), 'localizer'],
    ['a topogram', ofType('ORIGINAL\\PRIMARY\\LOCALIZER\\CT_SOM5 TOP'), 'localizer'],
    ['a vendor word of it alone', ofType('ORIGINAL\\PRIMARY\\SCOUT'), 'localizer'],
    ['a patient protocol', ofType('DERIVED\\SECONDARY\\OTHER\\CT_SOM5 PROT'), 'dose sheet'],
    ['a dose table', ofType('DERIVED\\SECONDARY\\DOSE_INFO'), 'dose sheet'],
    [
      'a dose report without a place in the patient',
      changed({ 0x00200037: undefined, 0x0008103e: { vr: 'LO', value: 'Dose Report' } }),
      'dose sheet',
    ],
    ['a saved screen', ofType('DERIVED\\SECONDARY\\SCREEN SAVE'), 'saved screen'],
    ['a secondary capture', ofClass(SECONDARY_CAPTURE), 'secondary capture'],
    ['a secondary capture of many frames', ofClass(`${SECONDARY_CAPTURE}.3`), 'secondary capture'],
    ['a secondary capture of another modality', ofClass(SECONDARY_CAPTURE, 'OT'), 'secondary capture'],
    ['a dose sheet as a secondary capture', ofClass(SECONDARY_CAPTURE, 'CT', 'Dose Report'), 'dose sheet'],
    ['a dose report', ofClass('1.2.840.10008.5.1.4.1.1.88.67', 'SR'), 'dose report'],
    ['colour', changed({ 0x00280002: { vr: 'US', value: 3 } }), 'colour'],
    ['a palette', changed({ 0x00280004: { vr: 'CS', value: 'PALETTE COLOR' } }), 'colour'],
  ])('%s', (_name, bytes, expected) => {
    expect(judge(bytes)).toEqual({ reason: expect.stringContaining(expected) as string, putAside: true });
  });
});

describe('skipped with its modality', () => {
  test.each([
    ['SEG', '1.2.840.10008.5.1.4.1.1.66.4'],
    ['SR', '1.2.840.10008.5.1.4.1.1.88.22'],
    ['RTSTRUCT', '1.2.840.10008.5.1.4.1.1.481.3'],
    ['PR', '1.2.840.10008.5.1.4.1.1.11.1'],
    ['MR', '1.2.840.10008.5.1.4.1.1.4'],
  ])('%s', (modality, sopClass) => {
    const bytes = ofClass(sopClass, modality);
    expect(judge(bytes)).toEqual({ reason: `It is not a CT image (its modality is ${modality}).` });
    // Known before the pixels are reached.
    const prefix = bytes.subarray(0, bytes.indexOf(Buffer.from('P-1')));
    expect(readHeader(prefix, bytes.length)).toEqual(judge(bytes));
  });

  test('what stands where a modality belongs is not repeated', () => {
    expect(judge(ofClass(CT, 'Mueller^Eva'))).toEqual({ reason: 'It is not a CT image.' });
  });
});

describe('reformats', () => {
  const isReformat = (type: string): boolean => {
    const read = judge(ofType(type));
    if (read === 'more' || 'reason' in read) throw new Error(JSON.stringify(read));
    return read.header.reformat;
  };
  test.each([
    'DERIVED\\SECONDARY\\MPR',
    'DERIVED\\SECONDARY\\OTHER\\CSA MPR',
    'DERIVED\\SECONDARY\\AXIAL\\MIP',
    'DERIVED\\PRIMARY\\MINIP',
    'DERIVED\\SECONDARY\\REFORMATTED\\AVERAGE',
    'DERIVED\\PRIMARY\\CPR',
    'DERIVED\\SECONDARY\\VRT',
    'DERIVED\\PRIMARY\\PROJECTION IMAGE',
    'DERIVED\\SECONDARY\\OTHER\\CSA RESAMPLED',
    'DERIVED\\SECONDARY\\CORONAL',
    'DERIVED\\PRIMARY\\PERFUSION\\RCBF',
  ])('%s', (type) => {
    expect(isReformat(type)).toBe(true);
  });
  test.each([
    'ORIGINAL\\PRIMARY\\AXIAL',
    'ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM7 SPI DUAL',
    'ORIGINAL\\PRIMARY\\AXIAL\\HELIX',
    'DERIVED\\PRIMARY\\AXIAL',
    'DERIVED\\PRIMARY\\AXIAL\\CT_SOM5 SPI',
    'DERIVED\\SECONDARY\\AXIAL',
    'DERIVED\\SECONDARY',
    'ORIGINAL\\PRIMARY\\AXIAL\\LOW_DOSE',
    '',
  ])('%s is none', (type) => {
    expect(isReformat(type)).toBe(false);
  });
});

const realData = process.env['REMNANT_TEST_DATA'] ?? '';
const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
describe.skipIf(!existsSync(join(realData, 'odd-series')))(
  'odd files of other programs (skipped unless REMNANT_TEST_DATA is set)',
  () => {
    const opened: Readonly<Record<string, number>> = {
      'CT0012.fragmented_no_bot_jpeg_baseline.51.dcm': 2,
      'eCT_Supplemental.dcm': 2,
      'D_CLUNIE_CT1_RLE_FRAGS.dcm': 1,
      'GH177_D_CLUNIE_CT1_IVRLE_BigEndian_ELE_undefinded_length.dcm': 1,
    };
    const framesOf = (path: string): number | string => {
      const bytes = readFileSync(path);
      const read = judge(bytes);
      if (read === 'more') throw new Error('the file is whole');
      if ('reason' in read) return read.reason;
      const located = locatePixels(bytes, read.header);
      return 'reason' in located ? located.reason : located.pixels.length;
    };
    test('each single file: its frames, or one sentence', () => {
      for (const path of filesIn(join(realData, 'odd-dicom'))) {
        const name = path.slice(realData.length).split(/[\\/]/).at(-1)!;
        const found = framesOf(path);
        const isCt = /^CT_\d_\d+/.test(name) && name !== 'CT_4_55.dcm';
        if (isCt || name in opened) expect([name, found]).toEqual([name, opened[name] ?? 1]);
        else expect([name, found]).toEqual([name, expect.stringMatching(/^It[ s].*\.$/)]);
      }
    });
    test('each file of a series is read, but the one that is cut short', () => {
      const reasons = filesIn(join(realData, 'odd-series'))
        .filter((path) => !/(DICOMDIR|INDEX\.tsv)$/.test(path))
        .map(framesOf)
        .filter((found) => found !== 1);
      expect(reasons).toEqual(['It is cut short: 15148 of 32768 bytes of its pixels are there.']);
    });
    test('a slice that a folder calls a scout has nothing to be recognised by', () => {
      const [path] = filesIn(join(realData, 'hcc-006', 'single-slice-scout'));
      expect(framesOf(path!)).toBe(1);
    });
  },
);
