/** The character sets of PS3.3 C.12.1.1.2, by the decoders of the WHATWG Encoding Standard, and the escape sequences that switch to them. */

/** A set of graphic characters, which fills the left (codes below 0x80) or the right half of the code table (PS3.5 6.1.2.1). */
export interface GraphicSet {
  readonly half: 'left' | 'right';
  readonly bytesPerCharacter: 1 | 2;
  readonly encoding: string;
  /** Codes as that encoding writes them. */
  readonly recode?: (codes: Uint8Array) => Uint8Array;
}

const right = (encoding: string, bytesPerCharacter: 1 | 2 = 1): GraphicSet => ({
  half: 'right',
  bytesPerCharacter,
  encoding,
});

const withHighBits = (codes: Uint8Array): Uint8Array => codes.map((code) => code | 0x80);

/** EUC-JP marks each character of JIS X 0212 with 0x8F. */
function withPrefix(codes: Uint8Array): Uint8Array {
  const marked = new Uint8Array(Math.ceil(codes.length / 2) * 3);
  let to = 0;
  codes.forEach((code, at) => {
    if (at % 2 === 0) marked[to++] = 0x8f;
    marked[to++] = code | 0x80;
  });
  return marked.subarray(0, to);
}

export const ascii: GraphicSet = { half: 'left', bytesPerCharacter: 1, encoding: 'utf-8' };
/** JIS X 0201: as ASCII but for two codes; that of the backslash separates values, here as everywhere. */
const romaji: GraphicSet = {
  ...ascii,
  recode: (codes) => Buffer.from(Buffer.from(codes).toString('latin1').replaceAll('~', '\u203e'), 'utf8'),
};
const katakana = right('shift_jis');
const kanji: GraphicSet = { half: 'left', bytesPerCharacter: 2, encoding: 'euc-jp', recode: withHighBits };
const supplementaryKanji: GraphicSet = { ...kanji, recode: withPrefix };

/** By the number of the ISO registry; those for the right half. */
const rightHalves: Readonly<Record<string, GraphicSet>> = {
  100: right('iso-8859-1'),
  101: right('iso-8859-2'),
  109: right('iso-8859-3'),
  110: right('iso-8859-4'),
  144: right('iso-8859-5'),
  127: right('iso-8859-6'),
  126: right('iso-8859-7'),
  138: right('iso-8859-8'),
  148: right('iso-8859-9'),
  203: right('iso-8859-15'),
  166: right('windows-874'),
  13: katakana,
  149: right('euc-kr', 2),
  58: right('gbk', 2),
};

/** Escape sequences without the escape itself (PS3.3 tables C.12-3 and C.12-4). */
const escapes: Readonly<Record<string, GraphicSet>> = {
  '(B': ascii,
  '(J': romaji,
  ')I': katakana,
  '-A': rightHalves[100]!,
  '-B': rightHalves[101]!,
  '-C': rightHalves[109]!,
  '-D': rightHalves[110]!,
  '-L': rightHalves[144]!,
  '-G': rightHalves[127]!,
  '-F': rightHalves[126]!,
  '-H': rightHalves[138]!,
  '-M': rightHalves[148]!,
  '-b': rightHalves[203]!,
  '-T': rightHalves[166]!,
  $B: kanji,
  // Its edition of 1978, in old files.
  '$@': kanji,
  '$(D': supplementaryKanji,
  '$)C': rightHalves[149]!,
  '$)A': rightHalves[58]!,
};
/** Katakana where Latin letters belong is not of DICOM, but of programs that write Japanese mail. */
const leftKatakana: GraphicSet = { ...katakana, half: 'left', recode: withHighBits };

/** @param sequence what follows the escape: bytes from 0x20 to 0x2F, and one more */
export function escapedSet(sequence: string): GraphicSet | undefined {
  if (sequence === '(I') return leftKatakana;
  return Object.hasOwn(escapes, sequence) ? escapes[sequence] : undefined;
}

/** Sets that know no halves and no escapes; the encoding of a whole value. */
const wholeEncodings: Readonly<Record<string, string>> = {
  192: 'utf-8',
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** The number in `ISO_IR 100` and `ISO 2022 IR 100`, which name the same set, and in what programs write for them; or the whole term. */
const setName = (term: string): string =>
  /^ISO[ _-]?(?:2022[ _-]?)?IR[ _-]?(\d+)$/.exec(term.trim().toUpperCase())?.[1] ?? term.trim().toUpperCase();

const lookUp = <T>(table: Readonly<Record<string, T>>, term: string): T | undefined => {
  const name = setName(term);
  return Object.hasOwn(table, name) ? table[name] : undefined;
};

/** The encoding of values that are written in one of the sets without halves; undefined for all others. */
export const wholeEncoding = (terms: readonly string[]): string | undefined => lookUp(wholeEncodings, terms[0] ?? '');

/** What is designated at the start of a value: by the first term (PS3.3 C.12.1.1.2). */
export const initialHalves = (terms: readonly string[]): { left: GraphicSet; right: GraphicSet | undefined } => ({
  left: setName(terms[0] ?? '') === '13' ? romaji : ascii,
  right: lookUp(rightHalves, terms[0] ?? ''),
});

/** All that the terms name for the right half. */
export const namedRightHalves = (terms: readonly string[]): GraphicSet[] =>
  terms.flatMap((term) => lookUp(rightHalves, term) ?? []);
