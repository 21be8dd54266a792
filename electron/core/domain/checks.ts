/**
 * What a reader should look at before the numbers of a segmentation are used. Faults are found in the labels; sentences are made of them,
 * the volumes and the state of the lesions. Both are pure: window, host and command line say the same.
 */
import { indexToPatient, voxelVolumeMl, type Vec3, type VolumeGeometry } from './geometry.ts';
import { isLiver, isRemnantSide, isTumour, LABEL_COUNT, type LabelCounts, type SegmentName } from './labels.ts';
import { liverAtBorder, touchedSides, type Side } from './liverAtBorder.ts';
import { implausibility } from './quantities.ts';
import { boxAround, pieces, type IndexBox, type Piece } from './runComponents.ts';
import { voxelsOf } from './volumetry.ts';

/** One kind of fault with all its places. */
export interface Fault {
  readonly kind:
    'liverBorder' | 'liverGaps' | 'liverIslands' | 'liverHoles' | 'tumourDetached' | 'tumourThin' | 'flrPieces';
  readonly count: number;
  readonly voxels: number;
  /** Voxel index of the place to look at first. */
  readonly at: Vec3;
  /** Only for 'liverBorder'. */
  readonly side?: Side;
  /** Only for 'flrPieces': what lies apart, of the whole remnant, 0..1. */
  readonly share?: number;
}

/** What mends a fault, as the tools are named. */
export type CheckRepair =
  | { readonly kind: 'keepLargest' | 'fillHoles'; readonly segment: SegmentName }
  | { readonly kind: 'interpolate'; readonly segment: SegmentName };

export interface Check {
  readonly kind: Fault['kind'] | 'noLiver' | 'liverVolume' | 'noCut' | 'unconfirmed';
  readonly sentence: string;
  /** Patient coordinates, mm; null where it concerns no place. */
  readonly placeMm: Vec3 | null;
  readonly repair: CheckRepair | null;
}

/** What is smaller than `each` is a speck; specks alone are told only where they make `all` together. */
interface Specks {
  readonly each: number;
  readonly all: number;
}
/** Together they change no volume as it is shown, in whole mL. */
const SPECKS_ML: Specks = { each: 0.1, all: 0.5 };
/** A cut through the groove of a vessel leaves crumbs on both sides: below a mL nothing depends on the side. */
const CRUMBS_ML: Specks = { each: 1, all: 1 };
const EVERY_ML: Specks = { each: 0, all: 0 };
/** Two readings of one remnant differ by about this share of it at most: what is less is a sliver beside the cut, no second part. */
const SLIVER_SHARE = 0.05;
/** A tumour of one slice that is wider than this was drawn on too few of them. */
const THIN_TUMOUR_MM = 10;

const table = (belongs: (label: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, label) => Number(label < LABEL_COUNT && belongs(label)));
const liver = table(isLiver);
const tumour = table(isTumour);
const remnant = table(isRemnantSide);
const outside = table((label) => !isLiver(label));

/**
 * Faults of a labelmap, with their places.
 * @param labels values 0..6 of the whole grid, in memory order.
 * @param pause called between the passes; may throw to end the search.
 */
export function findFaults(labels: Uint8Array, geometry: VolumeGeometry, pause: () => void = () => undefined): Fault[] {
  const { dims } = geometry;
  const box = boxAround(dims, labels, liver, 1);
  if (box === null) return [];
  const inBox = (belongs: Uint8Array): Piece[] => {
    pause();
    return pieces({ dims, box, values: labels, belongs, special: tumour });
  };
  const [, ...islands] = inBox(liver);
  const detached = islands.filter(({ voxels, special }) => special === voxels);
  const emptySlices = gaps(labels, dims, box);
  const voxelMl = voxelVolumeMl(geometry);
  /** @param places the largest first. */
  const fault = (kind: Fault['kind'], places: readonly Piece[], { each, all } = SPECKS_ML): Fault[] => {
    const large = places.filter((piece) => piece.voxels * voxelMl >= each);
    const told = large.length > 0 ? large : places;
    const [largest] = told;
    const voxels = sumOf(told);
    if (largest === undefined || (large.length === 0 && voxels * voxelMl < all)) return [];
    return [{ kind, count: told.length, voxels, at: largest.at }];
  };
  const remnants = inBox(remnant);
  return [
    ...borders(labels, geometry),
    ...emptySlices,
    ...(emptySlices.length > 0
      ? []
      : fault(
          'liverIslands',
          islands.filter((piece) => !detached.includes(piece)),
        )),
    ...fault(
      'liverHoles',
      inBox(outside).filter(({ atBorder }) => !atBorder),
    ),
    ...fault('tumourDetached', detached),
    ...fault(
      'tumourThin',
      inBox(tumour).filter((piece) => isThin(piece, geometry)),
      EVERY_ML,
    ),
    ...fault('flrPieces', remnants.slice(1), CRUMBS_ML).map((apart) => ({
      ...apart,
      share: apart.voxels / sumOf(remnants),
    })),
  ];
}

const sumOf = (places: readonly Piece[]): number => places.reduce((sum, { voxels }) => sum + voxels, 0);

function isThin({ box: { min, max } }: Piece, { spacingMm }: VolumeGeometry): boolean {
  const widthMm = Math.max((max[0] - min[0] + 1) * spacingMm[0], (max[1] - min[1] + 1) * spacingMm[1]);
  return min[2] === max[2] && widthMm > THIN_TUMOUR_MM;
}

function borders(labels: Uint8Array, { dims }: VolumeGeometry): Fault[] {
  const [columns, rows, slices] = dims;
  return touchedSides({ dims: [columns, rows, slices], labels }).map((side) => {
    const axis = { i: 0, j: 1, k: 2 }[side.axis];
    const min: [number, number, number] = [0, 0, 0];
    const max: [number, number, number] = [columns - 1, rows - 1, slices - 1];
    if (side.end === 'first') max[axis] = 0;
    else min[axis] = max[axis]!;
    const [largest] = pieces({ dims, box: { min, max }, values: labels, belongs: liver });
    return { kind: 'liverBorder', count: 1, voxels: largest!.voxels, at: largest!.at, side };
  });
}

/**
 * Planes without liver between two planes that hold much the same of it: it was drawn on some slices only. What merely lies apart from the
 * liver makes no gap.
 */
function gaps(labels: Uint8Array, dims: Vec3, box: IndexBox): Fault[] {
  for (const axis of [2, 1, 0] as const) {
    const sizes = planeSizes(labels, dims, box, axis);
    const drawn = [...sizes.keys()].filter((at) => sizes[at]! > 0);
    const across = drawn
      .slice(1)
      .map((to, n) => ({ from: drawn[n]!, to }))
      .filter(({ from, to }) => to - from > 1)
      .map((gap) => ({ ...gap, ...overlap(labels, dims, box, axis, gap.from, gap.to) }))
      .filter(({ from, to, voxels }) => 2 * voxels >= Math.max(sizes[from]!, sizes[to]!));
    const [first] = across;
    if (first === undefined) continue;
    const count = across.reduce((sum, { from, to }) => sum + to - from - 1, 0);
    return [{ kind: 'liverGaps', count, voxels: 0, at: first.at }];
  }
  return [];
}

const strides = ([columns, rows]: Vec3): Vec3 => [1, columns, columns * rows];

/** Voxels of liver per plane across the axis, index = plane. */
function planeSizes(labels: Uint8Array, dims: Vec3, { min, max }: IndexBox, axis: 0 | 1 | 2): Int32Array {
  const sizes = new Int32Array(max[axis] + 1);
  for (let k = min[2]; k <= max[2]; k++) {
    for (let j = min[1]; j <= max[1]; j++) {
      const row = dims[0] * (j + dims[1] * k);
      for (let i = min[0]; i <= max[0]; i++) {
        if (liver[labels[row + i]!] === 1) sizes[axis === 0 ? i : axis === 1 ? j : k]!++;
      }
    }
  }
  return sizes;
}

/** How much liver two planes have at the same place, and a middle one of these places, in the gap beside the first plane. */
function overlap(
  labels: Uint8Array,
  dims: Vec3,
  { min, max }: IndexBox,
  axis: 0 | 1 | 2,
  from: number,
  to: number,
): { readonly voxels: number; readonly at: Vec3 } {
  const step = strides(dims);
  const [u, v] = axis === 0 ? ([1, 2] as const) : axis === 1 ? ([0, 2] as const) : ([0, 1] as const);
  const common: number[] = [];
  for (let b = min[v]; b <= max[v]; b++) {
    for (let a = min[u]; a <= max[u]; a++) {
      const within = a * step[u] + b * step[v];
      const isIn = (plane: number): boolean => liver[labels[within + plane * step[axis]]!] === 1;
      if (isIn(from) && isIn(to)) common.push(within + (from + 1) * step[axis]);
    }
  }
  const middle = common[common.length >> 1] ?? 0;
  const at: Vec3 = [middle % dims[0], Math.floor(middle / step[1]) % dims[1], Math.floor(middle / step[2])];
  return { voxels: common.length, at };
}

export interface CheckInput {
  readonly faults: readonly Fault[];
  readonly counts: LabelCounts;
  readonly geometry: VolumeGeometry;
  /** Lesions that are proposed and not confirmed yet. */
  readonly unconfirmedLesions: number;
}

/** All that should be looked at, in the order of the work: liver, tumours, remnant. Empty: nothing was noticed. */
export function checksOf({ faults, counts, geometry, unconfirmedLesions }: CheckInput): Check[] {
  if (voxelsOf('tlv', counts) === 0) return [remark('noLiver', 'No liver is drawn yet.')];
  const tlvMl = voxelsOf('tlv', counts) * voxelVolumeMl(geometry);
  const unlikely = implausibility('tlv', tlvMl);
  const isDivided = [2, 4, 6].some((label) => (counts[label] ?? 0) > 0);
  const found = faults.map((each) => faultCheck(each, geometry));
  const of = (segment: string): Check[] => found.filter(({ kind }) => kind.startsWith(segment));
  return [
    ...(unlikely === null ? [] : [remark('liverVolume', unlikely)]),
    ...of('liver'),
    ...of('tumour'),
    ...(unconfirmedLesions === 0
      ? []
      : [
          remark(
            'unconfirmed',
            `${some(unconfirmedLesions, 'lesion is', 'lesions are')} proposed and not confirmed: not subtracted as tumour until you confirm.`,
          ),
        ]),
    ...(isDivided ? [] : [remark('noCut', 'The liver is not divided yet: there is no FLR.')]),
    ...of('flr'),
  ];
}

const remark = (kind: Check['kind'], sentence: string): Check => ({ kind, sentence, placeMm: null, repair: null });

const some = (count: number, one: string, several: string): string => `${count} ${count === 1 ? one : several}`;

const repairs: Readonly<Partial<Record<Fault['kind'], CheckRepair>>> = {
  liverGaps: { kind: 'interpolate', segment: 'liver' },
  liverIslands: { kind: 'keepLargest', segment: 'liver' },
  liverHoles: { kind: 'fillHoles', segment: 'liver' },
  flrPieces: { kind: 'keepLargest', segment: 'flr' },
};

function faultCheck(fault: Fault, geometry: VolumeGeometry): Check {
  return {
    kind: fault.kind,
    sentence: faultSentence(fault, geometry),
    placeMm: indexToPatient(geometry, fault.at),
    repair: repairs[fault.kind] ?? null,
  };
}

/** A fault in one sentence, for a person and for a stored result. */
export function faultSentence({ kind, count, voxels, side, share = 1 }: Fault, geometry: VolumeGeometry): string {
  const ml = (voxels * voxelVolumeMl(geometry)).toFixed(1);
  switch (kind) {
    case 'liverBorder':
      return side === undefined ? '' : liverAtBorder([side], geometry)[0]!;
    case 'liverGaps':
      return `${some(count, 'slice', 'slices')} between drawn ones ${count === 1 ? 'has' : 'have'} no liver.`;
    case 'liverIslands':
      return `${some(count, 'piece', 'pieces')} apart from the liver (${ml} mL).`;
    case 'liverHoles':
      return `${some(count, 'hole', 'holes')} inside the liver (${ml} mL).`;
    case 'tumourDetached':
      return `${some(count, 'tumour lies', 'tumours lie')} outside the liver, without contact to it (${ml} mL).`;
    case 'tumourThin':
      return `${some(count, 'tumour is', 'tumours are')} drawn on one slice only (${ml} mL).`;
    case 'flrPieces':
      return share < SLIVER_SHARE
        ? `${some(count, 'sliver', 'slivers')} of the FLR beside the cut, apart from the rest (${ml} mL, ${(100 * share).toFixed(1)} % of it).`
        : `The FLR is not in one piece: ${some(count, 'piece', 'pieces')} apart (${ml} mL).`;
  }
}

/** What isn't said of a result anywhere else: its volumes, the border and unconfirmed lesions have warnings of their own. */
export const shapeWarnings = (faults: readonly Fault[], geometry: VolumeGeometry): string[] =>
  faults.filter(({ kind }) => kind !== 'liverBorder').map((fault) => faultSentence(fault, geometry));
