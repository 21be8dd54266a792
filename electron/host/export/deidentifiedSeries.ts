/** The images of a series without its patient, as files for whoever may have them (PS3.15 annex E). */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import { daysBetween } from '../../core/domain/dates.ts';
import { baselineDateOf, firstEmbolisation } from '../../core/domain/embolisations.ts';
import type { HostContext } from '../context.ts';
import { timePointOfSeries } from '../db/tables/timePoint.ts';
import { deidentify, openSiteKey, planFor, readIdentity, type DeidentifyPlan } from '../deidentify/index.ts';
import { sourceImages } from '../library/index.ts';
import { getSubject, listSubjects } from '../trial/index.ts';
import { protocolFor } from '../volumetry/protocols.ts';

export interface DeidentifiedSeries {
  /** Stands for the patient's name and id. */
  readonly code: string;
  readonly files: number;
  readonly byteCount: number;
}

export interface DeidentifyOptions {
  /** A person has looked at the pixels and found no name in them. */
  readonly pixelsAreClean?: boolean;
}

const unreadable = (cause: unknown): RemnantError =>
  new RemnantError('io', 'The stored images of this series can no longer be read; import them again.', { cause });

/** The patient's code of the site's key, or the subject's own where the series is a CT of one, with the trial's attributes then. */
function planOf(context: HostContext, seriesId: string, first: Uint8Array): DeidentifyPlan {
  const identity = readIdentity(first);
  if (!identity) throw unreadable(undefined);
  const plan = planFor(identity, openSiteKey(context.folder.root));
  const taken = timePointOfSeries(context.db, seriesId);
  const known = taken && listSubjects(context).find(({ code }) => code === taken.subjectCode);
  if (!taken || !known) return plan;
  const subject = getSubject(context, { subjectId: known.id });
  const protocol = protocolFor(context, subject);
  const timePoint = subject.timePoints.find(({ id }) => id === taken.id);
  const embolisation = firstEmbolisation(subject.embolisations, baselineDateOf(subject.timePoints));
  const days = timePoint && embolisation ? daysBetween(embolisation.date, timePoint.date) : null;
  return {
    ...plan,
    code: subject.code,
    trial: {
      sponsorName: protocol.name,
      protocolId: protocol.registration || protocol.id,
      protocolName: protocol.name,
      subjectId: subject.code,
      timePointId: taken.kind,
      ...(days !== null && { offsetFromEvent: { days, event: 'EMBOLISATION' } }),
    },
  };
}

/**
 * Writes the series' images below `outDir`, which must not be there yet or be empty. Under a temporary name first: a folder with the final name
 * is whole, and every file in it was read back.
 * @throws RemnantError 'refused' for a folder that holds something, an image that can't be de-identified, or where a name may be drawn into the
 * pixels; 'io' when something can't be read or written; then nothing is left
 */
export async function exportDeidentifiedSeries(
  context: HostContext,
  seriesId: string,
  outDir: string,
  { pixelsAreClean = false }: DeidentifyOptions = {},
): Promise<DeidentifiedSeries> {
  const paths = [...new Set(sourceImages(context, seriesId).map(({ absolutePath }) => absolutePath))];
  if (paths.length === 0) throw new RemnantError('refused', 'The series has no images that could leave.');
  const present = await readdir(outDir).catch(() => []);
  if (present.length > 0) throw new RemnantError('refused', 'The folder to write to holds something already.');
  const partial = `${outDir}.part`;
  const first = await readFile(paths[0]!).catch((error: unknown) => {
    throw unreadable(error);
  });
  const plan = planOf(context, seriesId, first);
  let byteCount = 0;
  try {
    await mkdir(partial, { recursive: true });
    for (const [at, path] of paths.entries()) {
      const bytes = await cleaned(path, plan, pixelsAreClean);
      byteCount += bytes.length;
      await writeProven(join(partial, `${String(at + 1).padStart(4, '0')}.dcm`), bytes);
    }
    await rm(outDir, { recursive: true, force: true });
    await rename(partial, outDir);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('io', "The images couldn't be written; check the space and the rights of the folder.", {
      cause: error,
    });
  }
  const made = { code: plan.code, files: paths.length, byteCount };
  context.change((record) => {
    record({ action: 'export', entity: 'series', entityId: seriesId, newValue: { deidentified: true, ...made } });
  });
  return made;
}

async function cleaned(path: string, plan: DeidentifyPlan, pixelsAreClean: boolean): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(error);
  });
  const result = deidentify(bytes, plan);
  if ('reason' in result) throw new RemnantError('refused', `An image can't be de-identified. ${result.reason}`);
  if (result.suspectsBurnedIn && !pixelsAreClean) {
    throw new RemnantError(
      'refused',
      `Names may be drawn into the pixels: ${result.burnedInSigns.join(' ')} Look at the images first.`,
    );
  }
  return result.bytes;
}

async function writeProven(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  if (Buffer.compare(await readFile(path), bytes) !== 0) throw new Error('what was read back differs');
}
