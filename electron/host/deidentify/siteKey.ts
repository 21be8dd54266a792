/**
 * The key of a site: who a code stands for. It is the only place where names and codes meet, a file of its own in the data folder that its
 * owner alone may read; the database, results and exports never hold any of it.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import { profileOptions, type ProfileOption } from './attributes.ts';
import type { PatientIdentity } from './identity.ts';
import type { ClinicalTrial } from '../dicom/clinicalTrial.ts';
import type { DeidentifyPlan } from './plan.ts';
import { isReplacedUid, replaceUid } from './uids.ts';

const SECRET_BYTES = 32;
/** Back in time, so that no moved date lies in the future; at least a year, so that no day can be guessed. */
const [MIN_SHIFT_DAYS, MAX_SHIFT_DAYS] = [-3650, -365];
/** Neither vowels, so that no word comes out, nor letters that look like digits. */
const CODE_LETTERS = '23456789CDFGHJKMNPQRTVWX';
const CODE_LENGTH = 5;
const codeForm = /^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,30}[A-Za-z0-9])?$/;

const keyPatient = z.strictObject({
  code: z.string().regex(codeForm),
  shiftDays: z.int(),
  patientId: z.string(),
  name: z.string(),
  birthDate: z.string(),
  /** Study Instance UIDs as they were and as they are. */
  studies: z.array(z.strictObject({ original: z.string(), replaced: z.string() })),
  addedAt: z.iso.datetime(),
});
export type KeyPatient = Readonly<z.infer<typeof keyPatient>>;

const keyFile = z.strictObject({
  format: z.literal('remnant site key'),
  version: z.literal(1),
  secret: z.base64().refine((text) => Buffer.from(text, 'base64').length === SECRET_BYTES, 'the length of the secret'),
  patients: z.array(keyPatient),
});
type KeyFile = z.infer<typeof keyFile>;

export interface SiteKey {
  readonly secret: Uint8Array;
  /**
   * The patient of a file, entered when new. The same patient is the same entry: by patient id, unless the dates of birth differ; without
   * an id by name and date of birth; without a name by the study.
   * @param code of a new patient; generated when absent
   * @throws RemnantError 'invalid_input' for a code that DICOM can't hold, 'conflict' for one that stands for someone else,
   *   'io' when the key can't be written; then nobody was entered
   */
  entryFor(identity: PatientIdentity, code?: string): KeyPatient;
  /** undefined for a code that this site didn't give. */
  byCode(code: string): KeyPatient | undefined;
  list(): readonly KeyPatient[];
}

export const siteKeyFile = (folder: string): string => join(folder, 'site-key.json');

/**
 * @param folder the data folder; the key is made when there is none
 * @throws RemnantError 'io' when it can't be read, written, or is not what this version wrote: it is never replaced, because what it says can't
 *   be made up again
 */
export function openSiteKey(folder: string): SiteKey {
  const path = siteKeyFile(folder);
  let file = readKey(path);
  if (!file) {
    const secret = randomBytes(SECRET_BYTES).toString('base64');
    file = { format: 'remnant site key', version: 1, secret, patients: [] };
    writeKey(path, file);
  }
  return new StoredSiteKey(path, file);
}

class StoredSiteKey implements SiteKey {
  readonly secret: Uint8Array;
  private readonly path: string;
  private file: KeyFile;

  constructor(path: string, file: KeyFile) {
    this.path = path;
    this.file = file;
    this.secret = new Uint8Array(Buffer.from(file.secret, 'base64'));
  }

  list(): readonly KeyPatient[] {
    return this.file.patients;
  }

  byCode(code: string): KeyPatient | undefined {
    return this.file.patients.find((patient) => patient.code === code);
  }

  entryFor(identity: PatientIdentity, code?: string): KeyPatient {
    const known = this.find(identity);
    const patient = known ?? this.newPatient(identity, code);
    const { studyInstanceUid: original } = identity;
    // A file that was de-identified here brings no new original.
    const isKnownStudy =
      original === '' ||
      isReplacedUid(this.secret, original) ||
      patient.studies.some((study) => study.original === original);
    if (known && isKnownStudy) return known;
    const studies = isKnownStudy
      ? patient.studies
      : [...patient.studies, { original, replaced: replaceUid(this.secret, original) }];
    return this.store({ ...patient, studies });
  }

  private find({ patientId, name, birthDate, studyInstanceUid }: PatientIdentity): KeyPatient | undefined {
    const { patients } = this.file;
    const replaced = patients.find(
      ({ code, studies }) =>
        code === patientId && (studyInstanceUid === '' || studies.some((study) => study.replaced === studyInstanceUid)),
    );
    if (replaced) return replaced;
    const sameBirth = (patient: KeyPatient): boolean =>
      birthDate === '' || patient.birthDate === '' || patient.birthDate === birthDate;
    if (patientId !== '') return patients.find((patient) => patient.patientId === patientId && sameBirth(patient));
    const nameless = patients.filter((patient) => patient.patientId === '');
    if (name !== '') return nameless.find((patient) => patient.name === name && patient.birthDate === birthDate);
    return nameless.find(
      (patient) => patient.name === '' && patient.studies.some(({ original }) => original === studyInstanceUid),
    );
  }

  private newPatient({ patientId, name, birthDate }: PatientIdentity, code?: string): KeyPatient {
    if (code !== undefined && !codeForm.test(code)) {
      throw new RemnantError(
        'invalid_input',
        'A code has 1 to 32 letters, digits, spaces, dots, dashes or underscores.',
      );
    }
    if (code !== undefined && this.byCode(code)) {
      throw new RemnantError('conflict', `The code ${code} stands for another patient already.`);
    }
    return {
      code: code ?? this.newCode(),
      shiftDays: randomInt(MIN_SHIFT_DAYS, MAX_SHIFT_DAYS + 1),
      patientId,
      name,
      birthDate,
      studies: [],
      addedAt: new Date().toISOString(),
    };
  }

  private newCode(): string {
    while (true) {
      const letters = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]!);
      const code = `P-${letters.join('')}`;
      if (!this.byCode(code)) return code;
    }
  }

  /** What can't be written isn't remembered either, so that no code is given out that could be lost. */
  private store(patient: KeyPatient): KeyPatient {
    const others = this.file.patients.filter(({ code }) => code !== patient.code);
    const next: KeyFile = { ...this.file, patients: [...others, { ...patient, studies: [...patient.studies] }] };
    writeKey(this.path, next);
    this.file = next;
    return patient;
  }
}

export interface PlanOptions {
  /** Code of the subject, for a patient who has none yet. */
  readonly code?: string;
  readonly options?: readonly ProfileOption[];
  readonly trial?: Omit<ClinicalTrial, 'subjectId'>;
}

/**
 * What to do to a file of this patient: the same code and the same days every time.
 * @throws RemnantError as `SiteKey.entryFor`
 */
export function planFor(identity: PatientIdentity, key: SiteKey, options: PlanOptions = {}): DeidentifyPlan {
  const { code, shiftDays } = key.entryFor(identity, options.code);
  return {
    secret: key.secret,
    code,
    shiftDays,
    options: options.options ?? profileOptions,
    trial: options.trial ? { ...options.trial, subjectId: code } : null,
  };
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

function readKey(path: string): KeyFile | null {
  let text: string;
  try {
    // Whoever copied the folder may have opened it to others.
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw new RemnantError('io', "The site's key can't be read; check the rights of the data folder.", {
      cause: error,
    });
  }
  try {
    return keyFile.parse(JSON.parse(text));
  } catch {
    // The cause would quote the file.
    throw new RemnantError(
      'io',
      "The site's key is damaged or of a newer version; restore site-key.json from a backup.",
    );
  }
}

/** Replaces the key in one step, its bytes on the disk before its name. */
function writeKey(path: string, key: KeyFile): void {
  const next = `${path}.next`;
  try {
    const file = openSync(next, 'w', 0o600);
    try {
      writeSync(file, `${JSON.stringify(key, null, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
  } catch (error) {
    throw new RemnantError(
      'io',
      "The site's key can't be written; check the space and the rights of the data folder.",
      {
        cause: error,
      },
    );
  }
}
