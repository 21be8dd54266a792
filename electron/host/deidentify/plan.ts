/** What is to be done to the files of one subject: plain data, so that it can be sent to a worker. */
import type { ProfileOption } from './attributes.ts';

/** The clinical-trial tags that are written (PS3.3 C.7.1.3, C.7.2.3, C.7.3.2); texts of at most 64 characters. */
export interface ClinicalTrial {
  readonly sponsorName: string;
  readonly protocolId: string;
  readonly protocolName?: string;
  readonly siteId?: string;
  readonly siteName?: string;
  readonly subjectId: string;
  readonly timePointId?: string;
  readonly timePointDescription?: string;
  readonly coordinatingCentre?: string;
  readonly seriesId?: string;
}

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
