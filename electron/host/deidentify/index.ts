export { onSiteOptions, profileOptions, profileVersion, type ProfileOption } from './attributes.ts';
export { deidentify, type Deidentified, type DeidentifyResult } from './deidentify.ts';
export { readIdentity, type PatientIdentity } from './identity.ts';
export type { ClinicalTrial } from '../dicom/clinicalTrial.ts';
export type { DeidentifyPlan } from './plan.ts';
export { openSiteKey, planFor, siteKeyFile, type KeyPatient, type PlanOptions, type SiteKey } from './siteKey.ts';
export { replaceUid } from './uids.ts';
