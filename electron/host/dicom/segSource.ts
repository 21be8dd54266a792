/** What a segmentation takes over from the CT that it was drawn on. */
import { RemnantError } from '../../core/contract/errors.ts';
import { looksLikeDicom, readDataSet } from './read.ts';
import type { Elements } from './readElements.ts';
import { decodeText, NAME_DELIMITERS } from './readText.ts';
import { writeTags, type Keyword } from './writeTags.ts';

export interface SegSource {
  readonly seriesInstanceUid: string;
  /** '' when the CT has none. */
  readonly frameOfReferenceUid: string;
  readonly lossy: boolean;
  /** Patient and study, as raw bytes in the character set that comes with them. */
  readonly attributes: Readonly<Partial<Record<CopiedKeyword, Uint8Array>>>;
}

/** Attributes of the patient and study modules of type 2: written empty where the CT has none. */
const required = [
  'StudyDate',
  'StudyTime',
  'AccessionNumber',
  'ReferringPhysicianName',
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'PatientSex',
  'StudyInstanceUID',
  'StudyID',
  'PositionReferenceIndicator',
] as const satisfies readonly Keyword[];
const optional = [
  'SpecificCharacterSet',
  'StudyDescription',
  'PatientAge',
  'PatientSize',
  'PatientWeight',
  'LossyImageCompressionRatio',
  'LossyImageCompressionMethod',
] as const satisfies readonly Keyword[];
type CopiedKeyword = (typeof required)[number] | (typeof optional)[number];

/** A copy without padding, which some programs write as NUL where a blank belongs (PS3.5 6.2). */
function unpadded(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--;
  return new Uint8Array(bytes.subarray(0, end));
}

const tagOf = (keyword: Keyword): number => writeTags[keyword][0];

/**
 * @param file bytes of one slice of the source series
 * @throws RemnantError 'unsupported' when it is no DICOM file
 */
export function readSegSource(file: Uint8Array): SegSource {
  const dataSet = parseHeader(file);
  const attributes: Partial<Record<CopiedKeyword, Uint8Array>> = {};
  for (const keyword of required) attributes[keyword] = new Uint8Array();
  for (const keyword of [...required, ...optional]) {
    const value = dataSet.value(tagOf(keyword));
    if (value.length > 0) attributes[keyword] = unpadded(value);
  }
  return {
    seriesInstanceUid: dataSet.ascii(tagOf('SeriesInstanceUID')),
    frameOfReferenceUid: dataSet.ascii(tagOf('FrameOfReferenceUID')),
    lossy: dataSet.ascii(tagOf('LossyImageCompression')) === '01',
    attributes,
  };
}

/** The attributes in UTF-8, for objects that also hold text of their own. */
export function unicodeAttributes({ attributes }: SegSource): SegSource['attributes'] {
  const sets = Buffer.from(attributes.SpecificCharacterSet ?? [])
    .toString('latin1')
    .split('\\');
  const inUtf8 = (keyword: CopiedKeyword, bytes: Uint8Array): Uint8Array => {
    const isName = writeTags[keyword][1] === 'PN';
    return Buffer.from(decodeText(bytes, sets, isName ? NAME_DELIMITERS : undefined));
  };
  const entries = Object.entries(attributes) as [CopiedKeyword, Uint8Array][];
  return {
    ...Object.fromEntries(entries.map(([keyword, bytes]) => [keyword, inUtf8(keyword, bytes)])),
    SpecificCharacterSet: Buffer.from('ISO_IR 192'),
  };
}

/** The header of any DICOM file. */
export function parseHeader(file: Uint8Array): Elements {
  const dataSet = readDataSet(file);
  if (dataSet) return dataSet;
  throw new RemnantError(
    'unsupported',
    looksLikeDicom(file) ? 'This DICOM file is damaged or cut short.' : 'This is not a DICOM file.',
  );
}
