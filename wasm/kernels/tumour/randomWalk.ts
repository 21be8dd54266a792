import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { alongAxis } from '../grow/resample.ts';
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

const SWEEPS = 20;
/** Over-relaxation: fewer sweeps. */
const RELAXATION = 1.5;
/** What even an undecided voxel weighs. */
const LEAST_CERTAINTY = 0.05;

/**
 * The random walker with priors (Grady, 'Multilabel random walker image segmentation using prior models', CVPR 2005,
 * doi 10.1109/CVPR.2005.239): how probable it is that each voxel is lesion, smooth but for edges of the image. A prior weighs by how sure
 * it is. Solved by successive over-relaxation in a fixed order.
 * @returns 0..1 per voxel.
 */
export function randomWalk(input: WalkInput, ctx: KernelContext): Float32Array {
  const { dims, prior, known } = input;
  const result = new Float32Array(prior.length);
  const list = new Int32Array(prior.length);
  let count = 0;
  for (let at = 0; at < known.length; at++) {
    if (known[at] === Known.lesion) result[at] = 1;
    else if (known[at] === Known.open) {
      result[at] = prior[at]!;
      list[count++] = at;
    }
  }
  const open = list.subarray(0, count);
  const [wx, wy, wz] = linksOf(input);
  const [row, plane, last] = [dims[0], dims[0] * dims[1], prior.length - 1];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    ctx.throwIfCancelled();
    for (const at of open) {
      const own = prior[at]!;
      const certainty = LEAST_CERTAINTY + Math.abs(2 * own - 1);
      // Links across the grid's border are 0, so that it doesn't matter which voxel stands in for the missing one.
      const left = at < 1 ? 0 : at - 1;
      const above = at < row ? 0 : at - row;
      const below = at < plane ? 0 : at - plane;
      const right = at < last ? at + 1 : last;
      const under = at + row < last ? at + row : last;
      const over = at + plane < last ? at + plane : last;
      const a = at < 1 ? 0 : wx[left]!;
      const b = wx[at]!;
      const c = at < row ? 0 : wy[above]!;
      const d = wy[at]!;
      const e = at < plane ? 0 : wz[below]!;
      const f = wz[at]!;
      const sum =
        certainty * own +
        a * result[left]! +
        b * result[right]! +
        c * result[above]! +
        d * result[under]! +
        e * result[below]! +
        f * result[over]!;
      const mean = sum / (certainty + a + b + c + d + e + f);
      result[at]! += RELAXATION * (mean - result[at]!);
    }
  }
  return result;
}

/** Weight between each voxel and the next one along each axis; 0 to the first of the next line. */
function linksOf({
  dims,
  spacingMm,
  hu,
  known,
  lengthMm,
  edgeHu,
}: WalkInput): [Float32Array, Float32Array, Float32Array] {
  const along = (axis: 0 | 1 | 2): Float32Array => {
    const links = new Float32Array(hu.length);
    const base = (lengthMm / spacingMm[axis]) ** 2;
    const stride = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
    const size = dims[axis];
    alongAxis(size, stride, hu.length, (start, end, _, forth) => {
      if (forth === 0) return;
      for (let at = start; at < end; at++) {
        if (known[at] !== Known.open && known[at + forth] !== Known.open) continue;
        const step = (hu[at]! - hu[at + forth]!) / edgeHu;
        links[at] = base / (1 + step * step);
      }
    });
    return links;
  };
  return [along(0), along(1), along(2)];
}
