/** The DICOM files of a time point for a package: segmentation, measurement report and images, all under the subject's code. */
import { readFile } from 'node:fs/promises';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Subject } from '../../core/contract/trial.ts';
import type { Protocol } from '../../core/domain/protocol.ts';
import type { HostContext } from '../context.ts';
import type { ResultRow } from '../db/tables/result.ts';
import { deidentify, type DeidentifyPlan } from '../deidentify/index.ts';
import { readSegSource, writeSeg, type SegSource } from '../dicom/seg.ts';
import { srGroups, writeSr } from '../dicom/sr.ts';
import { uidFromSeed } from '../dicom/write.ts';
import { algorithmOf } from '../export/segmentationFile.ts';
import { sourceImages, type SourceImage } from '../library/index.ts';
import { getRevision, listRevisions, loadLabels } from '../segmentation/index.ts';
import type { Privacy } from './privacy.ts';
import type { PackageRecord, RecordTimePoint } from './record.ts';

export interface ObjectSource {
  readonly context: HostContext;
  readonly subject: Subject;
  readonly siteCode: string | null;
  readonly protocol: Protocol;
  readonly privacy: Privacy;
  readonly record: PackageRecord;
  readonly packageId: string;
}

/** The days of the files are moved; where the CT stands in the protocol is said by the time point and its days from the embolisation. */
function planFor({ privacy, protocol, subject, siteCode }: ObjectSource, timePoint: RecordTimePoint): DeidentifyPlan {
  return {
    ...privacy.plan,
    trial: {
      sponsorName: protocol.name,
      protocolId: protocol.registration || protocol.id,
      protocolName: protocol.name,
      ...(siteCode !== null && { siteId: siteCode }),
      subjectId: subject.code,
      timePointId: timePoint.kind,
      timePointDescription: `${timePoint.kind}, protocol version ${timePoint.result.protocolVersion}`,
      ...(timePoint.daysFromEmbolisation !== null && {
        offsetFromEvent: { days: timePoint.daysFromEmbolisation, event: 'EMBOLISATION' },
      }),
    },
  };
}

async function cleaned({ absolutePath }: SourceImage, plan: DeidentifyPlan): Promise<Uint8Array> {
  const bytes = await readFile(absolutePath).catch((error: unknown) => {
    throw new RemnantError('io', 'The stored images of a CT can no longer be read; import them again.', {
      cause: error,
    });
  });
  const result = deidentify(bytes, plan);
  if ('reason' in result) throw new RemnantError('refused', `An image can't be de-identified. ${result.reason}`);
  if (result.suspectsBurnedIn)
    throw new RemnantError(
      'refused',
      `Names may be drawn into the pixels of a CT, so that it can't leave: ${result.burnedInSigns.join(' ')}`,
    );
  return result.bytes;
}

/** Patient, study and frame of reference as every file of the package has them. */
async function headerOf(images: readonly SourceImage[], plan: DeidentifyPlan): Promise<SegSource> {
  const first = images[0];
  if (!first) throw new RemnantError('refused', 'The series has no images to refer to.');
  // Only the header is used, so pixels with names in them do no harm here.
  const bytes = await readFile(first.absolutePath).catch((error: unknown) => {
    throw new RemnantError('io', 'The stored images of a CT can no longer be read; import them again.', {
      cause: error,
    });
  });
  const result = deidentify(bytes, plan);
  if ('reason' in result) throw new RemnantError('refused', `An image can't be de-identified. ${result.reason}`);
  return readSegSource(result.bytes);
}

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
  const { context, privacy, record, packageId, protocol, siteCode } = source;
  const plan = planFor(source, timePoint);
  const originals = sourceImages(context, row.seriesId);
  const header = await headerOf(originals, plan);
  const images = originals.map(({ sopInstanceUid, sopClassUid, seriesInstanceUid, frameNumber, k }) => ({
    sopInstanceUid: privacy.uid(sopInstanceUid),
    sopClassUid,
    seriesInstanceUid: privacy.uid(seriesInstanceUid),
    frameNumber,
    k,
  }));
  const revision = getRevision(context, row.revisionId);
  const { labels } = loadLabels(context, revision.id);
  const algorithm = algorithmOf(listRevisions(context, { segmentationId: revision.segmentationId }), revision);
  const now = context.now();
  const uid = (what: string): string => uidFromSeed(`${packageId} ${timePoint.id} ${what}`);
  const segmentation = { sopInstanceUid: uid('SEG'), seriesInstanceUid: uid('SEG series') };
  const seg = writeSeg({
    labels,
    geometry: timePoint.ct.geometry,
    sourceImages: images,
    header,
    algorithm,
    version: context.version,
    trackedBy: record.subject.id,
    trial: plan.trial,
    seriesDescription: `Liver segmentation, revision ${revision.number}`,
    now,
    uids: { series: segmentation.seriesInstanceUid, instance: segmentation.sopInstanceUid },
  });
  const at = record.timePoints.indexOf(timePoint);
  const signature = timePoint.signatures.at(-1);
  const sr = writeSr({
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
    trial: planFor({ ...source, protocol }, timePoint).trial,
    version: context.version,
    now,
    uids: { series: uid('SR series'), instance: uid('SR') },
  });
  return { segmentation: seg, structuredReport: sr };
}

/**
 * The images of a time point, one after the other, so that no more than one is in memory.
 * @throws RemnantError 'refused' for one that can't be de-identified or where names may be drawn into the pixels, 'io'
 */
export async function* timePointImages(
  source: ObjectSource,
  { seriesId }: ResultRow,
  timePoint: RecordTimePoint,
): AsyncGenerator<Uint8Array> {
  const plan = planFor(source, timePoint);
  const seen = new Set<string>();
  for (const image of sourceImages(source.context, seriesId)) {
    if (seen.has(image.absolutePath)) continue;
    seen.add(image.absolutePath);
    yield await cleaned(image, plan);
  }
}
