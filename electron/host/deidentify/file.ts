/** DICOM files as they come and as they leave (PS3.10 section 7.1): preamble, meta information, data set. */
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION } from '../dicom/write.ts';
import { DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from '../dicom/readSyntax.ts';
import {
  EXPLICIT,
  EXPLICIT_SWAPPED,
  IMPLICIT,
  isVr,
  latin1,
  tags,
  textOf,
  type Dataset,
  type Encoding,
} from './dataset.ts';
import { DatasetReader, Damaged, type Wanted } from './readDataset.ts';
import { datasetParts } from './writeDataset.ts';

export interface DicomFile {
  readonly transferSyntaxUid: string;
  readonly encoding: Encoding;
  readonly dataset: Dataset;
}

const META_GROUP = 0x0002;
const PREAMBLE_BYTES = 128;
/** What the reader of images takes as well; more is a deflate bomb. */
const MAX_INFLATED_BYTES = 128 * 1024 * 1024;
/** The standard's own syntaxes; all but four are Explicit VR Little Endian with encapsulated pixels (PS3.5 annex A). */
const standardSyntax = /^1\.2\.840\.10008\.1\.2(\.\d{1,3}){0,3}$/;

const encodingOf = (syntax: string): Encoding =>
  syntax === IMPLICIT_LITTLE ? IMPLICIT : syntax === EXPLICIT_BIG ? EXPLICIT_SWAPPED : EXPLICIT;

/** Where the meta information starts and, in a file that has none, the syntax of its data set; null when it can't be DICOM. */
function startOf(bytes: Uint8Array): { metaAt: number } | { syntax: string } | null {
  if (latin1(bytes.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + 4)) === 'DICM') return { metaAt: PREAMBLE_BYTES + 4 };
  if (bytes.length < 16) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const explicit = isVr(latin1(bytes.subarray(4, 6)));
  const group = view.getUint16(0, true);
  if (group === META_GROUP && explicit) return { metaAt: 0 };
  if (group === 0x0008 && explicit) return { syntax: EXPLICIT_LITTLE };
  if (group === 0x0800 && explicit) return { syntax: EXPLICIT_BIG };
  return group === 0x0008 && view.getUint32(4, true) <= 64 ? { syntax: IMPLICIT_LITTLE } : null;
}

/**
 * @param bytes a whole file
 * @param wanted which elements of the data set to keep
 * @param last reads no further than to this tag; then the start of a file will do
 * @returns null when it isn't DICOM
 * @throws Damaged, or what zlib throws
 */
export function readFile(bytes: Uint8Array, wanted: Wanted, last?: number): DicomFile | null {
  const start = startOf(bytes);
  if (!start) return null;
  if ('syntax' in start) {
    const encoding = encodingOf(start.syntax);
    const dataset = new DatasetReader(bytes, wanted).topLevel(0, encoding, last);
    return { transferSyntaxUid: start.syntax, encoding, dataset };
  }
  const meta = new DatasetReader(bytes, (tag) => tag === tags.TransferSyntaxUid).group(
    start.metaAt,
    META_GROUP,
    EXPLICIT,
  );
  const transferSyntaxUid = textOf(meta.value, tags.TransferSyntaxUid);
  if (!standardSyntax.test(transferSyntaxUid)) throw new Damaged('an unknown transfer syntax');
  const encoding = encodingOf(transferSyntaxUid);
  const body = bytes.subarray(meta.end);
  const finishFlush = last === undefined ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
  const plain =
    transferSyntaxUid === DEFLATED ? inflateRawSync(body, { maxOutputLength: MAX_INFLATED_BYTES, finishFlush }) : body;
  return { transferSyntaxUid, encoding, dataset: new DatasetReader(plain, wanted).topLevel(0, encoding, last) };
}

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function metaInformation(transferSyntaxUid: string, dataset: Dataset): Uint8Array[] {
  const text = (tag: number, vr: string, value: string) =>
    ({ tag, vr, content: { kind: 'value', bytes: ascii(value) } }) as const;
  const parts = datasetParts(
    [
      { tag: 0x00020001, vr: 'OB', content: { kind: 'value', bytes: Uint8Array.of(0, 1) } },
      text(tags.MediaStorageSopClassUid, 'UI', textOf(dataset, tags.SopClassUid)),
      text(tags.MediaStorageSopInstanceUid, 'UI', textOf(dataset, tags.SopInstanceUid)),
      text(tags.TransferSyntaxUid, 'UI', transferSyntaxUid),
      text(0x00020012, 'UI', IMPLEMENTATION_CLASS_UID),
      text(0x00020013, 'SH', IMPLEMENTATION_VERSION),
    ],
    EXPLICIT,
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(parts.reduce((sum, part) => sum + part.length, 0));
  const groupLength = datasetParts(
    [{ tag: 0x00020000, vr: 'UL', content: { kind: 'value', bytes: length } }],
    EXPLICIT,
  );
  return [...groupLength, ...parts];
}

/** The whole file: an empty preamble, meta information of our own, the data set in the syntax it came in. */
export function writeFile({ transferSyntaxUid, encoding, dataset }: DicomFile): Uint8Array<ArrayBuffer> {
  const head = [new Uint8Array(PREAMBLE_BYTES), ascii('DICM'), ...metaInformation(transferSyntaxUid, dataset)];
  const body = datasetParts(dataset, encoding);
  if (transferSyntaxUid !== DEFLATED) return Buffer.concat([...head, ...body]);
  const deflated = deflateRawSync(Buffer.concat(body));
  return Buffer.concat([...head, deflated, new Uint8Array(deflated.length % 2)]);
}
