/** Values of one attribute, by their representation (PS3.5 6.2): what isn't plainly harmless becomes ''. */
import type { Encoding } from '../dicom/readElements.ts';
import type { Action } from './attributes.ts';
import { keepTime, shiftDate, shiftDateTime } from './dates.ts';
import { tags } from './dataset.ts';
import type { DeidentifyPlan } from './plan.ts';
import { cleanCode, cleanText } from './terms.ts';
import { isCodingSchemeUid, isRegisteredUid, replaceUid } from './uids.ts';

export interface Cleaning {
  readonly plan: DeidentifyPlan;
  readonly encoding: Encoding;
  /** Days to move dates by; null when dates are not kept at all. */
  readonly shiftDays: number | null;
  /** Folded words of the names in the file. */
  readonly names: ReadonlySet<string>;
}

const TIMEZONE = 0x00080201;
/** Without padding. */
export const trimmed = (text: string): string => text.replace(/^ +|[\0 ]+$/g, '');
/** In these a backslash is a character (PS3.5 6.2). */
const singleValued: readonly string[] = ['LT', 'ST', 'UR', 'UT'];

/** All values of an attribute, joined again. */
export function cleanValues(
  tag: number,
  vr: string,
  text: string,
  cleaning: Cleaning,
  action: Action | undefined,
): string {
  if (singleValued.includes(vr)) return '';
  const values = text.split('\\').map((value) => {
    if (vr === 'UI') return cleanUid(tag, trimmed(value), cleaning.plan.secret, action === 'U');
    // Something else than a UID stands where one should.
    return action === 'U' ? '' : cleanValue(tag, vr, trimmed(value), cleaning, action);
  });
  return values.join('\\');
}

function cleanUid(tag: number, uid: string, secret: Uint8Array, isIdentifier: boolean): string {
  const known = isRegisteredUid(uid) || (!isIdentifier && tag === tags.CodingSchemeUid && isCodingSchemeUid(uid));
  return known ? uid : replaceUid(secret, uid);
}

function cleanValue(
  tag: number,
  vr: string,
  value: string,
  { shiftDays, names }: Cleaning,
  action: Action | undefined,
): string {
  switch (vr) {
    case 'CS':
      // A place among several values (Image Type) isn't left empty.
      return cleanCode(value) || (value === '' || action !== undefined ? '' : 'OTHER');
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
export function dummy(vr: string, original: string, { code, secret }: DeidentifyPlan): string {
  if (vr === 'UI') return isRegisteredUid(original) ? original : replaceUid(secret, original);
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
