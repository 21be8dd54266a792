/**
 * The random walker (Grady 2006, doi 10.1109/TPAMI.2006.233): the potential of free voxels between those of known potential. Its equations
 * are solved by conjugate gradients, preconditioned by an incomplete factor with a modified diagonal (Gustafsson 1978, doi
 * 10.1007/BF01931691), in the form whose two passes through the factor need no product with the matrix beside them (Eisenstat 1981, doi
 * 10.1137/0902001). The passes run as WebAssembly in a fixed order, so that the bits are the same on every machine.
 */
import type { KernelContext } from '../types.ts';
import { Lattice, type Walk } from './lattice.ts';

/** When a solution is good enough. */
export interface Enough {
  /** So many steps at the most. */
  readonly steps: number;
  /** Or when no free voxel's potential moves by as much in two steps, one after the other. */
  readonly tolerance: number;
}

/** Finds `walk.potential` in place. @throws RemnantError('cancelled') */
export function settle(walk: Walk, { steps, tolerance }: Enough, ctx: KernelContext): void {
  const lattice = new Lattice(walk);
  const loops = lattice.fill(ctx);
  let size = loops.finish();
  let beta = 0;
  let still = 0;
  for (let n = 0; n < steps && size > 0 && still < 2; n++) {
    ctx.throwIfCancelled();
    loops.goBack(beta);
    ctx.throwIfCancelled();
    const curvature = loops.goForth();
    // Nothing is left but rounding.
    if (curvature <= 0) break;
    const left = loops.step(size / curvature);
    beta = left / size;
    size = left;
    still = loops.getLargest() < tolerance ? still + 1 : 0;
  }
  lattice.takeOut();
}
