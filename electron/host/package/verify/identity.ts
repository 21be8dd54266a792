/**
 * Whether anything in a package says who the patient is, as far as the package alone can show it: images are held to the de-identification
 * profile that they claim, segmentations and reports to what they may hold, texts to UIDs and the form of names.
 */
import { decoderOf } from '../../deidentify/clean.ts';
import { isPrivate, tags, textOf, type Dataset, type Element } from '../../deidentify/dataset.ts';
import { readFile } from '../../deidentify/file.ts';
import { deidentify, profileOptions, type DeidentifyPlan } from '../../deidentify/index.ts';

const everything = (): boolean => true;
const PATIENT_IDENTITY_REMOVED = 0x00120062;
/** Staff who observed and verified (PS3.3 C.17.2): the only persons beside the code. */
const staffNames: readonly number[] = [0x0040a123, 0x0040a075];

/** Of the standard, or derived from a UUID (PS3.5 B.2): neither names a hospital or a device. */
const isOwnUid = (uid: string): boolean =>
  uid === '' || /^2\.25\.\d+$/.test(uid) || /^1\.2\.840\.10008(\.\d+)+$/.test(uid);

function* elements(dataset: Dataset): Generator<{ readonly element: Element; readonly dataset: Dataset }> {
  for (const element of dataset) {
    yield { element, dataset };
    if (element.content.kind === 'items') for (const item of element.content.items) yield* elements(item);
  }
}

const hex = (tag: number): string =>
  `(${tag.toString(16).padStart(8, '0').slice(0, 4)},${tag.toString(16).padStart(8, '0').slice(4)})`;

/** @returns a sentence, or null */
export function dicomIdentityProblem(bytes: Uint8Array, path: string, subjectCode: string): string | null {
  let dataset: Dataset;
  try {
    const file = readFile(bytes, everything);
    if (!file) return `${path} is not a DICOM file.`;
    dataset = file.dataset;
  } catch {
    return `${path} is damaged or cut short.`;
  }
  for (const [tag, name] of [
    [tags.PatientName, 'name'],
    [tags.PatientId, 'id'],
  ] as const)
    if (textOf(dataset, tag) !== subjectCode) return `${path} has another patient ${name} than the subject's code.`;
  if (textOf(dataset, tags.PatientBirthDate) !== '') return `${path} has a date of birth.`;
  return elementsProblem(dataset, path, subjectCode);
}

function elementsProblem(dataset: Dataset, path: string, subjectCode: string): string | null {
  const decode = decoderOf(dataset);
  for (const { element } of elements(dataset)) {
    const { tag, vr, content } = element;
    if (isPrivate(tag)) return `${path} has a private attribute ${hex(tag)}.`;
    if (content.kind !== 'value') continue;
    const values = (): string[] =>
      decode(content.bytes)
        .split('\\')
        .map((text) => text.replace(/[\0 ]+$/, '').trim());
    if (vr === 'UI' && !values().every(isOwnUid))
      return `${path} has a UID of the hospital or a device in ${hex(tag)}.`;
    if (vr === 'PN' && !staffNames.includes(tag) && values().some((name) => name !== '' && name !== subjectCode))
      return `${path} has a person's name in ${hex(tag)}.`;
  }
  return null;
}

/**
 * An image that the profile would still change is not de-identified. UIDs are left out, whose secret only the site has; dates were moved by days
 * that only the site knows, so they are held to where they stand.
 */
export function imageIdentityProblem(bytes: Uint8Array, path: string, subjectCode: string): string | null {
  const problem = dicomIdentityProblem(bytes, path, subjectCode);
  if (problem !== null) return problem;
  const plan: DeidentifyPlan = {
    secret: new Uint8Array(32),
    code: subjectCode,
    shiftDays: 0,
    options: profileOptions,
    trial: null,
  };
  const again = deidentify(bytes, plan);
  if ('reason' in again) return `${path}: ${again.reason}`;
  const [before, after] = [
    readFile(bytes, everything)?.dataset ?? [],
    readFile(again.bytes, everything)?.dataset ?? [],
  ];
  if (textOf(before, PATIENT_IDENTITY_REMOVED) !== 'YES') return `${path} does not say that it was de-identified.`;
  const changed = firstChange(before, after);
  return changed === null
    ? null
    : `${path} has something in ${hex(changed)} that the de-identification profile takes out.`;
}

const TRIAL_GROUP = 0x0012;
/** Replaced under another secret, or written anew under the trial's name. */
const isExempt = ({ tag, vr }: Element): boolean =>
  vr === 'UI' || tag >>> 16 === TRIAL_GROUP || tag === tags.SpecificCharacterSet;

function firstChange(before: Dataset, after: Dataset): number | null {
  for (const element of before) {
    if (isExempt(element)) continue;
    const other = after.find(({ tag }) => tag === element.tag);
    if (!other || differs(element, other)) return element.tag;
  }
  return null;
}

function differs({ content }: Element, { content: other }: Element): boolean {
  if (content.kind === 'items')
    return (
      other.kind !== 'items' ||
      content.items.length !== other.items.length ||
      content.items.some((item, at) => firstChange(item, other.items[at]!) !== null)
    );
  if (other.kind !== content.kind) return true;
  const trimmed = (bytes: Uint8Array): Buffer => {
    let end = bytes.length;
    while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--;
    return Buffer.from(bytes.buffer, bytes.byteOffset, end);
  };
  return !trimmed(content.bytes).equals(trimmed(other.bytes));
}

const UID = /(?<![\d.])(?:0|1|2)(?:\.(?:0|[1-9]\d*)){5,}(?![\d.])/g;
/** Names as DICOM and HL7 write them: family^given. */
const PERSON_NAME = /\p{L}{2,}\^\p{L}/u;

/** @returns a sentence, or null */
export function textIdentityProblem(text: string, path: string): string | null {
  const uid = [...text.matchAll(UID)].map(([found]) => found).find((found) => !isOwnUid(found));
  if (uid !== undefined) return `${path} has a UID of the hospital or a device.`;
  return PERSON_NAME.test(text) ? `${path} has a person's name as DICOM writes it.` : null;
}
