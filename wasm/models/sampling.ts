import type { ModelDescription } from '../../electron/core/domain/modelDescription.ts';
import { tapsIntoSeries, type ModelGrid } from './grid.ts';

type Dims = readonly [number, number, number];

/** Takes the patch that begins at `start` (may be negative) into `patch`. */
export type Sampler = (start: Dims, patch: Float32Array) => void;

/** HU to what the network takes. */
function scaling({ clipHu: [low, high], normalise }: ModelDescription): {
  subtract: number;
  factor: number;
  add: number;
} {
  switch (normalise.kind) {
    case 'zScore':
      return { subtract: normalise.mean, factor: 1 / normalise.sd, add: 0 };
    case 'range':
      return { subtract: low, factor: (normalise.to - normalise.from) / (high - low), add: normalise.from };
    case 'none':
      return { subtract: 0, factor: 1, add: 0 };
  }
}

/**
 * Patches are sampled out of the series one by one, so that the resampled volume is never in memory as a whole. Trilinear; clipped and
 * normalised afterwards; outside the volume 0, as nnU-Net pads.
 * @param hu the series' voxels in memory order
 * @param patch voxels of a patch along the axes of `grid`, the last the fastest
 */
export function patchSampler(hu: Int16Array, grid: ModelGrid, patch: Dims, description: ModelDescription): Sampler {
  const [across, down, along] = [tapsIntoSeries(grid[0]), tapsIntoSeries(grid[1]), tapsIntoSeries(grid[2])];
  const sizes = [grid[0].size, grid[1].size, grid[2].size] as const;
  const [low, high] = description.clipHu;
  const { subtract, factor, add } = scaling(description);

  function sampleRow(p0: number, p1: number, first: number, target: Float32Array, from: number): void {
    const [shareA, shareB] = [across.share[p0]!, down.share[p1]!];
    const ll = across.lower[p0]! + down.lower[p1]!;
    const lu = across.lower[p0]! + down.upper[p1]!;
    const ul = across.upper[p0]! + down.lower[p1]!;
    const uu = across.upper[p0]! + down.upper[p1]!;
    const [wll, wlu] = [(1 - shareA) * (1 - shareB), (1 - shareA) * shareB];
    const [wul, wuu] = [shareA * (1 - shareB), shareA * shareB];
    const end = Math.min(patch[2], sizes[2] - first);
    for (let at = Math.max(0, -first); at < end; at++) {
      const lower = along.lower[first + at]!;
      const upper = along.upper[first + at]!;
      const share = along.share[first + at]!;
      const before = wll * hu[ll + lower]! + wlu * hu[lu + lower]! + wul * hu[ul + lower]! + wuu * hu[uu + lower]!;
      const after = wll * hu[ll + upper]! + wlu * hu[lu + upper]! + wul * hu[ul + upper]! + wuu * hu[uu + upper]!;
      const value = before + (after - before) * share;
      target[from + at] = (Math.max(low, Math.min(high, value)) - subtract) * factor + add;
    }
  }

  return (start, target) => {
    target.fill(0);
    for (let a = 0; a < patch[0]; a++) {
      const p0 = start[0] + a;
      if (p0 < 0 || p0 >= sizes[0]) continue;
      for (let b = 0; b < patch[1]; b++) {
        const p1 = start[1] + b;
        if (p1 >= 0 && p1 < sizes[1]) sampleRow(p0, p1, start[2], target, (a * patch[1] + b) * patch[2]);
      }
    }
  };
}
