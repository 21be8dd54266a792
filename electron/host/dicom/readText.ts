/** Text of header values (PS3.5 6.1.2): in one of the sets for whole values, or with sets that escape sequences designate. */
import { escapedSet, initialHalves, namedRightHalves, wholeEncoding, type GraphicSet } from './readCharacterSets.ts';

const ESCAPE = 0x1b;
/** Tab, line feed, form feed, carriage return: the initial sets are designated again behind them (PS3.5 6.1.2.5.3). */
const isReset = (byte: number): boolean => byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d;
const isGraphic = (byte: number): boolean => (byte > 0x20 && byte < 0x7f) || byte >= 0x80;
/** Letters that all sets have in common, for which no decoder is made: the tilde isn't one. */
const isCommon = (byte: number): boolean => byte >= 0x20 && byte < 0x7e;
/** Longer than any value that is worth showing. */
const MAX_TEXT = 256;
/** A character with an escape before and behind it. */
const MAX_BYTES = MAX_TEXT * 12;

/** Behind which the initial sets are designated again, too; those of names separate their components (PS3.5 6.2.1). */
export const VALUE_DELIMITERS = '\\';
export const NAME_DELIMITERS = '\\^=';

/** null when they are not of this encoding; a character that is cut at the end is forgiven where the value was. */
function tryDecode(encoding: string, bytes: Uint8Array, isCut: boolean): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return null;
  }
}

/** Bytes that are not what they claim: a wrong letter is better than a lost file. */
const decodeLoosely = (bytes: Uint8Array, isCut: boolean, named: readonly GraphicSet[] = []): string =>
  tryDecode('utf-8', bytes, isCut) ??
  named.reduce<string | null>((found, { encoding }) => found ?? tryDecode(encoding, bytes, isCut), null) ??
  new TextDecoder('windows-1252').decode(bytes);

/** A value with code extensions (PS3.5 6.1.2.5), in runs of one set each. */
class Decoder {
  readonly #bytes: Uint8Array;
  readonly #isCut: boolean;
  readonly #terms: readonly string[];
  readonly #delimiters: readonly number[];
  #left: GraphicSet;
  #right: GraphicSet | undefined;
  #at = 0;

  constructor(bytes: Uint8Array, isCut: boolean, terms: readonly string[], delimiters: string) {
    this.#bytes = bytes;
    this.#isCut = isCut;
    this.#terms = terms;
    this.#delimiters = [...Buffer.from(delimiters)];
    ({ left: this.#left, right: this.#right } = initialHalves(terms));
  }

  decode(): string {
    let text = '';
    while (this.#at < this.#bytes.length) text += this.#next();
    return text;
  }

  #next(): string {
    const byte = this.#bytes[this.#at]!;
    if (byte === ESCAPE) return this.#designate();
    if (isGraphic(byte) && !this.#isDelimiter(byte)) return this.#run(byte < 0x80);
    this.#at++;
    if (isReset(byte) || this.#isDelimiter(byte))
      ({ left: this.#left, right: this.#right } = initialHalves(this.#terms));
    return String.fromCharCode(byte);
  }

  /** Codes of a set of two bytes are no delimiters. */
  #isDelimiter(byte: number): boolean {
    return this.#left.bytesPerCharacter === 1 && this.#delimiters.includes(byte);
  }

  /** An escape sequence; unknown ones are passed over. */
  #designate(): string {
    let end = this.#at + 1;
    while (end < this.#bytes.length && this.#bytes[end]! >= 0x20 && this.#bytes[end]! <= 0x2f) end++;
    end = Math.min(end + 1, this.#bytes.length);
    const set = escapedSet(String.fromCharCode(...this.#bytes.subarray(this.#at + 1, end)));
    if (set?.half === 'left') this.#left = set;
    if (set?.half === 'right') this.#right = set;
    this.#at = end;
    return '';
  }

  /** All codes of one half up to the next of the other, control character or delimiter. */
  #run(isLeft: boolean): string {
    const from = this.#at;
    const bytes = this.#bytes;
    const isIn = (byte: number): boolean => isGraphic(byte) && byte < 0x80 === isLeft && !this.#isDelimiter(byte);
    while (this.#at < bytes.length && isIn(bytes[this.#at]!)) this.#at++;
    const codes = bytes.subarray(from, this.#at);
    const set = isLeft ? this.#left : this.#right;
    const decoded = set && tryDecode(set.encoding, set.recode?.(codes) ?? codes, this.#isCut);
    return decoded ?? decodeLoosely(codes, this.#isCut, namedRightHalves(this.#terms));
  }
}

/** Invisible characters that change the order of others, so that a text could look like another one. */
const DIRECTION_CONTROLS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

function decode(bytes: Uint8Array, isCut: boolean, terms: readonly string[], delimiters: string): string {
  const encoding = wholeEncoding(terms);
  if (encoding === undefined) return new Decoder(bytes, isCut, terms, delimiters).decode();
  return tryDecode(encoding, bytes, isCut) ?? decodeLoosely(bytes, isCut);
}

/**
 * @param bytes one header value, padding included
 * @param terms values of Specific Character Set (0008,0005); empty for the default repertoire
 * @param delimiters of the value's kind: `NAME_DELIMITERS` for names of persons
 * @returns the text without padding and control characters, at most 256 letters; never throws
 */
export function decodeText(bytes: Uint8Array, terms: readonly string[], delimiters = VALUE_DELIMITERS): string {
  const start = bytes.subarray(0, MAX_BYTES);
  const text = start.every(isCommon)
    ? Buffer.from(start).toString('latin1')
    : decode(start, start.length < bytes.length, terms, delimiters);
  return text
    .replace(/[\t\n\f\r]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(DIRECTION_CONTROLS, '')
    .trim()
    .slice(0, MAX_TEXT)
    .replace(/[\ud800-\udbff]$/, '');
}
