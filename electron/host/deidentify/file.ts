/** DICOM files as they come and as they leave (PS3.10 section 7.1): preamble, meta information, data set. */
import { deflateRawSync } from 'node:zlib';
import type { Encoding } from '../dicom/readElements.ts';
import { dataSetBytes, findStart } from '../dicom/readStart.ts';
import { DEFLATED } from '../dicom/readSyntax.ts';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION } from '../dicom/write.ts';
import { tags, textElement, textOf, type Dataset } from './dataset.ts';
import { DatasetReader, Damaged, type Wanted } from './readDataset.ts';
import { datasetParts } from './writeDataset.ts';

export interface DicomFile {
  readonly transferSyntaxUid: string;
  readonly encoding: Encoding;
  readonly dataset: Dataset;
}

const PREAMBLE_BYTES = 128;
const EXPLICIT: Encoding = { explicit: true, bigEndian: false };
/** The standard's own syntaxes (PS3.5 annex A); of others nobody can say how they are written. */
const standardSyntax = /^1\.2\.840\.10008\.1\.2(\.\d{1,3}){0,3}$/;

/**
 * @param bytes a whole file
 * @param wanted which elements of the data set to keep
 * @returns null when it isn't DICOM
 * @throws Damaged, or what the start of the file is refused for
 */
export function readFile(bytes: Uint8Array, wanted: Wanted): DicomFile | null {
  const start = findStart(bytes);
  if (!start) return null;
  const { transferSyntaxUid, encoding } = start;
  if (!standardSyntax.test(transferSyntaxUid)) throw new Damaged('an unknown transfer syntax');
  const reader = new DatasetReader(dataSetBytes(bytes, start), wanted);
  return { transferSyntaxUid, encoding, dataset: reader.topLevel(start.offset, encoding) };
}

function metaInformation(transferSyntaxUid: string, dataset: Dataset): Uint8Array[] {
  const parts = datasetParts(
    [
      { tag: 0x00020001, vr: 'OB', content: { kind: 'value', bytes: Uint8Array.of(0, 1) } },
      textElement(tags.MediaStorageSopClassUid, 'UI', textOf(dataset, tags.SopClassUid)),
      textElement(tags.MediaStorageSopInstanceUid, 'UI', textOf(dataset, tags.SopInstanceUid)),
      textElement(tags.TransferSyntaxUid, 'UI', transferSyntaxUid),
      textElement(0x00020012, 'UI', IMPLEMENTATION_CLASS_UID),
      textElement(0x00020013, 'SH', IMPLEMENTATION_VERSION),
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
  const start = [new Uint8Array(PREAMBLE_BYTES), Buffer.from('DICM'), ...metaInformation(transferSyntaxUid, dataset)];
  const body = datasetParts(dataset, encoding);
  if (transferSyntaxUid !== DEFLATED) return Buffer.concat([...start, ...body]);
  const deflated = deflateRawSync(Buffer.concat(body));
  return Buffer.concat([...start, deflated, new Uint8Array(deflated.length % 2)]);
}
