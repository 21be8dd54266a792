import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { Seed } from '../grow/seeds.ts';
import { seedsBesideLung } from './besideLung.ts';

const LUNG_HU = -860;
const TISSUE_HU = 100;
const DIAPHRAGM_MM = 2;

/** Seeds beside a plane lung, blurred by the voxel's size, and each voxel's depth below the lung's surface (mm). */
function besidePlane(normal: Vec3, spacingMm: Vec3): { seeds: Uint8Array; depthMm: Float64Array } {
  const dims: Vec3 = [24, 24, 24];
  const size = Math.hypot(...normal);
  const halfEdgeMm = 0.5 + 0.5 * Math.max(...spacingMm);
  const hu = new Int16Array(24 ** 3);
  const depthMm = new Float64Array(hu.length);
  for (let at = 0; at < hu.length; at++) {
    const index = [at % 24, Math.floor(at / 24) % 24, Math.floor(at / 576)];
    const along = index.reduce((sum, n, axis) => sum + ((n - 11.3) * spacingMm[axis]! * normal[axis]!) / size, 0);
    depthMm[at] = along;
    const part = Math.min(1, Math.max(0, 0.5 + along / (2 * halfEdgeMm)));
    hu[at] = Math.round(LUNG_HU + part * (TISSUE_HU - LUNG_HU));
  }
  const box = { min: [0, 0, 0], max: [23, 23, 23] } as const;
  const seeds = seedsBesideLung(hu, { dims, spacingMm }, box, new Uint8Array(1).fill(1), [1, 1, 1], [24, 24, 24]);
  return { seeds, depthMm };
}

it('leaves what is nearer to the lung than the diaphragm is thick to the lung, whatever the surface and the voxels', () => {
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  const step = fc.double({ min: 0.6, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(part, part, part), fc.tuple(step, step, step), (normal, spacingMm) => {
      fc.pre(Math.hypot(...normal) > 0.3);
      const { seeds, depthMm } = besidePlane(normal, spacingMm);
      const blurMm = 0.7 + 0.5 * Math.max(...spacingMm);
      for (let at = 0; at < seeds.length; at++) {
        const [i, j, k] = [at % 24, Math.floor(at / 24) % 24, Math.floor(at / 576)];
        // Near the grid's ends the surface may lie outside of it.
        if (Math.min(i, j, k) < 6 || Math.max(i, j, k) > 17) continue;
        if (depthMm[at]! < DIAPHRAGM_MM - 0.3) expect(seeds[at]).toBe(Seed.background);
        if (depthMm[at]! > DIAPHRAGM_MM + blurMm) expect(seeds[at]).toBe(Seed.none);
      }
    }),
    { numRuns: 40 },
  );
});
