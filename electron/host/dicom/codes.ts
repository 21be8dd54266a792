/** Coded terms (PS3.16) that this program writes and understands. */
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
  nonFunctional: own('NONFUNCTIONAL', 'Other non-functional liver tissue'),
  segmentation: dcm('113076', 'Segmentation'),
  sourceImage: dcm('121322', 'Source image for image processing operation'),
} as const satisfies Record<string, Code>;

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

/** A code as the one item of a code sequence. */
export const codeItem = ({ value, scheme, meaning }: Code): readonly Dataset[] => [
  { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning },
];
