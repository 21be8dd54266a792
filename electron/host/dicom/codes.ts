/** Coded terms (PS3.16) that this program writes and understands. */
import type { Elements } from './readElements.ts';
import { text } from './readValues.ts';
import type { Dataset } from './write.ts';

export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
/** There is no standard code for the future liver remnant. */
const own = (value: string, meaning: string): Code => ({ value, scheme: '99REMNANT', meaning });

export const codes = {
  anatomicalStructure: sct('123037004', 'Anatomical Structure'),
  alteredStructure: sct('49755003', 'Morphologically Altered Structure'),
  liver: sct('10200004', 'Liver'),
  mass: sct('4147007', 'Mass'),
  flr: own('FLR', 'Future liver remnant'),
  resected: own('RESECTED', 'Liver to be resected'),
  nonFunctional: own('NONFUNCTIONAL', 'Other non-functional liver tissue'),
  neighbourhood: dcm('123101', 'Neighborhood Analysis'),
  segmentation: dcm('113076', 'Segmentation'),
  sourceImage: dcm('121322', 'Source image for image processing operation'),
} as const satisfies Record<string, Code>;

/** Concept names of measurement reports (TID 1500 and those that it includes). */
export const concepts = {
  report: dcm('126000', 'Imaging Measurement Report'),
  language: dcm('121049', 'Language of Content Item and Descendants'),
  country: dcm('121046', 'Country of Language'),
  observerType: dcm('121005', 'Observer Type'),
  person: dcm('121006', 'Person'),
  device: dcm('121007', 'Device'),
  personName: dcm('121008', 'Person Observer Name'),
  deviceUid: dcm('121012', 'Device Observer UID'),
  deviceName: dcm('121013', 'Device Observer Name'),
  deviceManufacturer: dcm('121014', 'Device Observer Manufacturer'),
  deviceModel: dcm('121015', 'Device Observer Model Name'),
  procedureReported: dcm('121058', 'Procedure reported'),
  ctProcedure: { value: '25045-6', scheme: 'LN', meaning: 'CT unspecified body region' },
  imageLibrary: dcm('111028', 'Image Library'),
  imageLibraryGroup: dcm('126200', 'Image Library Group'),
  modality: dcm('121139', 'Modality'),
  ct: dcm('CT', 'Computed Tomography'),
  measurements: dcm('126010', 'Imaging Measurements'),
  group: dcm('125007', 'Measurement Group'),
  trackingId: dcm('112039', 'Tracking Identifier'),
  trackingUid: dcm('112040', 'Tracking Unique Identifier'),
  finding: dcm('121071', 'Finding'),
  findingSite: sct('363698007', 'Finding Site'),
  referencedSegment: dcm('121191', 'Referenced Segment'),
  sourceSeries: dcm('121232', 'Source series for segmentation'),
  timePoint: { value: 'C2348792', scheme: 'UMLS', meaning: 'Time Point' },
  subjectTimePoint: dcm('126070', 'Subject Time Point Identifier'),
  protocolTimePoint: dcm('126071', 'Protocol Time Point Identifier'),
  temporalOffset: dcm('128740', 'Longitudinal Temporal Offset from Event'),
  temporalEvent: dcm('128741', 'Longitudinal Temporal Event Type'),
  algorithmName: dcm('111001', 'Algorithm Name'),
  algorithmVersion: dcm('111003', 'Algorithm Version'),
  equivalentMeaning: dcm('121050', 'Equivalent Meaning of Concept Name'),
  verdict: own('VERDICT', 'Verdict of the protocol'),
  warning: own('WARNING', 'Warning shown with the numbers'),
  method: sct('370129005', 'Measurement Method'),
  sumOfVoxels: dcm('126030', 'Sum of segmented voxel volumes'),
  volume: sct('118565006', 'Volume'),
  standardError: own('STANDARD_ERROR', 'Standard error'),
  comment: dcm('121106', 'Comment'),
  valueUnknown: dcm('114010', 'Value unknown'),
  evaluations: { value: 'C0034375', scheme: 'UMLS', meaning: 'Qualitative Evaluations' },
} as const satisfies Record<string, Code>;

/** Of the private scheme, for readers that don't know it (PS3.3 C.12.1). */
export const ownScheme: Dataset = {
  CodingSchemeDesignator: '99REMNANT',
  CodingSchemeName: 'Remnant',
  CodingSchemeResponsibleOrganization: 'Remnant',
};

/** The private code of a quantity: its id, which never changes its meaning. */
export const quantityCode = (quantity: string, name: string): Code => own(quantity, name);

export const sameCode = (a: Code | undefined, b: Code): boolean => a?.value === b.value && a.scheme === b.scheme;

/** What other programs call the same things; SRT is the retired SNOMED style that older files use. */
export const livers: readonly Code[] = [codes.liver, { value: 'T-62000', scheme: 'SRT', meaning: 'Liver' }];
export const lesions: readonly Code[] = [
  codes.mass,
  sct('14799000', 'Neoplasm, Secondary'),
  sct('86049000', 'Neoplasm, Primary'),
  sct('108369006', 'Neoplasm'),
  sct('52988006', 'Lesion'),
  { value: 'M-03000', scheme: 'SRT', meaning: 'Mass' },
  { value: 'M-80006', scheme: 'SRT', meaning: 'Neoplasm, Secondary' },
  { value: 'M-80003', scheme: 'SRT', meaning: 'Neoplasm, Primary' },
  { value: 'M-01100', scheme: 'SRT', meaning: 'Lesion' },
];

/** What a code value holds; longer ones have an attribute of their own (PS3.3 8.1). */
const MAX_CODE_VALUE = 16;
const MAX_MEANING = 64;

/** A code as the one item of a code sequence. */
export const codeItem = ({ value, scheme, meaning }: Code): readonly Dataset[] => [
  {
    ...(value.length > MAX_CODE_VALUE ? { LongCodeValue: value } : { CodeValue: value }),
    CodingSchemeDesignator: scheme,
    CodeMeaning: meaning.slice(0, MAX_MEANING),
  },
];

/** The code of an item of a code sequence. */
export function codeOf(item: Elements | undefined): Code | undefined {
  if (!item?.has(0x00080102)) return undefined;
  const value = item.ascii(item.has(0x00080100) ? 0x00080100 : 0x00080119);
  return value === '' ? undefined : { value, scheme: item.ascii(0x00080102), meaning: text(item, 0x00080104) };
}
