/** Where the automatic liver was a close decision, as places to look at. */
import {
  indexToPatient,
  voxelVolumeMl,
  type Vec3,
  type VolumeGeometry,
} from '../../../../electron/core/domain/geometry.ts';
import { components } from '../../../../wasm/kernels/components.ts';
import type { Confidence } from '../../../../wasm/kernels/index.ts';

/** Blocks surer than this need no second look. */
const DOUBTFUL_PERCENT = 50;
/** Smaller places change no volume that anyone would notice. */
const SMALLEST_ML = 1;

export interface DoubtfulPlace {
  /** Inside the place, at its least sure part. */
  readonly pointMm: Vec3;
  readonly volumeMl: number;
}

export interface Doubts {
  /** 0..1: of the whole. */
  readonly overall: number;
  /** 0/1 per block: 1 where the decision was close. */
  readonly doubtful: { readonly geometry: VolumeGeometry; readonly marked: Uint8Array };
  /** Connected places of such blocks, the largest first. */
  readonly places: readonly DoubtfulPlace[];
}

export function doubtsOf({ overall, geometry, percent }: Confidence): Doubts {
  const marked = percent.map((value) => Number(value < DOUBTFUL_PERCENT));
  const blockMl = voxelVolumeMl(geometry);
  const places = components(marked, geometry.dims)
    .filter((members) => members.length * blockMl >= SMALLEST_ML)
    .sort((a, b) => b.length - a.length)
    .map((members) => ({
      volumeMl: members.length * blockMl,
      pointMm: indexToPatient(geometry, indexOf(leastSure(members, percent), geometry.dims)),
    }));
  return { overall, doubtful: { geometry, marked }, places };
}

/** The middle one of the least sure blocks, in the order of the grid. */
function leastSure(members: Int32Array, percent: Uint8Array): number {
  const least = members.reduce((lowest, at) => Math.min(lowest, percent[at]!), 100);
  const candidates = members.filter((at) => percent[at] === least).sort();
  return candidates[candidates.length >> 1]!;
}

const indexOf = (at: number, [columns, rows]: Vec3): Vec3 => [
  at % columns,
  Math.floor(at / columns) % rows,
  Math.floor(at / (columns * rows)),
];

/** Whether every place was jumped to. */
export const isSeen = ({ places, seen }: Pick<Doubts, 'places'> & { readonly seen: number }): boolean =>
  seen >= places.length;

/** In words, after the mean over the liver and what was nearly taken for it (0..1). */
export const sureness = (overall: number): 'sure' | 'fair' | 'unsure' =>
  overall >= 0.85 ? 'sure' : overall >= 0.7 ? 'fair' : 'unsure';
