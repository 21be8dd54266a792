/** What every DICOM file of a subject's CT says of the trial (PS3.3 C.7.1.3, C.7.2.3, C.7.3.2), whatever way it leaves. */
import type { Subject } from '../../core/contract/trial.ts';
import { daysFromEmbolisation } from '../../core/domain/embolisations.ts';
import { sponsorOf } from '../../core/domain/protocol.ts';
import type { HostContext } from '../context.ts';
import { allSites } from '../db/tables/site.ts';
import type { ClinicalTrial } from '../dicom/clinicalTrial.ts';
import { protocolFor } from '../volumetry/protocols.ts';

/** The site of a subject; null while none is recorded. */
export const siteOf = ({ db }: HostContext, { siteId }: Subject) =>
  allSites(db).find(({ id }) => id === siteId) ?? null;

/** @param timePointId one of the subject's */
export function clinicalTrialOf(context: HostContext, subject: Subject, timePointId: string): ClinicalTrial {
  const protocol = protocolFor(context, subject);
  const { kind, date } = subject.timePoints.find(({ id }) => id === timePointId)!;
  const siteId = siteOf(context, subject)?.code;
  const days = daysFromEmbolisation(subject, date);
  return {
    sponsorName: sponsorOf(protocol),
    protocolId: protocol.registration || protocol.id,
    protocolName: protocol.name,
    ...(siteId !== undefined && { siteId }),
    subjectId: subject.code,
    timePointId: kind,
    timePointDescription: `${kind}, protocol version ${protocol.version}`,
    ...(days !== null && { offsetFromEvent: { days, event: 'EMBOLISATION' } }),
  };
}
