/** The labelmap's partition as DICOM segments, and segments of any program as the partition. */
import { RemnantError } from '../../core/contract/errors.ts';
import { isLiver, Label, type SegmentName } from '../../core/domain/labels.ts';
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

type Part = 'liver' | 'tumour' | 'flr' | 'nonFunctional';

/** By code where that says it, else by the segment's name. */
function partOf({ type, label }: SegmentDescription): Part | null {
  if (sameCode(type, codes.flr)) return 'flr';
  if (sameCode(type, codes.nonFunctional)) return 'nonFunctional';
  if (/\b(flr|remnant)\b/i.test(label) && !/tumou?r|lesion|mass|metasta/i.test(label)) return 'flr';
  if (lesions.some((code) => sameCode(type, code))) return 'tumour';
  if (livers.some((code) => sameCode(type, code))) return /tumou?r|lesion|metasta/i.test(label) ? 'tumour' : 'liver';
  if (/tumou?r|lesion|metasta/i.test(label)) return 'tumour';
  return /\bliver\b/i.test(label) ? 'liver' : null;
}

/**
 * Segments as the project's labels. Tissue that lies both in a lesion and in the remnant is the remnant's; files written here come back
 * bit for bit. Segments of other organs are passed over.
 * @param mask one byte a voxel for a segment's number, all of one length
 * @throws RemnantError 'refused' when no segment is part of a liver
 */
export function segToLabels(
  segments: readonly SegmentDescription[],
  mask: (segmentNumber: number) => Uint8Array,
): Uint8Array {
  const known = segments.flatMap((segment) => {
    const part = partOf(segment);
    return part === null
      ? []
      : [{ number: segment.number, part, inRemnant: segment.regions.some((code) => sameCode(code, codes.flr)) }];
  });
  let labels: Uint8Array | null = null;
  /** Later parts need what earlier ones left: parenchyma, then the remnant, then lesions with their side. */
  const order: readonly Part[] = ['liver', 'flr', 'tumour', 'nonFunctional'];
  for (const { number, part, inRemnant } of known.sort(
    (a, b) => order.indexOf(a.part) - order.indexOf(b.part) || Number(a.inRemnant) - Number(b.inRemnant),
  )) {
    const voxels = mask(number);
    labels ??= new Uint8Array(voxels.length);
    const base = {
      liver: Label.resected,
      flr: Label.flr,
      tumour: Label.tumourResected,
      nonFunctional: Label.otherResected,
    }[part];
    for (let at = 0; at < voxels.length; at++) {
      if (voxels[at] === 0) continue;
      const lesion = part === 'tumour' || part === 'nonFunctional';
      const remnantSide = lesion && (inRemnant || (labels[at] !== 0 && labels[at]! % 2 === 0));
      labels[at] = remnantSide ? base + 1 : base;
    }
  }
  if (labels === null) {
    throw new RemnantError('refused', 'No segment of this file is a liver, a liver tumour or a future liver remnant.');
  }
  return labels;
}
