/** What a protocol may ask for before a record is complete; each id is one item of the trial record. */

/** Items of the subject. */
export const subjectItems = [
  'site',
  'sex',
  'year_of_birth',
  'liver_quality',
  'height_weight',
  'planned_resection',
  'earlier_procedures',
  'embolisation',
  'embolisation_technical_success',
  'embolisation_complications',
  'function_test',
  'outcome',
  'outcome_90_days',
] as const;
export type SubjectItem = (typeof subjectItems)[number];

/** Items of the CT of a time point; `signature`: the reading that counts is signed. */
export const timePointItems = [
  'acquisition_date',
  'phase',
  'inside_window',
  'tlv',
  'flr',
  'tumour',
  'lesions_confirmed',
  'flr_pct_functional',
  'sflr_pct',
  'flr_function',
  'second_reading',
  'signature',
] as const;
export type TimePointItem = (typeof timePointItems)[number];
