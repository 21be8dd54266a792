/** A DICOM data set as it stands in a file: elements in order, values as bytes. The whole folder works on this and nothing else. */
import type { Encoding } from '../dicom/readElements.ts';

export type Content =
  | { readonly kind: 'value'; readonly bytes: Uint8Array }
  | { readonly kind: 'items'; readonly items: readonly Dataset[] }
  /** Encapsulated pixel data: all fragment items with their headers, byte for byte (PS3.5 A.4). */
  | { readonly kind: 'fragments'; readonly bytes: Uint8Array };

export interface Element {
  /** Group in the upper 16 bits. */
  readonly tag: number;
  /** As the file says, or as the standard says where the file doesn't. */
  readonly vr: string;
  readonly content: Content;
}
export type Dataset = readonly Element[];

export const groupOf = (tag: number): number => tag >>> 16;
export const isPrivate = (tag: number): boolean => groupOf(tag) % 2 === 1;

/** VRs with a 16-bit length; all others have a 32-bit one after two reserved bytes (PS3.5 tables 7.1-1 and 7.1-2). */
// prettier-ignore
export const shortVrs: readonly string[] = [
  'AE', 'AS', 'AT', 'CS', 'DA', 'DS', 'DT', 'FD', 'FL', 'IS', 'LO', 'LT', 'PN', 'SH', 'SL', 'SS', 'ST', 'TM', 'UI', 'UL', 'US',
];

export const bulkVrs: readonly string[] = ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN'];
const numberSizes: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, AT: 4, FL: 4, FD: 8, SV: 8, UV: 8 };
/** Bytes of one number of a binary VR; undefined for the others. */
export const numberSize = (vr: string): number | undefined => numberSizes[vr];

/** One byte per character: what only has to be compared, or is in the default repertoire by definition. */
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** The value of an element as characters without its padding; '' when it is absent or no value. */
export function textOf(dataset: Dataset, tag: number): string {
  const content = dataset.find((element) => element.tag === tag)?.content;
  return content?.kind === 'value'
    ? latin1(content.bytes)
        .replace(/[\0 ]+$/, '')
        .trim()
    : '';
}

export const textElement = (tag: number, vr: string, text: string): Element => ({
  tag,
  vr,
  content: { kind: 'value', bytes: Buffer.from(text, 'utf8') },
});

/** A US, or 0. */
export function uint16Of(dataset: Dataset, tag: number, { bigEndian }: Encoding): number {
  const content = dataset.find((element) => element.tag === tag)?.content;
  if (content?.kind !== 'value' || content.bytes.length < 2) return 0;
  return new DataView(content.bytes.buffer, content.bytes.byteOffset).getUint16(0, !bigEndian);
}

/** The tags that code speaks of (PS3.6). */
export const tags = {
  MediaStorageSopClassUid: 0x00020002,
  MediaStorageSopInstanceUid: 0x00020003,
  TransferSyntaxUid: 0x00020010,
  SpecificCharacterSet: 0x00080005,
  ImageType: 0x00080008,
  SopClassUid: 0x00080016,
  SopInstanceUid: 0x00080018,
  Modality: 0x00080060,
  ConversionType: 0x00080064,
  CodeValue: 0x00080100,
  CodingSchemeDesignator: 0x00080102,
  CodeMeaning: 0x00080104,
  CodingSchemeUid: 0x0008010c,
  LongCodeValue: 0x00080119,
  UrnCodeValue: 0x00080120,
  PatientName: 0x00100010,
  PatientId: 0x00100020,
  PatientBirthDate: 0x00100030,
  OtherPatientNames: 0x00101001,
  StudyInstanceUid: 0x0020000d,
  SeriesInstanceUid: 0x0020000e,
  SamplesPerPixel: 0x00280002,
  PhotometricInterpretation: 0x00280004,
  NumberOfFrames: 0x00280008,
  Rows: 0x00280010,
  Columns: 0x00280011,
  BitsAllocated: 0x00280100,
  BurnedInAnnotation: 0x00280301,
  DatesModified: 0x00280303,
  PixelData: 0x7fe00010,
} as const;
