import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDataSet } from './read.ts';
import type { Elements } from './readElements.ts';
import { decodeText, NAME_DELIMITERS } from './readText.ts';

/** `ESC` is the escape, `<..>` holds bytes in hexadecimal, everything else is ASCII. */
const encoded = (text: string): Buffer =>
  Buffer.from(
    text
      .replaceAll('ESC', '\x1b')
      .replace(/<([0-9a-f ]+)>/g, (_, codes: string) =>
        Buffer.from(codes.replaceAll(' ', ''), 'hex').toString('latin1'),
      ),
    'latin1',
  );
const name = (value: string, ...terms: string[]): string => decodeText(encoded(value), terms, NAME_DELIMITERS);

describe('the examples of PS3.5', () => {
  test.each([
    [
      'annex H: ideographic and phonetic groups behind a Latin one',
      'Yamada^Tarou=ESC$B;3EDESC(B^ESC$BB@O:ESC(B=ESC$B$d$^$@ESC(B^ESC$B$?$m$&ESC(B',
      ['', 'ISO 2022 IR 87'],
      'Yamada^Tarou=山田^太郎=やまだ^たろう',
    ],
    [
      'annex H: half-width katakana as the initial set',
      '<d4 cf c0 de>^<c0 db b3>=ESC$B;3EDESC(J^ESC$BB@O:ESC(J=ESC$B$d$^$@ESC(J^ESC$B$?$m$&ESC(J',
      ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
      'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
    ],
    [
      'annex I: Korean',
      'Hong^Gildong=ESC$)C<fb f3>^ESC$)C<d1 ce d4 d7>=ESC$)C<c8 ab>^ESC$)C<b1 e6 b5 bf>',
      ['', 'ISO 2022 IR 149'],
      'Hong^Gildong=洪^吉洞=홍^길동',
    ],
    [
      'annex J: Chinese in UTF-8',
      'Wang^XiaoDong=<e7 8e 8b>^<e5 b0 8f e6 9d b1>=',
      ['ISO_IR 192'],
      'Wang^XiaoDong=王^小東=',
    ],
    ['annex J: Chinese in GB18030', 'Wang^XiaoDong=<cd f5>^<d0 a1 b6 ab>=', ['GB18030'], 'Wang^XiaoDong=王^小东='],
    ['annex J: Chinese in GBK', 'Wang^XiaoDong=<cd f5>^<d0 a1 b6 ab>=', ['GBK'], 'Wang^XiaoDong=王^小东='],
    [
      'annex K: Chinese in GB 2312',
      'Zhang^XiaoDong=ESC$)A<d5 c5>^ESC$)A<d0 a1 b6 ab>=',
      ['', 'ISO 2022 IR 58'],
      'Zhang^XiaoDong=张^小东=',
    ],
  ])('%s', (_name, value, terms, expected) => {
    expect(name(value, ...terms)).toBe(expected);
  });

  test('annexes I and K: the lines of a text designate again', () => {
    const korean = 'ESC$)C<b1 e6 b5 bf>\r\nESC$)C<b1 e6 b5 bf>, 1.\r\n2';
    expect(decodeText(encoded(korean), ['', 'ISO 2022 IR 149'])).toBe('길동 길동, 1. 2');
  });
});

describe('single sets, alone and switched to by their escape sequences', () => {
  // ISO-IR number, escape, a letter of that set and what it is.
  const sets: [number, string, string, string][] = [
    [100, '-A', '<e9>', 'é'],
    [101, '-B', '<b3>', 'ł'],
    [109, '-C', '<e6>', 'ĉ'],
    [110, '-D', '<e8>', 'č'],
    [144, '-L', '<bb ee>', 'Лю'],
    [127, '-G', '<e2>', 'ق'],
    [126, '-F', '<c4>', 'Δ'],
    [138, '-H', '<f9>', 'ש'],
    [148, '-M', '<fe>', 'ş'],
    [203, '-b', '<a4>', '€'],
    [166, '-T', '<a1>', 'ก'],
    [13, ')I', '<d4>', 'ﾔ'],
  ];
  test.each(sets)('ISO-IR %i', (number, escape, letter, expected) => {
    expect(decodeText(encoded(`a${letter}b`), [`ISO_IR ${number}`])).toBe(`a${expected}b`);
    expect(decodeText(encoded(`a${letter}b`), [`ISO 2022 IR ${number}`])).toBe(`a${expected}b`);
    expect(decodeText(encoded(`aESC${escape}${letter}b`), ['', `ISO 2022 IR ${number}`])).toBe(`a${expected}b`);
    // Not declared, but switched to all the same.
    expect(decodeText(encoded(`aESC${escape}${letter}b`), [])).toBe(`a${expected}b`);
  });
  test.each([
    ['JIS X 0208', '$B', '4N', '肝'],
    ['JIS X 0208 of 1978', '$@', '4N', '肝'],
    ['JIS X 0212', '$(D', '0!', '丂'],
  ])('%s', (_name, escape, codes, expected) => {
    expect(decodeText(encoded(`ESC${escape}${codes}ESC(B1`), ['', 'ISO 2022 IR 87', 'ISO 2022 IR 159'])).toBe(
      `${expected}1`,
    );
  });
  test('the overline of JIS X 0201', () => {
    expect(decodeText(encoded('a~'), ['ISO_IR 13'])).toBe('a\u203e');
    expect(decodeText(encoded('a~ESC(B~'), ['ISO 2022 IR 13'])).toBe('a\u203e~');
  });
  test('two of them in one value', () => {
    const value = encoded('ESC-L<bb ee> ESC-F<c4>');
    expect(decodeText(value, ['ISO 2022 IR 100', 'ISO 2022 IR 144', 'ISO 2022 IR 126'])).toBe('Лю Δ');
  });
});

describe('the initial sets come back', () => {
  const terms = ['ISO 2022 IR 100', 'ISO 2022 IR 144'];
  test.each([
    ['behind a backslash', '\\', '', '\\'],
    ['behind ^ of a name', '^', NAME_DELIMITERS, '^'],
    ['behind = of a name', '=', NAME_DELIMITERS, '='],
    ['behind a line', '\r\n', '', ' '],
    ['behind a tab', '\t', '', ' '],
    ['behind a page', '\f', '', ' '],
  ])('%s', (_name, delimiter, delimiters, shown) => {
    const value = encoded(`ESC-L<e9>${delimiter}<e9>`);
    expect(decodeText(value, terms, delimiters === '' ? undefined : delimiters)).toBe(`щ${shown}é`);
  });
  test('but not behind ^ of a text, nor where a code of two bytes looks like a delimiter', () => {
    expect(decodeText(encoded('ESC-L<e9>^<e9>'), terms)).toBe('щ^щ');
    // 5C, 5E and 3D are second bytes here.
    expect(name('ESC$B0\\0^0=ESC(B', '', 'ISO 2022 IR 87')).toBe('移緯綾');
  });
});

describe('text is text', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
  test.each([
    ['default', [], Buffer.from('Portal ven.'), 'Portal ven.'],
    ['UTF-8 without a word of it', [], Buffer.from('Lés 肝'), 'Lés 肝'],
    ['Latin 1 without a word of it', [], bytes(0x4c, 0xe9, 0x73), 'Lés'],
    ['UTF-8', ['ISO_IR 192'], Buffer.from('肝脏'), '肝脏'],
    ['another spelling', ['iso-ir 144'], bytes(0xbb), 'Л'],
    ['an unknown set', ['ISO_IR 999'], Buffer.from('Les'), 'Les'],
    ['names of what every object has', ['constructor'], Buffer.from('Les'), 'Les'],
    ['Korean without its escapes', ['', 'ISO 2022 IR 149'], bytes(0xb0, 0xa3), '간'],
    ['wrongly declared', ['ISO_IR 192'], bytes(0x4c, 0xe9, 0x73), 'Lés'],
    ['padding and control characters', [], bytes(0x20, 0x41, 0x07, 0x42, 0x20, 0x00), 'AB'],
    ['characters that turn others round', ['ISO_IR 192'], Buffer.from('a\u202egpj.b\u2066'), 'agpj.b'],
    ['an unknown escape', [], encoded('aESC%Gb'), 'ab'],
    ['an escape at the end', [], encoded('abESC$'), 'ab'],
  ])('%s', (_name, terms, value, expected) => {
    expect(decodeText(value, terms)).toBe(expected);
  });

  test('a long value is cut between characters', () => {
    const shown = decodeText(Buffer.from('x' + '肝'.repeat(2000)), ['ISO_IR 192']);
    expect(shown).toBe('x' + '肝'.repeat(255));
    expect(decodeText(Buffer.from('🫀'.repeat(2000)).subarray(0, 3999), [])).toBe('🫀'.repeat(128));
    expect(decodeText(Buffer.from('x' + '🫀'.repeat(2000)), [])).toBe('x' + '🫀'.repeat(127));
  });

  test('any bytes in any sets: well-formed text without control characters, no longer than is shown', () => {
    const term = fc.constantFrom(
      ...['', 'ISO 2022 IR 87', 'ISO 2022 IR 149', 'ISO_IR 192', 'GB18030', 'ISO_IR 13', 'ISO_IR 100', 'x'],
    );
    const escape = fc.constantFrom('$B', '$)C', '$)A', '(J', '-A', ')I', '$(D').map((text) => encoded(`ESC${text}`));
    const piece = fc.oneof(fc.uint8Array({ maxLength: 40 }), escape);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.array(term, { maxLength: 3 }), (pieces, terms) => {
        const text = decodeText(Buffer.concat(pieces), terms, NAME_DELIMITERS);
        expect(text.length).toBeLessThanOrEqual(256);
        expect(text).not.toMatch(/\p{Cc}/u);
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });

  test('whatever Unicode text is written in UTF-8 or GB18030 without control characters comes back', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .map((value) => value.replace(/[\p{Cc}\p{Cf}\ufeff]/gu, '').trim());
    fc.assert(
      fc.property(text, (value) => {
        expect(decodeText(Buffer.from(value), ['ISO_IR 192'])).toBe(value);
      }),
    );
  });
});

const realData = process.env['REMNANT_TEST_DATA'];
const oddFolder = join(realData ?? '', 'odd-dicom');
describe.skipIf(!realData || !existsSync(oddFolder))(
  'names in files of other programs (skipped unless REMNANT_TEST_DATA is set)',
  () => {
    const PATIENT_NAME = 0x00100010;
    const nameIn = (elements: Elements): string =>
      decodeText(elements.value(PATIENT_NAME), elements.characterSets, NAME_DELIMITERS);
    const open = (file: string): Elements => {
      const elements = readDataSet(readFileSync(join(oddFolder, file)));
      if (!elements) throw new Error('not read');
      return elements;
    };
    test.each([
      ['chrArab.dcm', 'قباني^لنزار'],
      ['chrHbrw.dcm', 'שרון^דבורה'],
      ['chrRuss.dcm', 'Люкceмбypг'],
      ['chrX1.dcm', 'Wang^XiaoDong=王^小東='],
    ])('%s', (file, expected) => {
      expect(nameIn(open(file))).toBe(expected);
    });
    test('chrSQEncoding1.dcm, in an item', () => {
      expect(nameIn(open('chrSQEncoding1.dcm').item(0x00321064)!)).toBe('ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう');
    });
  },
);
