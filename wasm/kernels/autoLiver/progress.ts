import type { KernelContext } from '../types.ts';

/** Progress of a part of the work. */
export const within = (ctx: KernelContext, from: number, to: number): KernelContext => ({
  progress: (fraction) => {
    ctx.progress(from + (to - from) * fraction);
  },
  throwIfCancelled: () => {
    ctx.throwIfCancelled();
  },
});
