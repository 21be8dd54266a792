/** The DICOM files of a time point for a package: segmentation and measurement report, all under the subject's code. */
import type { Subject } from '../../core/contract/trial.ts';
import type { HostContext } from '../context.ts';
import type { ResultRow } from '../db/tables/result.ts';
import type { DeidentifyPlan } from '../deidentify/index.ts';
import { srGroups } from '../dicom/sr.ts';
import { uidFromSeed } from '../dicom/write.ts';
import { clinicalTrialOf } from '../export/clinicalTrial.ts';
import { deidentifiedHeader } from '../export/deidentifiedImages.ts';
import { algorithmOf } from '../export/segmentationFile.ts';
import { seriesDescriptionOf } from '../export/segmentationSource.ts';
import { inExportThread } from '../export/thread/index.ts';
import { sourceImages } from '../library/index.ts';
import { getRevision, listRevisions } from '../segmentation/index.ts';
import { storedLabels } from '../segmentation/revisions.ts';
import type { Privacy } from './privacy.ts';
import type { PackageRecord, RecordTimePoint } from './record.ts';

export interface ObjectSource {
  readonly context: HostContext;
  readonly subject: Subject;
  readonly siteCode: string | null;
  readonly privacy: Privacy;
  readonly record: PackageRecord;
  readonly packageId: string;
}

/** The days of the files are moved; where the CT stands in the protocol is said by the time point and its days from the embolisation. */
export const planFor = ({ context, privacy, subject }: ObjectSource, { id }: RecordTimePoint): DeidentifyPlan => ({
  ...privacy.plan,
  trial: clinicalTrialOf(context, subject, id),
});

export interface TimePointObjects {
  readonly segmentation: Uint8Array;
  readonly structuredReport: Uint8Array;
}

/** @throws RemnantError 'refused' when nothing is drawn or an image can't be de-identified, 'io' */
export async function timePointObjects(
  source: ObjectSource,
  row: ResultRow,
  timePoint: RecordTimePoint,
): Promise<TimePointObjects> {
  const { context, privacy, record, packageId, siteCode } = source;
  const plan = planFor(source, timePoint);
  const originals = sourceImages(context, row.seriesId);
  const header = await deidentifiedHeader(originals, plan);
  const images = originals.map(({ sopInstanceUid, sopClassUid, seriesInstanceUid, frameNumber, k }) => ({
    sopInstanceUid: privacy.uid(sopInstanceUid),
    sopClassUid,
    seriesInstanceUid: privacy.uid(seriesInstanceUid),
    frameNumber,
    k,
  }));
  const revision = getRevision(context, row.revisionId);
  const algorithm = algorithmOf(listRevisions(context, { segmentationId: revision.segmentationId }), revision);
  const now = context.now();
  const uid = (what: string): string => uidFromSeed(`${packageId} ${timePoint.id} ${what}`);
  const segmentation = { sopInstanceUid: uid('SEG'), seriesInstanceUid: uid('SEG series') };
  const seg = await inExportThread('segmentation', {
    stored: storedLabels(context, revision.id),
    geometry: timePoint.ct.geometry,
    sourceImages: images,
    header,
    algorithm,
    version: context.version,
    trackedBy: record.subject.id,
    trial: plan.trial,
    seriesDescription: seriesDescriptionOf(context, revision),
    now,
    uids: { series: segmentation.seriesInstanceUid, instance: segmentation.sopInstanceUid },
  });
  const at = record.timePoints.indexOf(timePoint);
  const signature = timePoint.signatures.at(-1);
  const sr = await inExportThread('measurements', {
    header,
    sourceImages: images,
    segmentation,
    groups: srGroups({
      subjectId: record.subject.id,
      result: timePoint.result,
      growth: record.growth
        .filter(({ to }) => to === at)
        .map(({ from, values }) => {
          const start = record.timePoints[from]!;
          return {
            fromTimePointId: start.id,
            fromDate: start.date,
            fromSeriesInstanceUid: start.ct.seriesInstanceUid,
            values,
          };
        }),
      counts: revision.counts,
      unconfirmedTumour: (revision.lesions ?? []).some(({ state }) => state !== 'confirmed'),
    }),
    verdicts: timePoint.result.verdicts.map(({ statement }) => statement),
    warnings: timePoint.result.warnings,
    observer: signature ? { kind: 'person', name: signature.printedName } : { kind: 'device' },
    verified: signature
      ? { name: signature.printedName, organization: siteCode ?? '', at: new Date(signature.signedAt) }
      : null,
    algorithm,
    timePoint: {
      subjectTimePointId: timePoint.id,
      protocolTimePointId: timePoint.kind,
      daysSinceEmbolisation: timePoint.daysFromEmbolisation,
    },
    trial: plan.trial,
    version: context.version,
    now,
    uids: { series: uid('SR series'), instance: uid('SR') },
  });
  return { segmentation: seg, structuredReport: sr };
}
