/**
 * Volumes and ratios of one labelmap. Volumes come from voxel counts per label; ratios within one CT are taken from the counts themselves,
 * because the voxel volume cancels and a remnant of exactly 30 % must not become 29.999999999999996 by floating-point noise.
 */
import { combine, computed, refused, type Computed } from './computed.ts';
import { voxelCount, voxelVolumeMl, type VolumeGeometry } from './geometry.ts';
import { Label, LABEL_COUNT, type LabelCounts } from './labels.ts';
import { ML_PER_KG } from './units.ts';

const ratioPct = (part: number, whole: number, name: string): Computed =>
  whole > 0
    ? computed((100 * part) / whole, name)
    : refused(`${name} can't be computed: its denominator is not positive.`);

/** Volumes of one liver, in any one unit (mL or voxels). */
export interface LiverParts {
  readonly tlv: number;
  readonly tumour: number;
  readonly flr: number;
}

/** Why these three volumes can't belong to one liver, or null. The value that can't be is named. */
export function impossibleParts({ tlv, tumour, flr }: LiverParts, unit = 'mL'): string | null {
  const show = (value: number): string => `${Number(value.toPrecision(7))} ${unit}`;
  if (![tlv, tumour, flr].every(Number.isFinite)) return 'Total liver, tumour and FLR must be numbers.';
  if (tlv <= 0) return `Total liver (${show(tlv)}) must be more than 0.`;
  if (tumour < 0) return `Tumour (${show(tumour)}) must not be negative.`;
  if (flr < 0) return `FLR (${show(flr)}) must not be negative.`;
  if (tumour > tlv) return `Tumour (${show(tumour)}) is larger than the total liver (${show(tlv)}).`;
  if (tlv - tumour <= 0) return `Total liver minus tumour is 0: tumour (${show(tumour)}) fills the whole liver.`;
  if (flr > tlv - tumour) return `FLR (${show(flr)}) is larger than total liver minus tumour (${show(tlv - tumour)}).`;
  return null;
}

/** 100 * FLR / (TLV - tumour): the DRAGON 2 criterion (NCT05428735). */
export function flrPctFunctional(parts: LiverParts, unit?: string): Computed {
  const problem = impossibleParts(parts, unit);
  return problem ? refused(problem) : ratioPct(parts.flr, parts.tlv - parts.tumour, 'FLR / (total liver - tumour)');
}

/** 100 * FLR / TLV. */
export function flrPctTotal(parts: LiverParts, unit?: string): Computed {
  const problem = impossibleParts(parts, unit);
  return problem ? refused(problem) : ratioPct(parts.flr, parts.tlv, 'FLR / total liver');
}

/** 100 * FLR / TELV (Vauthey 2000, Surgery 127:512-9). */
export function sflrPct(flrMl: number, telvMl: number): Computed {
  if (!(flrMl >= 0)) return refused(`FLR (${flrMl} mL) must not be negative.`);
  if (!(telvMl > 0)) return refused(`TELV (${telvMl} mL) must be more than 0.`);
  return ratioPct(flrMl, telvMl, 'Standardised FLR');
}

/** 100 * FLR (mL taken as g) / body weight in g (Truant 2007, PMID 17189109). */
export function flrBwPct(flrMl: number, weightKg: number): Computed {
  if (!(flrMl >= 0)) return refused(`FLR (${flrMl} mL) must not be negative.`);
  if (!(weightKg > 0)) return refused(`Weight must be more than 0 kg, but is ${weightKg}.`);
  return ratioPct(flrMl, weightKg * ML_PER_KG, 'FLR / body weight');
}

/**
 * FLR function in %/min/m2 from the liver's total uptake (%/min), the remnant's share of the counts (0-1) and the body surface
 * (de Graaf 2010, PMC2809979).
 */
export function flrFunction(totalUptakePctPerMin: number, flrShare: number, bsaM2: number): Computed {
  if (!(totalUptakePctPerMin >= 0))
    return refused(`Total uptake (${totalUptakePctPerMin} %/min) must not be negative.`);
  if (!(flrShare >= 0 && flrShare <= 1)) return refused(`The FLR's share of the counts (${flrShare}) must be 0 to 1.`);
  if (!(bsaM2 > 0)) return refused(`Body surface area (${bsaM2} m2) must be more than 0.`);
  return computed((totalUptakePctPerMin * flrShare) / bsaM2, 'FLR function');
}

export const volumeIds = [
  'tlv',
  'flr',
  'resected',
  'tumour',
  'tumour_flr',
  'tumour_resected',
  'other',
  'other_flr',
  'other_resected',
] as const;
export type VolumeId = (typeof volumeIds)[number];

/** What many livers have none of: where volumes are listed for a person, these are left out at 0. */
export const occasionalVolumeIds = [
  'tumour_flr',
  'tumour_resected',
  'other',
  'other_flr',
  'other_resected',
] as const satisfies readonly VolumeId[];

const labelsOf: Readonly<Record<VolumeId, readonly number[]>> = {
  tlv: [1, 2, 3, 4, 5, 6],
  flr: [Label.flr],
  resected: [Label.resected],
  tumour: [Label.tumourResected, Label.tumourFlr],
  tumour_flr: [Label.tumourFlr],
  tumour_resected: [Label.tumourResected],
  other: [Label.otherResected, Label.otherFlr],
  other_flr: [Label.otherFlr],
  other_resected: [Label.otherResected],
};
/** What has a meaning only once the liver has been divided. */
const needsDivision: ReadonlySet<VolumeId> = new Set([
  'flr',
  'resected',
  'tumour_flr',
  'tumour_resected',
  'other_flr',
  'other_resected',
]);

const UNDIVIDED = 'The liver is not divided yet: nothing is marked as future liver remnant.';

export type LabelVolumes = Readonly<Record<VolumeId | 'flr_pct_functional' | 'flr_pct_total', Computed>>;

/** Voxels of one volume. */
export function voxelsOf(id: VolumeId, counts: LabelCounts): number {
  return labelsOf[id].reduce((sum, label) => sum + (counts[label] ?? 0), 0);
}

function impossibleCounts(counts: LabelCounts, geometry: VolumeGeometry): string | null {
  if (counts.length !== LABEL_COUNT || counts.some((count) => !Number.isInteger(count) || count < 0))
    return `Voxel counts must be ${LABEL_COUNT} whole numbers.`;
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total !== voxelCount(geometry))
    return `The labels count ${total} voxels, but the grid has ${voxelCount(geometry)}.`;
  return voxelsOf('tlv', counts) === 0 ? 'Nothing is marked as liver.' : null;
}

/**
 * Volumes in mL and the two ratios that need nothing but the labelmap.
 *
 * @param counts voxels per label 0..6, whole numbers that sum to the grid's size.
 * @returns a reason instead of numbers when the counts don't fit the grid, there is no liver, or it isn't divided yet.
 */
export function labelVolumes(counts: LabelCounts, geometry: VolumeGeometry): LabelVolumes {
  const problem = impossibleCounts(counts, geometry);
  const divided = [Label.flr, Label.tumourFlr, Label.otherFlr].some((label) => (counts[label] ?? 0) > 0);
  const voxels = (id: VolumeId): Computed => {
    if (problem) return refused(problem);
    return needsDivision.has(id) && !divided ? refused(UNDIVIDED) : computed(voxelsOf(id, counts));
  };
  const volumeMl = (id: VolumeId): Computed =>
    combine([voxels(id)], (count) => computed(count * voxelVolumeMl(geometry)));
  const ratio = (formula: typeof flrPctTotal): Computed =>
    combine([voxels('tlv'), voxels('tumour'), voxels('flr')], (tlv, tumour, flr) =>
      formula({ tlv, tumour, flr }, 'voxels'),
    );
  return {
    tlv: volumeMl('tlv'),
    flr: volumeMl('flr'),
    resected: volumeMl('resected'),
    tumour: volumeMl('tumour'),
    tumour_flr: volumeMl('tumour_flr'),
    tumour_resected: volumeMl('tumour_resected'),
    other: volumeMl('other'),
    other_flr: volumeMl('other_flr'),
    other_resected: volumeMl('other_resected'),
    flr_pct_functional: ratio(flrPctFunctional),
    flr_pct_total: ratio(flrPctTotal),
  };
}
