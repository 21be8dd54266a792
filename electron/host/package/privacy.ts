/**
 * What keeps a subject's package free of the patient: UIDs are replaced by those that the site's key gives, file names by numbers, and nothing
 * is handed out in which a word of the patient's identity still stands.
 */
import type { Subject } from '../../core/contract/trial.ts';
import { quantities } from '../../core/domain/quantities.ts';
import type { HostContext } from '../context.ts';
import { listSlices } from '../db/tables/slice.ts';
import { replaceUid, type DeidentifyPlan, type PatientIdentity } from '../deidentify/index.ts';
import { identityOfSeries, planOfSubject } from '../export/deidentifiedImages.ts';
import { getSeries } from '../library/index.ts';
import { protocolFor } from '../volumetry/protocols.ts';

export interface Privacy {
  /** For every file of this subject: its own code, the days of the site's key. */
  readonly plan: DeidentifyPlan;
  uid(original: string): string;
  /** A sentence of the program without UIDs and file names. */
  text(sentence: string): string;
  /** The first thing in a text that says who the patient is, as a sentence; null when nothing does. */
  problemIn(text: string): string | null;
}

const UID = /(?<![\d.])(?:0|1|2)(?:\.(?:0|[1-9]\d*)){5,}(?![\d.])/g;
/** Shorter ones are numbers of slices and days. */
const MIN_NAME = 4;
const MIN_WORD = 3;

/**
 * @throws RemnantError 'io' when an image can't be read, 'refused' for one that isn't DICOM any more
 */
export async function privacyOf(context: HostContext, subject: Subject): Promise<Privacy> {
  const identities: PatientIdentity[] = [];
  const fileNames = new Map<string, string>();
  for (const { seriesId } of subject.timePoints) {
    const { derivedFrom } = getSeries(context, { seriesId });
    const slices = listSlices(context.db, derivedFrom?.seriesId ?? seriesId);
    slices.forEach(({ fileName }, at) => {
      if (fileName.length >= MIN_NAME && /\p{L}|\d{5}/u.test(fileName)) fileNames.set(fileName, `image ${at + 1}`);
    });
    identities.push(await identityOfSeries(context, seriesId));
  }
  const plan = planOfSubject(context, subject, identities[0]);
  const uid = (original: string): string => replaceUid(plan.secret, original);
  // The longest first, so that no name is replaced within another.
  const names = [...fileNames].sort(([a], [b]) => b.length - a.length);
  // A name that is also a word of the protocol or of a quantity (Young, Left, Weight) can't be told from it.
  const ownWords = JSON.stringify([subject.code, protocolFor(context, subject), quantities]);
  const words = wordsAgainst(identities, subject.code, ownWords);
  return {
    plan,
    uid,
    text: (sentence) =>
      names
        .reduce((text, [name, replacement]) => text.replaceAll(name, replacement), sentence)
        .replaceAll(UID, (found) => (isKept(found) ? found : uid(found))),
    problemIn: (text) => {
      const foreign = [...text.matchAll(UID)].find(([found]) => !isKept(found));
      if (foreign) return 'it holds a UID that was not given by this program';
      return words.some((word) => word.test(text))
        ? "it holds a word of the patient's name, id or date of birth"
        : null;
    },
  };
}

/** Of the standard, or of the root that replaced UIDs have. */
const isKept = (uid: string): boolean => uid.startsWith('1.2.840.10008.') || uid.startsWith('2.25.');

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Whole words of names and ids, in any case; what the code, the protocol and the quantities are made of says nothing. */
function wordsAgainst(identities: readonly PatientIdentity[], code: string, ownWords: string): RegExp[] {
  const own = new Set(ownWords.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const words = identities.flatMap(({ name, patientId, birthDate }) => [
    ...(name.match(/[\p{L}\p{N}]+/gu) ?? []),
    ...(patientId.toLowerCase() === code.toLowerCase() ? [] : [patientId]),
    ...(birthDate.length === 8
      ? [birthDate, `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}`]
      : []),
  ]);
  const telling = new Set(
    words.map((word) => word.toLowerCase()).filter((word) => word.length >= MIN_WORD && !own.has(word)),
  );
  return [...telling].map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${literal(word)}(?![\\p{L}\\p{N}])`, 'iu'));
}
