/**
 * The images of a series without their patient (PS3.15 annex E): the one way a CT leaves, alone or in a package. A CT of a subject has the
 * subject's code, the days that all CTs of the subject are moved by, and the trial's attributes.
 */
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Subject } from '../../core/contract/trial.ts';
import type { HostContext } from '../context.ts';
import { timePointOfSeries } from '../db/tables/timePoint.ts';
import {
  deidentify,
  openSiteKey,
  planFor,
  profileOptions,
  readIdentity,
  type DeidentifyPlan,
  type PatientIdentity,
} from '../deidentify/index.ts';
import { readSegSource, type SegSource } from '../dicom/seg.ts';
import { sourceImages, type SourceImage } from '../library/index.ts';
import { getSubject, listSubjects } from '../trial/index.ts';
import { clinicalTrialOf } from './clinicalTrial.ts';

export interface DeidentifyOptions {
  /** A person has looked at the pixels and found no name in them. */
  readonly pixelsAreClean?: boolean;
}

/** Files in the order of the slices, each once however many slices it holds. @throws RemnantError 'refused' where there are none */
export function imageFiles(context: HostContext, seriesId: string): string[] {
  const paths = [...new Set(sourceImages(context, seriesId).map(({ absolutePath }) => absolutePath))];
  if (paths.length === 0) throw new RemnantError('refused', 'The series has no images that could leave.');
  return paths;
}

const readImage = (path: string): Promise<Buffer> =>
  readFile(path).catch((error: unknown) => {
    throw new RemnantError('io', 'The stored images of a CT can no longer be read; import them again.', {
      cause: error,
    });
  });

/** Who the images of a series are of, by the first of them. @throws RemnantError 'io'; 'refused' for what isn't DICOM any more */
export async function identityOfSeries(context: HostContext, seriesId: string): Promise<PatientIdentity> {
  const identity = readIdentity(await readImage(imageFiles(context, seriesId)[0]!));
  if (!identity) throw new RemnantError('refused', 'A CT has no images that can be de-identified.');
  return identity;
}

/**
 * One code and one number of days for all CTs of a subject, whatever patient ids they came with; for a subject without a CT nobody is entered
 * into the site's key.
 * @param first whom the subject's first CT is of
 */
export function planOfSubject(
  { folder }: HostContext,
  { code }: Subject,
  first: PatientIdentity | undefined,
): DeidentifyPlan {
  const key = openSiteKey(folder.root);
  const isFree = key.byCode(code) === undefined;
  const shiftDays = first ? key.entryFor(first, isFree ? code : undefined).shiftDays : 0;
  return { secret: key.secret, code, shiftDays, options: profileOptions, trial: null };
}

/** As `planOfSubject` with the trial's attributes for a CT of a subject, by the patient's code of the site's key for any other. */
export async function planOfSeries(context: HostContext, seriesId: string): Promise<DeidentifyPlan> {
  const taken = timePointOfSeries(context.db, seriesId);
  const known = taken && listSubjects(context).find(({ code }) => code === taken.subjectCode);
  if (!taken || !known) return planFor(await identityOfSeries(context, seriesId), openSiteKey(context.folder.root));
  const subject = getSubject(context, { subjectId: known.id });
  const first = await identityOfSeries(context, subject.timePoints[0]?.seriesId ?? seriesId);
  return { ...planOfSubject(context, subject, first), trial: clinicalTrialOf(context, subject, taken.id) };
}

/**
 * One image after the other, so that no more than one is in memory.
 * @throws RemnantError 'refused' for one that can't be de-identified, or where a name may be drawn into the pixels; 'io'
 */
export async function* deidentifiedImages(
  context: HostContext,
  seriesId: string,
  plan: DeidentifyPlan,
  { pixelsAreClean = false }: DeidentifyOptions = {},
): AsyncGenerator<Uint8Array> {
  for (const path of imageFiles(context, seriesId)) {
    const { bytes, suspectsBurnedIn, burnedInSigns } = cleaned(await readImage(path), plan);
    if (suspectsBurnedIn && !pixelsAreClean)
      throw new RemnantError(
        'refused',
        `Names may be drawn into the pixels: ${burnedInSigns.join(' ')} Look at the images first, then say that they are clean.`,
      );
    yield bytes;
  }
}

/**
 * Patient, study and frame of reference as the de-identified images have them. Its pixels don't leave, so names in them do no harm.
 * @param images of the series, not none
 */
export async function deidentifiedHeader(images: readonly SourceImage[], plan: DeidentifyPlan): Promise<SegSource> {
  const { bytes } = cleaned(await readImage(images[0]!.absolutePath), plan);
  // Cleaning took as long as others should wait.
  await setImmediate();
  return readSegSource(bytes);
}

function cleaned(bytes: Uint8Array, plan: DeidentifyPlan) {
  const result = deidentify(bytes, plan);
  if ('reason' in result) throw new RemnantError('refused', `An image can't be de-identified. ${result.reason}`);
  return result;
}
