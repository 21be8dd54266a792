/**
 * Blinding: while a CT is being read, nothing may tell the arm or how and when the liver was embolised. Time point and date of the CT may be
 * seen; pages of the site's record show everything.
 */
import type { QuantityId } from './quantities.ts';
import { volumeIds } from './volumetry.ts';

/** What a reading may show of its own numbers: volumes and ratios of this one CT. Growth counts from the embolisation, function tests too. */
const shownWhileReading: ReadonlySet<string> = new Set<QuantityId>([
  ...volumeIds,
  'flr_pct_functional',
  'flr_pct_total',
  'sflr_pct',
  'flr_bw_pct',
  'telv',
]);

export const valuesWhileReading = <V extends { readonly quantity: string }>(values: readonly V[]): V[] =>
  values.filter(({ quantity }) => shownWhileReading.has(quantity));

/**
 * Words of scanners and sites for the treatment, in the languages of the trial's sites, and counts of days or weeks after it. Parts of words
 * count: "postembolisatie".
 */
const treatment =
  /\p{L}*(?:emboli[sz]|embolot|embolia|emboliz|occlus)\p{L}*|(?<![\p{L}\d])(?:r?pve|hve|pvo|lvd|evd|bve|pve\/?hve|tae|tace|coils?|plugs?|glue|lipiodol|histoacryl|amplatzer|particles?|arm\s*[ab12]|control arm|(?:day|dag|tag|jour|week|woche|semaine|d|w)\s*[+-]?\s*\d{1,3}\s*(?:post|after|na|nach)?)(?![\p{L}\d])/giu;

/** Stands where something was left out. */
export const LEFT_OUT = '…';

/** A text of the images, such as a series' description, without what tells of the treatment. */
export function textWhileReading(text: string): string {
  return text
    .replace(treatment, LEFT_OUT)
    .replace(/(?:…[\s,;/_+-]*)+…/gu, LEFT_OUT)
    .trim();
}
