/** Coded entries (PS3.3 section 8): a code is kept when its scheme is public and it has the form of that scheme's codes. */
import { codes } from '../dicom/codes.ts';
import { tags, textElement, textOf, type Dataset } from './dataset.ts';
import { wordsOf } from './terms.ts';

const units =
  /^(?:[munkMc]?(?:m|L|l|g|s|A|V|eV|Bq|Gy|Sv|Hz)[23]?(?:[./](?:[munkMc]?(?:m|L|l|g|s)[23]?|min|h|wk|a))?|mGy\.cm|min|h|d|wk|mo|a|%|1|deg|HU|\[hnsf'U\]|%\/wk|\{[a-z]{1,12}\})$/;
const schemes: Readonly<Record<string, RegExp>> = {
  DCM: /^\d{6}$/,
  SCT: /^\d{6,18}$/,
  SRT: /^[A-Z0-9]{1,2}-[0-9A-F]{4,5}$/,
  SNM3: /^[A-Z0-9]{1,2}-[0-9A-F]{4,5}$/,
  UCUM: units,
  FMA: /^\d{4,6}$/,
  RADLEX: /^RID\d{1,6}$/,
  NCIt: /^C\d{4,6}$/,
  UMLS: /^C\d{7}$/,
  LN: /^\d{4,5}-\d$/,
};

/** Of this program's own scheme. */
const isOwn = (scheme: string, code: string): boolean =>
  scheme === codes.flr.scheme && Object.values(codes).some((each) => each.scheme === scheme && each.value === code);

const codeTags: readonly number[] = [
  tags.CodeValue,
  tags.CodingSchemeDesignator,
  tags.CodeMeaning,
  tags.LongCodeValue,
  tags.UrnCodeValue,
];

/**
 * @param item as it was
 * @param cleaned the same item with its text cleaned
 * @returns the cleaned item, with its code when that is public; null when what remains would be a code without value
 */
export function cleanCodeItem(item: Dataset, cleaned: Dataset): Dataset | null {
  const has = (tag: number): boolean => item.some((element) => element.tag === tag);
  if (!has(tags.CodeValue) && !has(tags.LongCodeValue) && !has(tags.UrnCodeValue)) return cleaned;
  const scheme = textOf(item, tags.CodingSchemeDesignator);
  const code = textOf(item, tags.CodeValue);
  const isPublic = Object.hasOwn(schemes, scheme) && schemes[scheme]!.test(code);
  if (!isPublic && !isOwn(scheme, code)) return null;
  // A meaning of which words are gone would mean something else.
  const meaning = textOf(cleaned, tags.CodeMeaning);
  const isWhole = wordsOf(meaning).join(' ') === wordsOf(textOf(item, tags.CodeMeaning)).join(' ');
  return [
    ...cleaned.filter(({ tag }) => !codeTags.includes(tag)),
    textElement(tags.CodeValue, 'SH', code),
    textElement(tags.CodingSchemeDesignator, 'SH', scheme),
    textElement(tags.CodeMeaning, 'LO', isWhole && meaning !== '' ? meaning : code),
  ].sort((a, b) => a.tag - b.tag);
}
