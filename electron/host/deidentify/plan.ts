/** What is to be done to the files of one subject: plain data, so that it can be sent to a worker. */
import type { ClinicalTrial } from '../dicom/clinicalTrial.ts';
import type { ProfileOption } from './attributes.ts';

export interface DeidentifyPlan {
  /** The site's; at least 16 bytes. Whoever has it and an original UID can tell its replacement. */
  readonly secret: Uint8Array;
  /** Stands for the patient's name and id. */
  readonly code: string;
  /** Days that every date of this subject is moved by. */
  readonly shiftDays: number;
  readonly options: readonly ProfileOption[];
  readonly trial: ClinicalTrial | null;
}
