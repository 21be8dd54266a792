/** The labelmap's partition as DICOM segments, and segments of any program as the partition. */
import { RemnantError } from '../../core/contract/errors.ts';
import { isLiver, Label, type SegmentName } from '../../core/domain/labels.ts';
import type { NamedParts, SegmentPart } from '../../core/domain/segmentParts.ts';
import { codes, lesions, livers, sameCode, type Code } from './codes.ts';
import { uidFromSeed } from './write.ts';

/** How a segment is written. Those that hold no voxel are left out. */
export interface SegmentKind {
  readonly label: string;
  /** Whose algorithm made it. */
  readonly of: SegmentName;
  readonly category: Code;
  readonly type: Code;
  readonly region: Code | null;
  readonly holds: (label: number) => boolean;
  /** CIELab, L 0..100 and a, b -128..127 scaled to 16 bits (PS3.3 C.10.7.1.1). */
  readonly colour: readonly [number, number, number];
}

const grey = [39321, 32896, 32896] as const;
const red = [39321, 49601, 45746] as const;

/** Segments overlap: the liver holds all the others. The last three tell apart what the first three leave open. */
export const segmentKinds: readonly SegmentKind[] = [
  {
    label: 'Liver',
    of: 'liver',
    category: codes.anatomicalStructure,
    type: codes.liver,
    region: null,
    holds: isLiver,
    colour: [41661, 41167, 40792],
  },
  {
    label: 'Tumour',
    of: 'tumour',
    category: codes.alteredStructure,
    type: codes.mass,
    region: codes.liver,
    holds: (label) => label === Label.tumourResected || label === Label.tumourFlr,
    colour: red,
  },
  {
    label: 'Future liver remnant',
    of: 'flr',
    category: codes.anatomicalStructure,
    type: codes.flr,
    region: codes.liver,
    holds: (label) => label === Label.flr,
    colour: [45219, 20046, 40606],
  },
  {
    label: 'Tumour in the future liver remnant',
    of: 'tumour',
    category: codes.alteredStructure,
    type: codes.mass,
    region: codes.flr,
    holds: (label) => label === Label.tumourFlr,
    colour: red,
  },
  {
    label: 'Other non-functional tissue',
    of: 'liver',
    category: codes.alteredStructure,
    type: codes.nonFunctional,
    region: codes.liver,
    holds: (label) => label === Label.otherResected || label === Label.otherFlr,
    colour: grey,
  },
  {
    label: 'Other non-functional tissue in the future liver remnant',
    of: 'flr',
    category: codes.alteredStructure,
    type: codes.nonFunctional,
    region: codes.flr,
    holds: (label) => label === Label.otherFlr,
    colour: grey,
  },
];

const partOfLiver = (number: Label, label: string, of: SegmentName, type: Code, region: Code, kind: SegmentKind) => ({
  number,
  label,
  of,
  category: kind.category,
  type,
  region,
  holds: (value: number) => value === number,
  colour: kind.colour,
});
const [liverKind, tumourKind, flrKind, , otherKind] = segmentKinds as readonly [
  SegmentKind,
  SegmentKind,
  SegmentKind,
  SegmentKind,
  SegmentKind,
  SegmentKind,
];

/** The partition itself, for label maps: each label is a segment of that number. */
export const labelKinds: readonly (SegmentKind & { readonly number: number })[] = [
  partOfLiver(Label.resected, 'Resected part', 'liver', codes.resected, codes.liver, liverKind),
  partOfLiver(Label.flr, 'Future liver remnant', 'flr', codes.flr, codes.liver, flrKind),
  partOfLiver(Label.tumourResected, 'Tumour in the resected part', 'tumour', codes.mass, codes.resected, tumourKind),
  partOfLiver(Label.tumourFlr, 'Tumour in the future liver remnant', 'tumour', codes.mass, codes.flr, tumourKind),
  partOfLiver(
    Label.otherResected,
    'Other non-functional tissue in the resected part',
    'liver',
    codes.nonFunctional,
    codes.resected,
    otherKind,
  ),
  partOfLiver(
    Label.otherFlr,
    'Other non-functional tissue in the future liver remnant',
    'flr',
    codes.nonFunctional,
    codes.flr,
    otherKind,
  ),
];

/** Those that hold a voxel, in the order of their numbers, which count from 1. @param counts voxels by label */
export const presentKinds = (counts: readonly number[]): SegmentKind[] =>
  segmentKinds.filter(({ holds }) => counts.some((count, label) => count > 0 && holds(label)));

/**
 * What names the same part of a liver in every segmentation and report of one subject.
 * @param owner id of the subject, or of the series where there is none
 */
export const trackingOf = (owner: string, label: string): { readonly id: string; readonly uid: string } => ({
  id: label,
  uid: uidFromSeed(`tracking of ${label} of ${owner}`),
});

/** What a file says of a segment. */
export interface SegmentDescription {
  readonly number: number;
  readonly label: string;
  readonly type?: Code | undefined;
  readonly regions: readonly Code[];
  readonly algorithmType: string;
  readonly algorithmName: string;
}

/** Segments on a volume's grid, of any kind of file. Masks are made when they are asked for: files may hold a hundred segments. */
export interface SegmentedMask {
  readonly segments: readonly SegmentDescription[];
  /** What was done to bring it to this grid and to yes or no, in sentences; empty when nothing was. */
  readonly notes: readonly string[];
  /** One byte a voxel, 0 or 1, in volume order. */
  mask(segmentNumber: number): Uint8Array;
  /** All segments as the project's labels. @throws RemnantError as `segToLabels` */
  labels(named?: NamedParts): Uint8Array;
}

const lesionWords = /tumou?r|lesion|metasta|\bhcc\b|\bcrlm\b|neoplasm|malignan/i;
const remnantWords = /\b(flr|remnant|future liver)\b/i;
/** Organs and vessels that lie beside or in a liver, and never count as it. */
const otherWords =
  /spleen|kidney|pancrea|stomach|duoden|bowel|colon|aort|vena|\bvein|vessel|portal|arter|gall|bile|lung|heart|spine|vertebra|bone|rib|muscle|skin|body|adrenal|\bfat\b|air|table|background|couinaud/i;

/** By code where that says it, else by the segment's name; null when neither does, so that a person has to. */
export function partOf({ type, label }: Pick<SegmentDescription, 'type' | 'label'>): SegmentPart | null {
  if (sameCode(type, codes.flr)) return 'flr';
  if (sameCode(type, codes.nonFunctional)) return 'other';
  if (sameCode(type, codes.resected)) return 'liver';
  if (remnantWords.test(label) && !lesionWords.test(label)) return 'flr';
  if (lesions.some((code) => sameCode(type, code))) return 'tumour';
  if (livers.some((code) => sameCode(type, code))) return lesionWords.test(label) ? 'tumour' : 'liver';
  if (lesionWords.test(label)) return 'tumour';
  if (otherWords.test(label) && !/\bliver\b/i.test(label)) return 'ignore';
  return /\b(liver|hepar|foie|leber|lever|fegato|h[ií]gado)\b/i.test(label) ? 'liver' : null;
}

/** Segments that nobody can tell; a person must name them. */
export const unknownSegments = (
  segments: readonly Pick<SegmentDescription, 'type' | 'label'>[],
  named: NamedParts = {},
): string[] => [
  ...new Set(
    segments
      .filter((segment) => !Object.hasOwn(named, segment.label) && partOf(segment) === null)
      .map(({ label }) => label),
  ),
];

/** Later parts need what earlier ones left: parenchyma, then the remnant, then lesions with their side. */
const order: readonly SegmentPart[] = ['liver', 'flr', 'tumour', 'other'];
const baseLabel = {
  liver: Label.resected,
  flr: Label.flr,
  tumour: Label.tumourResected,
  other: Label.otherResected,
} as const;

function paintPart(labels: Uint8Array, voxels: Uint8Array, label: number): void {
  for (let at = 0; at < voxels.length; at++) if (voxels[at] !== 0) labels[at] = label;
}

/** A lesion lies in the remnant when its segment says so, or where the remnant is. */
function paintLesion(labels: Uint8Array, voxels: Uint8Array, label: number, inRemnant: boolean): void {
  for (let at = 0; at < voxels.length; at++) {
    if (voxels[at] === 0) continue;
    const before = labels[at]!;
    labels[at] = inRemnant || (before !== 0 && before % 2 === 0) ? label + 1 : label;
  }
}

/**
 * Segments as the project's labels. Where they overlap, lesions lie in the liver and on the remnant's side where that is, and what is
 * non-functional lies in lesions. Files written here come back bit for bit. Segments of other organs are passed over.
 * @param mask one byte a voxel for a segment's number, all of one length
 * @throws RemnantError 'invalid_input' when nobody can tell what a segment is, or one is named that isn't there, 'refused' when none is part of a liver
 */
export function segToLabels(
  segments: readonly SegmentDescription[],
  mask: (segmentNumber: number) => Uint8Array,
  named: NamedParts = {},
): Uint8Array {
  const absent = Object.keys(named).find((name) => !segments.some(({ label }) => label === name));
  if (absent !== undefined) throw new RemnantError('invalid_input', `The file has no segment "${absent}".`);
  const unknown = unknownSegments(segments, named);
  if (unknown.length > 0) {
    const names = unknown.map((name) => `"${name}"`).join(', ');
    throw new RemnantError(
      'invalid_input',
      `Say what ${unknown.length > 1 ? 'the segments' : 'the segment'} ${names} of this file ${unknown.length > 1 ? 'are' : 'is'}: liver, tumour, flr, other or ignore.`,
    );
  }
  const known = segments.flatMap((segment) => {
    const part = Object.hasOwn(named, segment.label) ? named[segment.label]! : partOf(segment)!;
    return part === 'ignore'
      ? []
      : [{ number: segment.number, part, inRemnant: segment.regions.some((code) => sameCode(code, codes.flr)) }];
  });
  let labels: Uint8Array | null = null;
  for (const { number, part, inRemnant } of known.sort(
    (a, b) => order.indexOf(a.part) - order.indexOf(b.part) || Number(a.inRemnant) - Number(b.inRemnant),
  )) {
    const voxels = mask(number);
    labels ??= new Uint8Array(voxels.length);
    if (part === 'tumour' || part === 'other') paintLesion(labels, voxels, baseLabel[part], inRemnant);
    else paintPart(labels, voxels, baseLabel[part]);
  }
  if (labels === null) {
    throw new RemnantError('refused', 'No segment of this file is a liver, a liver tumour or a future liver remnant.');
  }
  return labels;
}
