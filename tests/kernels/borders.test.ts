/** The border of a plain body against what may lie around a liver: its volume has to come out right, whatever the voxels and the noise. */
import { describe, expect, it } from 'vitest';
import type { Stroke } from '../../electron/core/contract/common.ts';
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { growLiver, quietContext } from '../../wasm/kernels/index.ts';

const radiiMm: Vec3 = [42.3, 35.1, 38.7];
const LIVER_HU = 110;
/** Half the width of an edge beyond the voxel's own. */
const BLUR_MM = 0.6;
/** Parts of a slice that are averaged: slices blur what they cut obliquely. */
const SUBSLICES = 4;

const strokes: Stroke[] = [
  {
    segment: 'liver',
    radiusMm: 3,
    pointsMm: [
      [-25, 0, 0],
      [25, 0, 0],
    ],
  },
];

function grid(spacingMm: Vec3): VolumeGeometry {
  const dims = ([0, 1, 2] as const).map((axis) => Math.ceil((2 * (radiiMm[axis] + 14)) / spacingMm[axis]));
  const [columns, rows, slices] = dims as [number, number, number];
  return {
    dims: [columns, rows, slices],
    spacingMm,
    // Off the middle, so that the body doesn't lie on the grid in a way of its own.
    originMm: [
      0.3 - ((columns - 1) / 2) * spacingMm[0],
      0.2 - ((rows - 1) / 2) * spacingMm[1],
      0.4 - ((slices - 1) / 2) * spacingMm[2],
    ],
    direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
  };
}

/** Distance to the ellipsoid's surface to first order: negative inside. */
function distance(x: number, y: number, z: number): number {
  const [a, b, c] = radiiMm;
  const level = Math.hypot(x / a, y / b, z / c);
  const slope = Math.hypot(x / (a * a), y / (b * b), z / (c * c));
  return slope === 0 ? -a : (level * (level - 1)) / slope;
}

function render({ dims, spacingMm, originMm }: VolumeGeometry, aroundHu: number, noiseHu: number): Int16Array {
  const [columns, rows, slices] = dims;
  const hu = new Int16Array(columns * rows * slices);
  const halfEdgeMm = BLUR_MM + spacingMm[0] / 2;
  let state = 12345;
  const uniform = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  // A sum of four uniform numbers is near enough to normal; its variance is a third.
  const noise = (): number => noiseHu * Math.sqrt(3) * (uniform() + uniform() + uniform() + uniform() - 2);
  let at = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++) {
        let part = 0;
        for (let s = 0; s < SUBSLICES; s++) {
          const z = originMm[2] + (k + (s + 0.5) / SUBSLICES - 0.5) * spacingMm[2];
          const away = distance(originMm[0] + i * spacingMm[0], originMm[1] + j * spacingMm[1], z);
          part += Math.min(1, Math.max(0, 0.5 - away / (2 * halfEdgeMm))) / SUBSLICES;
        }
        hu[at] = Math.round(aroundHu + part * (LIVER_HU - aroundHu) + noise());
      }
    }
  }
  return hu;
}

const trueVolumeMm3 = (4 / 3) * Math.PI * radiiMm[0] * radiiMm[1] * radiiMm[2];

describe('border of a grown liver', () => {
  const around = { fat: -100, muscle: 70, lung: -850 };
  const spacings: Vec3[] = [
    [1.1, 1.1, 2.5],
    [2, 2, 2],
    [1, 1, 4],
  ];
  const cases = Object.entries(around).flatMap(([name, aroundHu]) =>
    spacings.flatMap((spacingMm) => [0, 11, 20].map((noiseHu) => ({ name, aroundHu, spacingMm, noiseHu }))),
  );
  it.each(cases)('is unbiased against $name, voxels $spacingMm, noise $noiseHu HU', (each) => {
    const geometry = grid(each.spacingMm);
    const hu = render(geometry, each.aroundHu, each.noiseHu);
    const { mask } = growLiver({ hu, geometry, strokes }, quietContext);
    const [x, y, z] = geometry.spacingMm;
    const volumeMm3 = mask.reduce((sum, value) => sum + value, 0) * x * y * z;
    // A fifth of a millimetre.
    expect(Math.abs(volumeMm3 / trueVolumeMm3 - 1)).toBeLessThan(0.016);
  });
});
