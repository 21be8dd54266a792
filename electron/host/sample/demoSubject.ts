/** The generated patient of the demonstration, as a person would enter him. */
import type { EmbolisationInput, SubjectInput } from '../../core/contract/trial.ts';

/** PatientID of the generated studies; also given to nobody else. */
export const SAMPLE_PATIENT_ID = 'SAMPLE-001';
export const SAMPLE_PATIENT_NAME = 'Sample^Generated';
/** The sign by which a series is known as generated: no scanner says this of itself. */
export const SAMPLE_MANUFACTURER = 'Remnant phantom generator';

export const sampleDates = { baseline: '2025-02-24', embolisation: '2025-03-10', followUp: '2025-03-18' } as const;
/** What the remnant gains in the eight days after the embolisation. */
export const SAMPLE_FLR_GROWTH = 1.25;

export const demoSubject = {
  code: 'SAMPLE-001',
  sex: 'male',
  liverQuality: 'normal',
  measure: { date: sampleDates.baseline, heightCm: 175, weightKg: 80 },
} as const satisfies SubjectInput;

export const demoEmbolisation: EmbolisationInput = {
  date: sampleDates.embolisation,
  kind: 'pve_hve',
  portalBranches: ['right_anterior', 'right_posterior'],
  hepaticVeins: ['right'],
  materials: ['glue_lipiodol', 'plug'],
  note: 'Generated patient.',
};
