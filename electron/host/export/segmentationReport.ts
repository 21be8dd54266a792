/** The stored numbers of a revision as a DICOM SR that names its segmentation. */
import { RemnantError } from '../../core/contract/errors.ts';
import { daysFromEmbolisation } from '../../core/domain/embolisations.ts';
import { unconfirmedTumour } from '../../core/domain/lesions.ts';
import type { HostContext } from '../context.ts';
import { srGroups } from '../dicom/sr.ts';
import { getSeries } from '../library/index.ts';
import { getSubject } from '../trial/index.ts';
import { resultsForSubject } from '../volumetry/index.ts';
import { clinicalTrialOf } from './clinicalTrial.ts';
import { algorithmOfRevision, ctSource, segUids, type DrawnRevision } from './segmentationSource.ts';
import { standingOfResult } from './standing.ts';
import { inExportThread } from './thread/index.ts';

/** @throws RemnantError 'refused' for a revision without a stored result, or images that are gone */
export async function reportFile(context: HostContext, drawn: DrawnRevision): Promise<Uint8Array> {
  const { revision, seriesId, timePoint } = drawn;
  if (!timePoint)
    throw new RemnantError('refused', 'This CT belongs to no subject, so there are no stored numbers to report.');
  const subject = getSubject(context, { subjectId: timePoint.subjectId });
  const { results, growth } = resultsForSubject(context, { subjectId: subject.id });
  const result = results.find(({ revisionId }) => revisionId === revision.id);
  if (!result)
    throw new RemnantError('refused', 'This reading is not the one that counts, so it has no stored result.');
  const seriesOf = (timePointId: string): string =>
    getSeries(context, { seriesId: subject.timePoints.find(({ id }) => id === timePointId)!.seriesId })
      .seriesInstanceUid;
  const signature = standingOfResult(context, result).signatures.at(-1);
  const unconfirmed = unconfirmedTumour(revision.counts, revision.lesions);
  const { images, header } = await ctSource(context, seriesId);
  const { series: seriesInstanceUid, instance: sopInstanceUid } = segUids(context, revision, 'binary');
  return inExportThread('measurements', {
    header,
    sourceImages: images,
    segmentation: { seriesInstanceUid, sopInstanceUid },
    groups: srGroups({
      subjectId: subject.id,
      result,
      growth: growth
        .filter(({ toTimePointId }) => toTimePointId === timePoint.id)
        .map((each) => ({ ...each, fromSeriesInstanceUid: seriesOf(each.fromTimePointId) })),
      counts: revision.counts,
      unconfirmedTumour: unconfirmed.resectedVoxels + unconfirmed.flrVoxels > 0,
    }),
    verdicts: result.verdicts.map(({ statement }) => statement),
    warnings: result.warnings,
    observer: signature ? { kind: 'person', name: signature.signer.printedName } : { kind: 'device' },
    verified: signature
      ? { name: signature.signer.printedName, organization: '', at: new Date(signature.signedAt) }
      : null,
    algorithm: algorithmOfRevision(context, revision),
    timePoint: {
      subjectTimePointId: timePoint.id,
      protocolTimePointId: timePoint.kind,
      daysSinceEmbolisation: daysFromEmbolisation(subject, result.date),
    },
    trial: clinicalTrialOf(context, subject, timePoint.id),
    version: context.version,
    now: context.now(),
  });
}
