/** One data set with everything taken out, emptied or replaced that says who the patient is. */
import { actionFor, hasSeveralNumbers, vrOf, type Action } from './attributes.ts';
import { cleanCodeItem } from './codeItem.ts';
import {
  bulkVrs,
  groupOf,
  isPrivate,
  latin1,
  numberSize,
  tags,
  textElement,
  textOf,
  uint16Of,
  type Dataset,
  type Element,
} from './dataset.ts';
import type { DeidentifyPlan } from './plan.ts';
import { cleanValues, dummy, trimmed, type Cleaning } from './values.ts';

/** Lookup tables and the attribute that says how many entries each has (PS3.3 C.7.6.3, C.11.1): beside pixels, the only bulk data that stay. */
const lookupTables: ReadonlyMap<number, number> = new Map([
  [0x00283006, 0x00283002],
  [0x00281201, 0x00281101],
  [0x00281202, 0x00281102],
  [0x00281203, 0x00281103],
]);
const writtenAnew: readonly number[] = [
  tags.SpecificCharacterSet,
  tags.PatientName,
  tags.PatientId,
  tags.DatesModified,
];
/** Commands, file meta information, media directory, clinical trial: never copied from the file. */
const leftOutGroups: readonly number[] = [0x0000, 0x0002, 0x0004, 0x0012];
const freeText: readonly string[] = ['LO', 'LT', 'SH', 'ST', 'UC', 'UT'];

/** Whether anything of this element can be left in the result; not of what is unknown, private, retired, or removed by the profile. */
export function mayStay(tag: number, plan: DeidentifyPlan): boolean {
  if (isPrivate(tag) || leftOutGroups.includes(groupOf(tag))) return false;
  return vrOf(tag) !== undefined && actionFor(tag, plan.options) !== 'X';
}

type Decode = (bytes: Uint8Array) => string;

/**
 * Kept words are European: other character sets need not be read, only be kept from being mistaken for letters.
 * @param outer of the data set that this one is an item of, whose character set it inherits
 */
export function decoderOf(dataset: Dataset, outer?: Decode): Decode {
  const sets = textOf(dataset, tags.SpecificCharacterSet);
  if (sets === '' && outer) return outer;
  return (bytes) => {
    if (bytes.includes(0x1b)) return '';
    return sets.includes('192') ? Buffer.from(bytes).toString('utf8') : latin1(bytes);
  };
}

/** @returns the data set without what may not stay, in ascending order; `outer` is given for items */
export function cleanDataset(dataset: Dataset, cleaning: Cleaning, outer?: Decode): Dataset {
  const cleaner = new DatasetCleaner(dataset, cleaning, outer);
  const cleaned = new Map<number, Element>();
  for (const element of dataset) {
    const { tag } = element;
    if (cleaned.has(tag) || writtenAnew.includes(tag) || !mayStay(tag, cleaning.plan)) continue;
    const result = cleaner.clean(element);
    if (result) cleaned.set(tag, result);
  }
  return [...cleaned.values()].sort((a, b) => a.tag - b.tag);
}

class DatasetCleaner {
  private readonly dataset: Dataset;
  private readonly cleaning: Cleaning;
  private readonly decode: Decode;
  private readonly isItem: boolean;

  constructor(dataset: Dataset, cleaning: Cleaning, outer: Decode | undefined) {
    this.dataset = dataset;
    this.cleaning = cleaning;
    this.decode = decoderOf(dataset, outer);
    this.isItem = outer !== undefined;
  }

  /** null: removed. */
  clean(element: Element): Element | null {
    const { tag, content } = element;
    const action = actionFor(tag, this.cleaning.plan.options);
    if (tag === tags.PixelData) return this.isItem || content.kind === 'items' ? null : element;
    if (content.kind === 'items') return vrOf(tag) === 'SQ' ? this.sequence(element, content.items, action) : null;
    return content.kind === 'value' ? this.value(element, content.bytes, action) : null;
  }

  private sequence(element: Element, items: readonly Dataset[], action: Action | undefined): Element | null {
    const cleaned = items.flatMap((item) => {
      const entry = cleanCodeItem(item, cleanDataset(item, this.cleaning, this.decode));
      return entry ? [entry] : [];
    });
    // Where a sequence is optional, it has to have items (PS3.5 7.4.5).
    if (cleaned.length === 0 && items.length > 0 && action !== 'Z') return null;
    return { ...element, content: { kind: 'items', items: action === 'Z' ? [] : cleaned } };
  }

  private value(element: Element, bytes: Uint8Array, action: Action | undefined): Element | null {
    const { tag } = element;
    const known = vrOf(tag)!;
    // A sender that didn't know the attribute passed it on as it was.
    const vr = element.vr === 'UN' ? known : element.vr;
    if (known === 'SQ' || vr === 'SQ') return null;
    if (bulkVrs.includes(known) || bulkVrs.includes(vr)) return this.bulk(element, bytes, action);
    if (numberSize(known) !== undefined || numberSize(vr) !== undefined) return number(element, known, bytes, action);
    return this.text(tag, vr, this.decode(bytes), action);
  }

  private bulk(element: Element, bytes: Uint8Array, action: Action | undefined): Element | null {
    const descriptor = lookupTables.get(element.tag);
    if (descriptor !== undefined) {
      // No entries mean 65536 of them; they have one byte or two.
      const entries = uint16Of(this.dataset, descriptor, this.cleaning.encoding) || 65536;
      return bytes.length === entries * 2 || bytes.length === entries + (entries % 2) ? element : null;
    }
    return action === 'D' ? { ...element, content: { kind: 'value', bytes: new Uint8Array(2) } } : null;
  }

  private text(tag: number, vr: string, value: string, action: Action | undefined): Element | null {
    const { cleaning } = this;
    const original = trimmed(value);
    const substitute = (): Element => textElement(tag, vr, dummy(vr, original, cleaning.plan));
    if (action === 'Z') return textElement(tag, vr, '');
    if (action === 'D') return substitute();
    const cleaned = cleanValues(tag, vr, original, cleaning, action);
    if (cleaned.replaceAll('\\', '') !== '' || original === '') return textElement(tag, vr, cleaned);
    // What was cleaned away altogether is treated as the basic profile says; where it says nothing, no text may be missing.
    const basic = action === undefined ? (freeText.includes(vr) ? 'D' : 'Z') : actionFor(tag, []);
    if (basic === 'X') return null;
    return basic === 'D' ? substitute() : textElement(tag, vr, '');
  }
}

/** Binary numbers stay as they are, unless the file says something else of them than the standard, or has more than there can be. */
function number(element: Element, known: string, bytes: Uint8Array, action: Action | undefined): Element | null {
  const size = numberSize(element.vr);
  if (size === undefined || numberSize(known) === undefined || action === 'Z' || action === 'D') return null;
  const isSound = hasSeveralNumbers(element.tag) ? bytes.length % size === 0 : [0, size].includes(bytes.length);
  return isSound ? element : null;
}
