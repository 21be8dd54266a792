/** The elements that say that, how and for which trial a file was de-identified (PS3.15 E.1.1, PS3.3 C.7.1.1, C.12.1). */
import { trialAttributes, type ClinicalTrial } from '../dicom/clinicalTrial.ts';
import type { Encoding } from '../dicom/readElements.ts';
import { writeTags } from '../dicom/writeTags.ts';
import { profileVersion, type ProfileOption } from './attributes.ts';
import { tags, textElement, type Dataset, type Element } from './dataset.ts';
import type { DeidentifyPlan } from './plan.ts';

/** CID 7050, de-identification method. */
const optionCodes: Readonly<Record<ProfileOption, readonly [string, string]>> = {
  cleanDescriptors: ['113105', 'Clean Descriptors Option'],
  modifiedDates: ['113107', 'Retain Longitudinal Temporal Information Modified Dates Option'],
  fullDates: ['113106', 'Retain Longitudinal Temporal Information Full Dates Option'],
  patientCharacteristics: ['113108', 'Retain Patient Characteristics Option'],
};
const BASIC_PROFILE = ['113100', 'Basic Application Confidentiality Profile'] as const;

const codeItem = ([value, meaning]: readonly [string, string]): Dataset => [
  textElement(tags.CodeValue, 'SH', value),
  textElement(tags.CodingSchemeDesignator, 'SH', 'DCM'),
  textElement(tags.CodeMeaning, 'LO', meaning),
];

function trialElements(trial: ClinicalTrial, encoding: Encoding): Element[] {
  return Object.entries(trialAttributes(trial)).flatMap(([keyword, value]) => {
    const [tag, vr] = writeTags[keyword as keyof typeof writeTags];
    if (value === undefined) return [];
    return [typeof value === 'string' ? textElement(tag, vr, value) : doubleElement(tag, value, encoding)];
  });
}

function doubleElement(tag: number, value: number, { bigEndian }: Encoding): Element {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, !bigEndian);
  return { tag, vr: 'FD', content: { kind: 'value', bytes } };
}

/** Longitudinal Temporal Information Modified (PS3.3 C.12.1.1.8). */
function datesAre(options: readonly ProfileOption[]): string {
  if (options.includes('fullDates')) return 'UNMODIFIED';
  return options.includes('modifiedDates') ? 'MODIFIED' : 'REMOVED';
}

/** Everything that is written anew; it replaces what the file had under the same tags. */
export function marksOf({ code, options, trial }: DeidentifyPlan, encoding: Encoding): Element[] {
  const method = [`Remnant, ${profileVersion()} table E.1-1`, BASIC_PROFILE[1]];
  const codes = [BASIC_PROFILE, ...options.map((option) => optionCodes[option])];
  return [
    textElement(tags.SpecificCharacterSet, 'CS', 'ISO_IR 192'),
    textElement(tags.PatientName, 'PN', code),
    textElement(tags.PatientId, 'LO', code),
    ...(trial ? trialElements(trial, encoding) : []),
    textElement(0x00120062, 'CS', 'YES'),
    textElement(0x00120063, 'LO', method.join('\\')),
    { tag: 0x00120064, vr: 'SQ', content: { kind: 'items', items: codes.map(codeItem) } },
    textElement(tags.DatesModified, 'CS', datesAre(options)),
  ];
}
