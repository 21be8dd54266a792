/** Text of header values by Specific Character Set (PS3.3 C.12.1.1.2), with the decoders of the WHATWG Encoding Standard. */
const encodings: Readonly<Record<string, string>> = {
  'IR 6': 'utf-8',
  'IR 100': 'iso-8859-1',
  'IR 101': 'iso-8859-2',
  'IR 109': 'iso-8859-3',
  'IR 110': 'iso-8859-4',
  'IR 144': 'iso-8859-5',
  'IR 127': 'iso-8859-6',
  'IR 126': 'iso-8859-7',
  'IR 138': 'iso-8859-8',
  'IR 148': 'iso-8859-9',
  'IR 203': 'iso-8859-15',
  'IR 13': 'shift_jis',
  'IR 166': 'windows-874',
  'IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
};
/** Sets that are switched to inside a value by an escape sequence. */
const extensions: Readonly<Record<string, { encoding: string; keepEscapes: boolean }>> = {
  'IR 13': { encoding: 'iso-2022-jp', keepEscapes: true },
  'IR 87': { encoding: 'iso-2022-jp', keepEscapes: true },
  'IR 149': { encoding: 'euc-kr', keepEscapes: false },
  'IR 58': { encoding: 'gb18030', keepEscapes: false },
};
const ESCAPE = 0x1b;
/** Longer than any LO or UC value that is worth showing. */
const MAX_TEXT = 256;

/** `ISO_IR 100` and `ISO 2022 IR 100` name the same set. */
const setName = (term: string): string => term.trim().replace(/^ISO[ _](2022 )?/, '');

/** Bytes that are what they claim, otherwise one byte per letter: a wrong letter is better than a lost file. */
function decodeWith(encoding: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function withoutEscapes(bytes: Uint8Array): Uint8Array {
  const kept: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== ESCAPE) kept.push(bytes[at]!);
    else {
      while (at + 1 < bytes.length && bytes[at + 1]! >= 0x20 && bytes[at + 1]! <= 0x2f) at++;
      at++;
    }
  }
  return Uint8Array.from(kept);
}

function decode(bytes: Uint8Array, characterSets: readonly string[]): string {
  const names = characterSets.map(setName);
  if (bytes.includes(ESCAPE)) {
    const extension = names.map((name) => extensions[name]).find((found) => found !== undefined);
    if (extension) return decodeWith(extension.encoding, extension.keepEscapes ? bytes : withoutEscapes(bytes));
    return decodeWith('utf-8', withoutEscapes(bytes));
  }
  return decodeWith(encodings[names[0] ?? ''] ?? 'utf-8', bytes);
}

/**
 * @param bytes one header value, padding included
 * @param characterSets values of Specific Character Set (0008,0005); empty for the default repertoire
 * @returns the text without padding and control characters, at most 256 letters; never throws
 */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[]): string {
  return decode(bytes.subarray(0, MAX_TEXT * 4), characterSets)
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, MAX_TEXT);
}
