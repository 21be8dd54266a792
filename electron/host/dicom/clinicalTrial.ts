/** The clinical-trial attributes (PS3.3 C.7.1.3, C.7.2.3, C.7.3.2), for every object that is written or de-identified here. */
import type { Dataset } from './write.ts';

/** Texts of at most 64 characters; longer ones are cut. */
export interface ClinicalTrial {
  readonly sponsorName: string;
  readonly protocolId: string;
  readonly protocolName?: string;
  readonly siteId?: string;
  readonly siteName?: string;
  readonly subjectId: string;
  readonly timePointId?: string;
  readonly timePointDescription?: string;
  /** Days from the event to the CT, with the name of the event as a code string, such as EMBOLISATION. */
  readonly offsetFromEvent?: { readonly days: number; readonly event: string };
  readonly coordinatingCentre?: string;
  readonly seriesId?: string;
}

// A backslash would start another value (PS3.5 6.4).
const safe = (text: string): string => text.replaceAll('\\', '/').slice(0, 64);
const optional = (text: string | undefined): string | undefined => (text === undefined ? undefined : safe(text));

/** Attributes of type 2 are written empty where nothing is known; those of type 3 are left out. */
export const trialAttributes = (trial: ClinicalTrial) =>
  ({
    ClinicalTrialSponsorName: safe(trial.sponsorName),
    ClinicalTrialProtocolID: safe(trial.protocolId),
    ClinicalTrialProtocolName: safe(trial.protocolName ?? ''),
    ClinicalTrialSiteID: safe(trial.siteId ?? ''),
    ClinicalTrialSiteName: safe(trial.siteName ?? ''),
    ClinicalTrialSubjectID: safe(trial.subjectId),
    ClinicalTrialTimePointID: safe(trial.timePointId ?? ''),
    ClinicalTrialTimePointDescription: optional(trial.timePointDescription),
    LongitudinalTemporalOffsetFromEvent: trial.offsetFromEvent?.days,
    LongitudinalTemporalEventType: trial.offsetFromEvent?.event,
    ClinicalTrialCoordinatingCenterName: safe(trial.coordinatingCentre ?? ''),
    ClinicalTrialSeriesID: optional(trial.seriesId),
  }) satisfies Dataset;
