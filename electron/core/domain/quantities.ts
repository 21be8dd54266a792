/**
 * Every number that can be shown, stored or exported: its one full name, unit, formula and digits. No name is a bare "FLR %", and the two
 * meanings of "degree of hypertrophy" (points of a ratio, relative growth) never share a word.
 */
import type { Ucum } from './units.ts';

export interface Quantity {
  /** Full name as shown and exported. */
  readonly name: string;
  readonly ucum: Ucum;
  /** Decimals to print; the stored value is never rounded. */
  readonly digits: number;
  /** Id with version. TELV and body surface add the ids of the formulas the protocol chose. */
  readonly formula: string;
  /** Outside of it a person is warned, never stopped. */
  readonly plausible?: readonly [number, number];
}

const volume = (name: string, plausible?: readonly [number, number]): Quantity => ({
  name,
  ucum: 'mL',
  digits: 0,
  formula: 'label_volume@1',
  ...(plausible && { plausible }),
});

export const quantities = {
  tlv: volume('Total liver, tumour included', [600, 4000]),
  tumour: volume('Tumour'),
  tumour_flr: volume('Tumour in the future liver remnant'),
  tumour_resected: volume('Tumour in the resected part'),
  flr: volume('Future liver remnant, without tumour', [80, 1500]),
  resected: volume('Resected part, without tumour'),
  other: volume('Other non-functional tissue'),
  other_flr: volume('Other non-functional tissue in the future liver remnant'),
  other_resected: volume('Other non-functional tissue in the resected part'),
  height: { name: 'Height used', ucum: 'cm', digits: 1, formula: 'nearest_measure@1' },
  weight: { name: 'Weight used', ucum: 'kg', digits: 1, formula: 'nearest_measure@1' },
  bsa: { name: 'Body surface area', ucum: 'm2', digits: 2, formula: 'bsa@1', plausible: [1.2, 2.8] },
  telv: { name: 'Total estimated liver volume (TELV)', ucum: 'mL', digits: 0, formula: 'telv@1' },
  flr_pct_functional: { name: 'FLR / (total liver - tumour)', ucum: '%', digits: 1, formula: 'flr_pct_functional@1' },
  flr_pct_total: { name: 'FLR / total liver', ucum: '%', digits: 1, formula: 'flr_pct_total@1' },
  sflr_pct: { name: 'Standardised FLR (FLR / TELV)', ucum: '%', digits: 1, formula: 'sflr_pct@1' },
  flr_bw_pct: { name: 'FLR / body weight', ucum: '%', digits: 2, formula: 'flr_bw_pct@1' },
  flr_function: {
    name: 'FLR function (99mTc-mebrofenin)',
    ucum: '%/min/m2',
    digits: 2,
    formula: 'flr_function@1',
  },
  dh_sflr_points: {
    name: 'Hypertrophy in points of standardised FLR',
    ucum: '%{points}',
    digits: 1,
    formula: 'dh_sflr_points@1',
    plausible: [-3, 30],
  },
  dh_flr_points: {
    name: 'Hypertrophy in points of FLR / (total liver - tumour)',
    ucum: '%{points}',
    digits: 1,
    formula: 'dh_flr_points@1',
  },
  rel_growth_pct: {
    name: 'Relative growth of the FLR volume',
    ucum: '%',
    digits: 1,
    formula: 'rel_growth_pct@1',
    plausible: [-10, 150],
  },
  kgr_sflr_initial: {
    name: 'Initial kinetic growth rate of standardised FLR, since embolisation',
    ucum: '%/wk',
    digits: 1,
    formula: 'kgr_sflr_initial@1',
    plausible: [-2, 20],
  },
  kgr_interval: {
    name: 'Kinetic growth rate of standardised FLR, between the two CTs',
    ucum: '%/wk',
    digits: 1,
    formula: 'kgr_interval@1',
    plausible: [-2, 20],
  },
  kgr_flr_interval: {
    name: 'Kinetic growth rate of FLR / (total liver - tumour), between the two CTs',
    ucum: '%/wk',
    digits: 1,
    formula: 'kgr_flr_interval@1',
  },
  growth_ml_day: { name: 'FLR volume growth per day', ucum: 'mL/d', digits: 1, formula: 'growth_ml_day@1' },
} as const satisfies Record<string, Quantity>;
export type QuantityId = keyof typeof quantities;

export const isQuantityId = (id: string): id is QuantityId => Object.hasOwn(quantities, id);

/** One sentence when a value lies outside the plausible range of its quantity, else null. */
export function implausibility(id: QuantityId, value: number): string | null {
  const { name, ucum, plausible }: Quantity = quantities[id];
  if (!plausible || (value >= plausible[0] && value <= plausible[1])) return null;
  return `${name} is outside ${plausible[0]} to ${plausible[1]} ${ucum}; please check it.`;
}
