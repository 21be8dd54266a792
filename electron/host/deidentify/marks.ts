/** The elements that say that, how and for which trial a file was de-identified (PS3.15 E.1.1, PS3.3 C.7.1.1, C.12.1). */
import { profileVersion, type ProfileOption } from './attributes.ts';
import { tags, textElement, type Dataset, type Element } from './dataset.ts';
import type { ClinicalTrial, DeidentifyPlan } from './plan.ts';

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

/** Tag, VR and value; empty ones are attributes of type 2, undefined ones are left out. */
function trialElements(trial: ClinicalTrial): Element[] {
  const values: readonly (readonly [number, string, string | undefined])[] = [
    [0x00120010, 'LO', trial.sponsorName],
    [0x00120020, 'LO', trial.protocolId],
    [0x00120021, 'LO', trial.protocolName ?? ''],
    [0x00120030, 'LO', trial.siteId ?? ''],
    [0x00120031, 'LO', trial.siteName ?? ''],
    [0x00120040, 'LO', trial.subjectId],
    [0x00120050, 'LO', trial.timePointId ?? ''],
    [0x00120051, 'ST', trial.timePointDescription],
    [0x00120060, 'LO', trial.coordinatingCentre ?? ''],
    [0x00120071, 'LO', trial.seriesId],
  ];
  // A backslash would start another value (PS3.5 6.4).
  return values.flatMap(([tag, vr, text]) =>
    text === undefined ? [] : [textElement(tag, vr, text.replaceAll('\\', '/').slice(0, 64))],
  );
}

/** Longitudinal Temporal Information Modified (PS3.3 C.12.1.1.8). */
function datesAre(options: readonly ProfileOption[]): string {
  if (options.includes('fullDates')) return 'UNMODIFIED';
  return options.includes('modifiedDates') ? 'MODIFIED' : 'REMOVED';
}

/** Everything that is written anew; it replaces what the file had under the same tags. */
export function marksOf({ code, options, trial }: DeidentifyPlan): Element[] {
  const method = [`Remnant, ${profileVersion()} table E.1-1`, BASIC_PROFILE[1]];
  const codes = [BASIC_PROFILE, ...options.map((option) => optionCodes[option])];
  return [
    textElement(tags.SpecificCharacterSet, 'CS', 'ISO_IR 192'),
    textElement(tags.PatientName, 'PN', code),
    textElement(tags.PatientId, 'LO', code),
    ...(trial ? trialElements(trial) : []),
    textElement(0x00120062, 'CS', 'YES'),
    textElement(0x00120063, 'LO', method.join('\\')),
    { tag: 0x00120064, vr: 'SQ', content: { kind: 'items', items: codes.map(codeItem) } },
    textElement(tags.DatesModified, 'CS', datesAre(options)),
  ];
}
