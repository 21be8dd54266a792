/** A revision with all that its files take from the CT that it was drawn on. */
import { readFile } from 'node:fs/promises';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Revision } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { changeOrigin } from '../../core/domain/lesionsFollow.ts';
import type { HostContext } from '../context.ts';
import { headRevision } from '../db/tables/revision.ts';
import { findSegmentation } from '../db/tables/segmentation.ts';
import { timePointOfSeries } from '../db/tables/timePoint.ts';
import type { ClinicalTrial } from '../dicom/clinicalTrial.ts';
import { readSegSource, type SegAlgorithm, type SegForm, type SegSource } from '../dicom/seg.ts';
import { uidFromSeed } from '../dicom/write.ts';
import { getSeries, sourceImages, type SourceImage } from '../library/index.ts';
import { requireVisible } from '../readings/index.ts';
import { listRevisions } from '../segmentation/index.ts';
import { storedLabels } from '../segmentation/revisions.ts';
import type { StoredLabels } from '../segmentation/runs.ts';
import { getSubject, listSubjects } from '../trial/index.ts';
import { clinicalTrialOf } from './clinicalTrial.ts';
import { standingOfRevision } from './standing.ts';

/** Set voxel by voxel by a person, or a step through what was there before. */
const isByHand = (tool: string): boolean => changeOrigin(tool) === 'hand' || /^(undo|redo)@/.test(tool);
/** DICOM value representation LO (PS3.5 table 6.2-1). */
const MAX_NAME = 64;

export interface DrawnRevision {
  readonly seriesId: string;
  readonly revision: Revision;
  readonly geometry: VolumeGeometry;
  /** Unfolded in the thread that makes the file. */
  readonly stored: StoredLabels;
  /** The time point that the series is the CT of; null for none. */
  readonly timePoint: OwnTimePoint | null;
}

interface OwnTimePoint {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly subjectCode: string;
}

function timePointOf(context: HostContext, seriesId: string): OwnTimePoint | null {
  const taken = timePointOfSeries(context.db, seriesId);
  const subject = taken && listSubjects(context).find(({ code }) => code === taken.subjectCode);
  return subject ? { ...taken, subjectId: subject.id } : null;
}

/** The newest revision. @throws RemnantError 'not_found'; 'refused' when nothing is drawn yet, or the actor may not see it */
export function newestRevision(context: HostContext, segmentationId: string): DrawnRevision {
  const segmentation = findSegmentation(context.db, segmentationId);
  if (!segmentation) throw new RemnantError('not_found', 'There is no such segmentation.');
  const { seriesId } = segmentation;
  requireVisible(context, segmentationId);
  const revision = headRevision(context.db, segmentationId);
  const { geometry } = getSeries(context, { seriesId });
  if (!revision || !geometry) throw new RemnantError('refused', 'Nothing is drawn in this segmentation yet.');
  const stored = storedLabels(context, revision.id);
  return { seriesId, revision, geometry, stored, timePoint: timePointOf(context, seriesId) };
}

/** What the files of a subject's CT say of the trial; null for a CT of no subject. */
export const trialOf = (context: HostContext, { timePoint }: DrawnRevision): ClinicalTrial | null =>
  timePoint && clinicalTrialOf(context, getSubject(context, timePoint), timePoint.id);

export interface CtSource {
  readonly images: readonly SourceImage[];
  /** Patient, study and frame of reference. */
  readonly header: SegSource;
}

/** @throws RemnantError 'refused' for a series without images, 'io' when they can't be read any more */
export async function ctSource(context: HostContext, seriesId: string): Promise<CtSource> {
  const images = sourceImages(context, seriesId);
  const first = images[0];
  if (!first) throw new RemnantError('refused', 'The series has no images to refer to.');
  const file = await readFile(first.absolutePath).catch((error: unknown) => {
    throw new RemnantError('io', 'The stored images of this series can no longer be read; import them again.', {
      cause: error,
    });
  });
  return { images, header: readSegSource(file) };
}

/** From all steps that led to the revision. */
export function algorithmOf(revisions: readonly Revision[], { number }: Pick<Revision, 'number'>): SegAlgorithm {
  const tools = revisions.filter((each) => each.number <= number).map(({ action }) => action.tool);
  const assisted = [...new Set(tools.filter((tool) => !isByHand(tool)))].toSorted();
  return assisted.length === 0
    ? { type: 'MANUAL', name: 'by hand' }
    : { type: 'SEMIAUTOMATIC', name: assisted.join(' ').slice(0, MAX_NAME) };
}

export const algorithmOfRevision = (context: HostContext, revision: Revision): SegAlgorithm =>
  algorithmOf(listRevisions(context, { segmentationId: revision.segmentationId }), revision);

const standingText = (context: HostContext, revision: Revision): string =>
  standingOfRevision(context, revision).standing === 'signed' ? 'signed' : 'NOT SIGNED';

/** What other programs show of a drawing before anything of it is opened. At most 64 characters (PS3.5 6.2, LO). */
export const seriesDescriptionOf = (context: HostContext, revision: Revision): string =>
  `Liver segmentation, revision ${revision.number}, ${standingText(context, revision)}`;

/**
 * A revision never changes, so what one version of the program makes of it, signed or not, has one UID, which reports can name.
 */
export function segUids(
  context: HostContext,
  revision: Revision,
  form: SegForm,
): { readonly series: string; readonly instance: string } {
  const { id, segmentationId } = revision;
  return {
    series: uidFromSeed(`${form} series of segmentation ${segmentationId}`),
    instance: uidFromSeed(`${form} of revision ${id}, ${standingText(context, revision)}, by ${context.version}`),
  };
}
