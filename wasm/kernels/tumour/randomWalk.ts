import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { DIFFERENCES, State } from '../solver/lattice.ts';
import { settle } from '../solver/walker.ts';
import type { KernelContext } from '../types.ts';

/** What a voxel's belonging is known to be, before its neighbours are asked. */
export const Known = { open: 0, lesion: 1, outside: 2 } as const;

export interface WalkInput {
  readonly dims: Vec3;
  readonly spacingMm: Vec3;
  /** Intensity, smoothed. */
  readonly hu: Int16Array;
  /** 0..1: how likely each voxel is lesion by itself. */
  readonly prior: Float32Array;
  /** A value of `Known` per voxel. The grid's border says nothing of what lies beyond it. */
  readonly known: Uint8Array;
  /** Over this length (mm) neighbours outvote a voxel's own intensity. */
  readonly lengthMm: number;
  /** A step of this height between neighbours halves what they say of each other. */
  readonly edgeHu: number;
}

const STEPS = 40;
const TOLERANCE = 0.01;
/** What even an undecided voxel weighs. */
const LEAST_CERTAINTY = 0.05;

/**
 * The random walker with priors (Grady, 'Multilabel random walker image segmentation using prior models', CVPR 2005,
 * doi 10.1109/CVPR.2005.239): how probable it is that each voxel is lesion, smooth but for edges of the image. A prior weighs by how sure
 * it is.
 * @returns 0..1 per voxel.
 */
export function randomWalk(input: WalkInput, ctx: KernelContext): Float32Array {
  const { dims, hu, prior, known } = input;
  const potential = new Float32Array(prior.length);
  const state = new Uint8Array(prior.length);
  for (let at = 0; at < known.length; at++) {
    if (known[at] === Known.open) potential[at] = prior[at]!;
    else if (known[at] === Known.lesion) potential[at] = 1;
    state[at] = known[at] === Known.open ? State.free : known[at] === Known.lesion ? State.one : State.zero;
  }
  const tie = {
    weight: (at: number): number => LEAST_CERTAINTY + Math.abs(2 * prior[at]! - 1),
    potential: prior,
  };
  settle({ dims, hu, state, weights: weightsOf(input), tie, potential }, { steps: STEPS, tolerance: TOLERANCE }, ctx);
  return potential;
}

/** Between neighbours along x, y, z by their difference in HU. */
function weightsOf({ spacingMm, lengthMm, edgeHu }: WalkInput): [Float32Array, Float32Array, Float32Array] {
  const along = (axis: 0 | 1 | 2): Float32Array => {
    const base = (lengthMm / spacingMm[axis]) ** 2;
    return Float32Array.from({ length: DIFFERENCES }, (_, differenceHu) => {
      const step = differenceHu / edgeHu;
      return base / (1 + step * step);
    });
  };
  return [along(0), along(1), along(2)];
}
