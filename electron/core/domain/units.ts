/** The UCUM units of everything that is stored or exported, and how each is shown to a person. */
const shown = {
  mL: 'mL',
  '%': '%',
  '%{points}': 'points',
  '%/wk': '%/week',
  'mL/d': 'mL/day',
  m2: 'm²',
  cm: 'cm',
  kg: 'kg',
  d: 'days',
  '%/min': '%/min',
  '%/min/m2': '%/min/m²',
} as const;
export type Ucum = keyof typeof shown;

/** What a person reads for a UCUM unit; an unknown unit is shown as it is. */
export function shownUnit(ucum: string): string {
  return Object.hasOwn(shown, ucum) ? shown[ucum as Ucum] : ucum;
}

/** 1 g of liver is taken as 1 mL (Truant 2007, PMID 17189109). */
export const ML_PER_KG = 1000;
export const DAYS_PER_WEEK = 7;
