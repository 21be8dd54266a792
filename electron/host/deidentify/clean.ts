/** One data set with everything taken out, emptied or replaced that says who the patient is. */
import { actionFor, vrOf, type Action } from './attributes.ts';
import { cleanCodeItem } from './codeItem.ts';
import { keepTime, shiftDate, shiftDateTime } from './dates.ts';
import {
  bulkVrs,
  groupOf,
  isPrivate,
  latin1,
  numberSize,
  tags,
  textOf,
  type Dataset,
  type Element,
} from './dataset.ts';
import type { DeidentifyPlan } from './plan.ts';
import { cleanCode, cleanText } from './terms.ts';
import { isCodingSchemeUid, isRegisteredUid, replaceUid } from './uids.ts';

export interface Cleaning {
  readonly plan: DeidentifyPlan;
  /** Days to move dates by; null when dates are not kept at all. */
  readonly shiftDays: number | null;
  /** Folded words of the names in the file. */
  readonly names: ReadonlySet<string>;
}

/** Pixels and their tables; all other bulk data can hold anything. Extended offsets, float and integer pixels, lookup tables. */
const pixelTags: readonly number[] = [0x7fe00001, 0x7fe00002, 0x7fe00008, 0x7fe00009, tags.PixelData];
// prettier-ignore
const lookupTags: readonly number[] = [0x00283006, 0x00281201, 0x00281202, 0x00281203, 0x00281221, 0x00281222, 0x00281223];

const WRITTEN_ANEW: readonly number[] = [
  tags.SpecificCharacterSet,
  tags.PatientName,
  tags.PatientId,
  tags.DatesModified,
];
const CLINICAL_TRIAL = 0x0012;
const META_AND_DIRECTORY: readonly number[] = [0x0000, 0x0002, 0x0004];
const TIMEZONE = 0x00080201;

/** Whether anything of this element can be left in the result; false for what is unknown, private, retired, or removed by the profile. */
export function mayStay(tag: number, plan: DeidentifyPlan): boolean {
  const group = groupOf(tag);
  if (isPrivate(tag) || (tag & 0xffff) === 0 || group === CLINICAL_TRIAL || META_AND_DIRECTORY.includes(group))
    return false;
  return vrOf(tag) !== undefined && actionFor(tag, plan.options) !== 'X';
}

/** The data set without what may not stay, in ascending order. */
export function cleanDataset(dataset: Dataset, cleaning: Cleaning, nested = false): Dataset {
  const decode = decoderOf(dataset);
  const cleaned = new Map<number, Element>();
  for (const element of dataset) {
    const { tag } = element;
    if (cleaned.has(tag) || WRITTEN_ANEW.includes(tag) || !mayStay(tag, cleaning.plan)) continue;
    const result = cleanElement(element, cleaning, decode, nested);
    if (result) cleaned.set(tag, result);
  }
  return [...cleaned.values()].sort((a, b) => a.tag - b.tag);
}

type Decode = (bytes: Uint8Array) => string;

/** Kept words are European: other character sets need not be read, only be kept from being mistaken for letters. */
export function decoderOf(dataset: Dataset): Decode {
  const sets = textOf(dataset, tags.SpecificCharacterSet);
  return (bytes) => {
    if (bytes.includes(0x1b)) return '';
    return sets.includes('192') ? Buffer.from(bytes).toString('utf8') : latin1(bytes);
  };
}

function cleanElement(element: Element, cleaning: Cleaning, decode: Decode, nested: boolean): Element | null {
  const action = actionFor(element.tag, cleaning.plan.options);
  const known = vrOf(element.tag)!;
  if (pixelTags.includes(element.tag)) return nested || element.content.kind === 'items' ? null : element;
  if (element.content.kind === 'fragments') return null;
  if (element.content.kind === 'items') {
    if (known !== 'SQ') return null;
    const items = action === 'Z' ? [] : element.content.items.flatMap((item) => cleanItem(item, cleaning));
    return { ...element, content: { kind: 'items', items } };
  }
  return cleanValueElement(element, element.content.bytes, action, cleaning, decode);
}

function cleanItem(item: Dataset, cleaning: Cleaning): Dataset[] {
  const cleaned = cleanDataset(item, cleaning, true);
  const coded = cleanCodeItem(item, cleaned);
  return coded ? [coded] : [];
}

function cleanValueElement(
  element: Element,
  bytes: Uint8Array,
  action: Action | undefined,
  cleaning: Cleaning,
  decode: Decode,
): Element | null {
  const { tag } = element;
  const known = vrOf(tag)!;
  // A sender that didn't know the attribute passed it on as it was.
  const vr = element.vr === 'UN' ? known : element.vr;
  const write = (text: string): Element => ({ tag, vr, content: { kind: 'value', bytes: Buffer.from(text, 'utf8') } });
  if (known === 'SQ' || vr === 'SQ') return null;
  if (bulkVrs.includes(known) || bulkVrs.includes(vr)) {
    if (lookupTags.includes(tag) && element.vr !== 'UN') return element;
    return action === 'D' ? { tag, vr, content: { kind: 'value', bytes: new Uint8Array(2) } } : null;
  }
  const size = numberSize(vr);
  if (size !== undefined || numberSize(known) !== undefined) {
    const sound = size !== undefined && numberSize(known) !== undefined && element.vr !== 'UN';
    return sound && action !== 'Z' && action !== 'D' && bytes.length % size === 0 ? element : null;
  }
  if (action === 'Z') return write('');
  if (action === 'D') return write(dummy(tag, vr, decode(bytes), cleaning.plan));
  const original = trimmed(decode(bytes));
  const cleaned = cleanValues(tag, vr, original, cleaning, action === 'U');
  if (cleaned.replaceAll('\\', '') !== '' || original === '') return write(cleaned);
  return nothingLeft(tag, action, () => dummy(tag, vr, original, cleaning.plan), write);
}

/** What was cleaned away altogether is treated as the basic profile says. */
function nothingLeft(
  tag: number,
  action: Action | undefined,
  substitute: () => string,
  write: (text: string) => Element,
): Element | null {
  const basic = action === 'C' ? actionFor(tag, []) : 'Z';
  if (basic === 'X') return null;
  return write(basic === 'D' ? substitute() : '');
}

const trimmed = (text: string): string => text.replace(/^ +|[\0 ]+$/g, '');
/** In these a backslash is a character (PS3.5 6.2). */
const singleValued: readonly string[] = ['LT', 'ST', 'UR', 'UT'];

function cleanValues(tag: number, vr: string, text: string, cleaning: Cleaning, isIdentifier: boolean): string {
  if (singleValued.includes(vr)) return '';
  const values = text.split('\\').map((value) => {
    if (vr === 'UI') return cleanUid(tag, trimmed(value), cleaning.plan.secret, isIdentifier);
    // Something else than a UID stands where one should.
    return isIdentifier ? '' : cleanValue(tag, vr, trimmed(value), cleaning);
  });
  return values.join('\\');
}

function cleanUid(tag: number, uid: string, secret: Uint8Array, isIdentifier: boolean): string {
  const known = isRegisteredUid(uid) || (!isIdentifier && tag === tags.CodingSchemeUid && isCodingSchemeUid(uid));
  return known ? uid : replaceUid(secret, uid);
}

function cleanValue(tag: number, vr: string, value: string, { shiftDays, names }: Cleaning): string {
  switch (vr) {
    case 'CS':
      return cleanCode(value);
    case 'DA':
      return shiftDays === null ? '' : shiftDate(value, shiftDays);
    case 'DT':
      return shiftDays === null ? '' : shiftDateTime(value, shiftDays);
    case 'TM':
      return shiftDays === null ? '' : keepTime(value);
    case 'AS':
      return /^\d{3}[DWMY]$/.test(value) ? value : '';
    case 'IS':
      return /^[+-]?\d{1,10}$/.test(value) ? value : '';
    case 'DS':
      // Real files exceed the 16 characters that are allowed.
      return /^[+-]?(\d{1,10}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,3})?$/.test(value) ? value : '';
    case 'LO':
    case 'SH':
    case 'UC':
      if (tag === TIMEZONE) return /^[+-]\d{4}$/.test(value) ? value : '';
      return cleanText(value, names);
    default:
      return '';
  }
}

/** Something valid that says nothing (PS3.15 E.1.1, action D). */
function dummy(tag: number, vr: string, original: string, { code, secret }: DeidentifyPlan): string {
  if (vr === 'UI') return cleanUid(tag, trimmed(original), secret, true);
  if (vr === 'PN') return code;
  const values: Readonly<Record<string, string>> = {
    AE: 'REMOVED',
    AS: '000Y',
    CS: 'OTHER',
    DA: '19000101',
    DT: '19000101000000',
    TM: '000000',
    DS: '0',
    IS: '0',
  };
  return values[vr] ?? 'REMOVED';
}
