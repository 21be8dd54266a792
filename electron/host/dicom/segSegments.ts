/** The labelmap's partition as DICOM segments. */
import { isLiver, Label, type SegmentName } from '../../core/domain/labels.ts';
import { codes, type Code } from './codes.ts';
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
