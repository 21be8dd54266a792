/** Where the data set of a file starts and how it is written (PS3.10 section 7.1), older files without preamble or meta group included. */
import { inflateRawSync } from 'node:zlib';
import { Elements, type Encoding } from './readElements.ts';
import { refuse } from './readRefusal.ts';
import { DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from './readSyntax.ts';

export interface Start {
  readonly transferSyntaxUid: string;
  readonly encoding: Encoding;
  /** Of the first element behind the meta group. */
  readonly offset: number;
  /** The class that the meta group names; '' without. */
  readonly mediaSopClassUid: string;
  /** Whether the bytes go on behind the meta group; without, nothing is sure. */
  readonly isReached: boolean;
}

/** A slice of 4096 x 4096 pixels with a large private header, or 200 of 512 x 512; more than that is a deflate bomb. */
const MAX_INFLATED_BYTES = 128 * 1024 * 1024;
/** With the four letters behind it. */
export const PREAMBLE_LENGTH = 132;
/** Tag, VR and length: what tells how a data set is written. */
const FIRST_HEADER_BYTES = 8;
const META_END = 0x00030000;
const LITTLE: Encoding = { explicit: true, bigEndian: false };

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
const u16 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8);
const hasVr = (bytes: Uint8Array, at: number): boolean =>
  /^(A[EST]|CS|D[AST]|F[DL]|IS|L[OT]|O[BDFLVW]|PN|S[HLQSTV]|TM|U[CILNRSTV])$/.test(ascii(bytes, at + 4, at + 6));

const hasPreamble = (bytes: Uint8Array): boolean => ascii(bytes, 128, PREAMBLE_LENGTH) === 'DICM';

/** What data sets without preamble start with: group 2 or 8, in any of the three ways to write it. */
function startsBare(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  const group = u16(bytes, 0);
  if (hasVr(bytes, 0)) return group === 0x0002 || group === 0x0008 || group === 0x0800;
  return group === 0x0008 && u16(bytes, 4) <= 64 && u16(bytes, 6) === 0;
}

/** Whether the first bytes of a file (at least 132, where it has them) can be those of a DICOM file. */
export const looksLikeDicom = (firstBytes: Uint8Array): boolean => hasPreamble(firstBytes) || startsBare(firstBytes);

/** By the bytes themselves: programs exist that write another encoding than they name. */
function sniff(bytes: Uint8Array, at: number, named: Encoding): Encoding {
  if (at + FIRST_HEADER_BYTES > bytes.length) return named;
  const explicit = hasVr(bytes, at);
  const bigEndian = u16(bytes, at) >= 0x0100 && bytes[at] === 0;
  return explicit || !bigEndian ? { explicit, bigEndian } : named;
}

const encodingOf = (syntax: string): Encoding => ({
  explicit: syntax !== IMPLICIT_LITTLE,
  bigEndian: syntax === EXPLICIT_BIG,
});
const syntaxOf = ({ explicit, bigEndian }: Encoding): string =>
  explicit ? (bigEndian ? EXPLICIT_BIG : EXPLICIT_LITTLE) : IMPLICIT_LITTLE;

/** @returns null when it isn't DICOM */
export function findStart(bytes: Uint8Array): Start | null {
  if (!looksLikeDicom(bytes)) return null;
  const from = hasPreamble(bytes) ? PREAMBLE_LENGTH : 0;
  const meta = new Elements({ bytes, encoding: LITTLE, from, to: bytes.length }, META_END);
  const named = meta.ascii(0x00020010);
  const groupLength = meta.uint32(0x00020000);
  // What is deflated may look like an element; elsewhere the elements tell better than the length, which is often wrong.
  const offset = named === DEFLATED && groupLength !== undefined ? from + 12 + groupLength : meta.lastOffset;
  const isPlain = named === '' || [IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG].includes(named);
  const encoding = named === DEFLATED ? LITTLE : sniff(bytes, offset, encodingOf(named));
  return {
    transferSyntaxUid: isPlain ? syntaxOf(encoding) : named,
    encoding,
    offset,
    mediaSopClassUid: meta.ascii(0x00020002),
    isReached: meta.end === 'stopped' && offset + FIRST_HEADER_BYTES <= bytes.length,
  };
}

/** Of deflated files, as long as their bytes are held: every frame asks for them. */
const inflated = new WeakMap<Uint8Array, Uint8Array>();

/**
 * The bytes that the offsets of a data set refer to: those of the file, or for deflated ones its start with the inflated data set behind it.
 * @param bytes the whole file
 * @throws Refusal when they don't inflate, or to more than a CT file can have
 */
export function dataSetBytes(bytes: Uint8Array, { transferSyntaxUid, offset }: Start): Uint8Array {
  if (transferSyntaxUid !== DEFLATED) return bytes;
  const known = inflated.get(bytes);
  if (known) return known;
  const whole = Buffer.concat([bytes.subarray(0, offset), inflate(bytes.subarray(offset))]);
  inflated.set(bytes, whole);
  return whole;
}

function inflate(deflated: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(deflated, { maxOutputLength: MAX_INFLATED_BYTES });
  } catch (error) {
    if (error instanceof RangeError)
      return refuse(`It inflates to more than ${MAX_INFLATED_BYTES / 2 ** 20} MiB, more than a CT file can have.`);
    return refuse('It is damaged or cut short: it cannot be inflated.');
  }
}
