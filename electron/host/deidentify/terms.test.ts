import { describe, expect, test } from 'vitest';
import { actionFor, profileOptions, profileVersion, vrOf } from './attributes.ts';
import { cleanCode, cleanText, wordsOf } from './terms.ts';

describe('free text', () => {
  const none = new Set<string>();
  test.each([
    ['Abdomen/Becken KM portalvenös 5.0 B30f', 'Abdomen Becken KM portalvenös B30f'],
    ['THORAX 1,25MM LUNG', 'THORAX 1,25MM LUNG'],
    ['Art. Phase 25s, 120 kV', 'Art Phase 25s 120 kV'],
    ['Schmidt, Johanna', ''],
    ['12.03.1955', ''],
    ['12 03 1955', ''],
    ['4711', ''],
    ['1', '1'],
    ['B', 'B'],
    ['J. S. liver', 'liver'],
    ['12345 mm', 'mm'],
    ['LIVER 3 PHASE (AP) 7', 'LIVER 3 PHASE AP'],
    ['3 4 61', ''],
    ['Jürgen5mm', ''],
  ])('%s', (text, expected) => {
    expect(cleanText(text, none)).toBe(expected);
  });

  test('cleaned again, it stays', () => {
    const once = cleanText('CT Leber biphasisch, portal 1.5 mm Br40 Frau Meier', none);
    expect(cleanText(once, none)).toBe(once);
  });

  test('names are compared without case and accents', () => {
    expect(cleanText('LEBER portal', new Set(wordsOf('Léber^Anna')))).toBe('portal');
  });
});

test.each([
  ['AXIAL', 'AXIAL'],
  ['CT_SOM5 SPI', 'CT_SOM5 SPI'],
  ['MONOCHROME2', 'MONOCHROME2'],
  ['Axial', ''],
  ['MUSTERMANN', ''],
  ['19550312', ''],
])('code string %s', (text, expected) => {
  expect(cleanCode(text)).toBe(expected);
});

describe('the table', () => {
  test.each([
    ['Patient ID', 0x00100020, 'D', 'D'],
    ['Study Date', 0x00080020, 'Z', 'C'],
    ["Patient's Weight", 0x00101030, 'X', 'K'],
    ['Series Description', 0x0008103e, 'X', 'C'],
    ['SOP Instance UID', 0x00080018, 'U', 'U'],
    ['Source Image Sequence', 0x00082112, 'U', 'U'],
    ['Acquisition DateTime', 0x0008002a, 'D', 'C'],
    ['Icon Image Sequence', 0x00880200, 'X', 'X'],
    ['Rows', 0x00280010, undefined, undefined],
  ])('%s', (_name, tag, basic, withOptions) => {
    expect(actionFor(tag, [])).toBe(basic);
    expect(actionFor(tag, profileOptions)).toBe(withOptions);
  });

  test('knows its edition, and neither private, retired nor repeating attributes', () => {
    expect(profileVersion()).toMatch(/^PS3\.15 20\d\d[a-e]$/);
    expect([0x00090010, 0x00080001, 0x60003000, 0x50003000].map(vrOf)).toEqual(Array(4).fill(undefined));
    expect(vrOf(0x00100010)).toBe('PN');
  });
});
