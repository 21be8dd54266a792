export { onSiteOptions, profileOptions } from './attributes.ts';
export { deidentify, type Deidentified } from './deidentify.ts';
export { readIdentity, type PatientIdentity } from './identity.ts';
export type { DeidentifyPlan } from './plan.ts';
export { openSiteKey, planFor, siteKeyFile } from './siteKey.ts';
export { replaceUid } from './uids.ts';
