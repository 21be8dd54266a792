import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { voxelVolumeMl, type Vec3, type VolumeGeometry } from './geometry.ts';
import { countLabels } from './labels.ts';
import { standardLiverVolumeMl } from './standardLiverVolume.ts';
import {
  flrBwPct,
  flrFunction,
  flrPctFunctional,
  flrPctTotal,
  labelVolumes,
  sflrPct,
  type VolumeId,
  voxelsOf,
} from './volumetry.ts';

const axes = { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] } as const;
const grid = (
  dims: Vec3,
  spacingMm: Vec3 = [1, 1, 1],
  direction: VolumeGeometry['direction'] = axes,
): VolumeGeometry => ({
  dims,
  spacingMm,
  originMm: [0, 0, 0],
  direction,
});

describe('the longitudinal case', () => {
  const telv = standardLiverVolumeMl('VAUTHEY2002_BSA', { heightCm: 175, weightKg: 80 }).value!;
  test.each([
    [1800, 200, 400, 22.2222, 25.0, 23.4645, 0.5],
    [1850, 205, 500, 27.027, 30.3951, 29.3307, 0.625],
    [1820, 210, 580, 31.8681, 36.0248, 34.0236, 0.725],
  ])('TLV %d, tumour %d, FLR %d', (tlv, tumour, flr, total, functional, standardised, weight) => {
    const near = (actual: number | null, expected: number): void => {
      expect(Math.abs(actual! - expected)).toBeLessThan(1e-4);
    };
    near(flrPctTotal({ tlv, tumour, flr }).value, total);
    near(flrPctFunctional({ tlv, tumour, flr }).value, functional);
    near(sflrPct(flr, telv).value, standardised);
    near(flrBwPct(flr, 80).value, weight);
  });
});

describe('impossible volumes give no number and name the value', () => {
  test.each([
    [{ tlv: 1000, tumour: 1000, flr: 0 }, /tumour \(1000 mL\) fills the whole liver/],
    [{ tlv: 1000, tumour: 1100, flr: 0 }, /Tumour \(1100 mL\) is larger than the total liver/],
    [{ tlv: 1000, tumour: 100, flr: 950 }, /FLR \(950 mL\) is larger than total liver minus tumour \(900 mL\)/],
    [{ tlv: 0, tumour: 0, flr: 0 }, /Total liver \(0 mL\)/],
    [{ tlv: 1000, tumour: -1, flr: 1 }, /Tumour \(-1 mL\)/],
    [{ tlv: 1000, tumour: 1, flr: -1 }, /FLR \(-1 mL\)/],
    [{ tlv: Number.NaN, tumour: 1, flr: 1 }, /must be numbers/],
  ])('%j', (parts, reason) => {
    for (const ratio of [flrPctFunctional(parts), flrPctTotal(parts)]) {
      expect(ratio.value).toBeNull();
      expect(ratio.reason).toMatch(reason);
    }
  });

  test('in the ratios that need a body', () => {
    expect(sflrPct(400, 0).reason).toMatch(/TELV \(0 mL\)/);
    expect(flrBwPct(400, 0).reason).toMatch(/Weight/);
    expect(flrBwPct(-1, 80).reason).toMatch(/FLR \(-1 mL\)/);
  });
});

test('function of the remnant', () => {
  const bsa = Math.sqrt((175 * 80) / 3600);
  expect(flrFunction(14, 0.38, bsa).value).toBeCloseTo(2.697732, 5);
  expect(flrFunction(13.9, 0.38, bsa).value).toBeCloseTo(2.678462, 5);
  expect(flrFunction(15.2, 0.35, 2).value).toBeCloseTo(2.66, 9);
  expect(flrFunction(15.2, 1.2, 2).reason).toMatch(/1.2/);
});

describe('volumes of a labelmap', () => {
  test('one voxel size, known volume', () => {
    const counts = [0, 250_000, 500_000, 125_000, 125_000, 0, 0];
    const volumes = labelVolumes(counts, grid([100, 100, 100], [0.78125, 0.78125, 2.5]));
    expect(volumes.tlv.value).toBeCloseTo(1525.8789, 4);
    expect(volumes.tumour.value).toBeCloseTo(1525.8789 / 4, 4);
    expect(volumes.flr_pct_total.value).toBe(50);
    expect(volumes.flr_pct_functional.value).toBeCloseTo(66.666667, 6);
  });

  test('parts sum to the total: in voxels exactly, in mL within rounding', () => {
    const part = fc.nat({ max: 50_000_000 });
    fc.assert(
      fc.property(
        fc.tuple(part, part, part, part, part, part),
        fc.double({ min: 0.3, max: 5, noNaN: true }),
        (parts, mm) => {
          const liver = parts.reduce((sum, count) => sum + count, 0);
          fc.pre(liver > 0 && parts[1] + parts[3] + parts[5] > 0);
          const counts = [0, ...parts];
          expect(
            ['flr', 'resected', 'tumour', 'other'].reduce((sum, id) => sum + voxelsOf(id as VolumeId, counts), 0),
          ).toBe(liver);
          const volumes = labelVolumes(counts, grid([liver, 1, 1], [mm, mm, 1.25]));
          const sum = (ids: readonly VolumeId[]) => ids.reduce((total, id) => total + volumes[id].value!, 0);
          const tlv = volumes.tlv.value!;
          expect(Math.abs(sum(['flr', 'resected', 'tumour', 'other']) - tlv)).toBeLessThan(1e-9 * tlv);
          expect(sum(['tumour_flr', 'tumour_resected'])).toBeCloseTo(volumes.tumour.value!, 6);
          expect(sum(['other_flr', 'other_resected'])).toBeCloseTo(volumes.other.value!, 6);
        },
      ),
    );
  });

  test('exactly 30 % of the voxels is exactly 30, at any spacing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.double({ min: 0.3, max: 5, noNaN: true }), (n, mm) => {
        const volumes = labelVolumes([0, 7 * n, 3 * n, n, 0, 0, 0], grid([11 * n, 1, 1], [mm, mm, mm]));
        expect(volumes.flr_pct_functional.value).toBe(30);
      }),
    );
  });

  test('other non-functional tissue is never subtracted twice', () => {
    const volumes = labelVolumes([0, 500, 300, 50, 50, 60, 40], grid([1000, 1, 1]));
    expect(volumes.flr_pct_functional.value).toBeCloseTo((100 * 300) / 900, 12);
    expect(volumes.other.value).toBeCloseTo(0.1, 12);
    expect(volumes.tumour.value).toBeCloseTo(0.1, 12);
  });

  test('an undivided liver has a total and a tumour, but no remnant', () => {
    const volumes = labelVolumes([900, 90, 0, 10, 0, 0, 0], grid([1000, 1, 1]));
    expect(volumes.tlv.value).toBeCloseTo(0.1, 12);
    expect(volumes.tumour.value).toBeCloseTo(0.01, 12);
    for (const id of ['flr', 'resected', 'tumour_flr', 'flr_pct_functional', 'flr_pct_total'] as const)
      expect(volumes[id].reason).toMatch(/not divided/);
  });

  test.each([
    [[1000, 0, 0, 0, 0, 0, 0], /Nothing is marked as liver/],
    [[999, 0, 0, 0, 0, 0, 0], /999 voxels, but the grid has 1000/],
    [[1000, 0, 0], /7 whole numbers/],
    [[999.5, 0.5, 0, 0, 0, 0, 0], /7 whole numbers/],
  ])('counts %j are refused', (counts, reason) => {
    const volumes = labelVolumes(counts, grid([1000, 1, 1]));
    for (const value of Object.values(volumes)) expect(value.reason).toMatch(reason);
  });
});

describe('digital phantoms at 1 mm', () => {
  // Right-handed and oblique, and the same with the slices in the other order.
  const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
  const oblique = { i: [c, s, 0], j: [-s, c, 0], k: [0, 0, 1] } as const;
  const reversed = { i: [c, s, 0], j: [s, -c, 0], k: [0, 0, -1] } as const;
  const shapes = [
    { name: 'sphere r 50', axes: [50, 50, 50], expectedMl: 523.5988 },
    { name: 'ellipsoid 100 x 70 x 60', axes: [100, 70, 60], expectedMl: 1759.2919 },
  ] as const;

  test.each(
    shapes.flatMap((shape) => [axes, oblique, reversed].map((direction, index) => ({ ...shape, direction, index }))),
  )('$name, orientation $index', ({ axes: semi, expectedMl, direction }) => {
    const dims: Vec3 = [211, 151, 131];
    const centre = dims.map((size) => (size - 1) / 2 + 0.3);
    const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
    let at = 0;
    for (let k = 0; k < dims[2]; k++)
      for (let j = 0; j < dims[1]; j++)
        for (let i = 0; i < dims[0]; i++, at++) {
          const r = [i, j, k].reduce((sum, index, axis) => sum + ((index - centre[axis]!) / semi[axis]!) ** 2, 0);
          if (r <= 1) labels[at] = i < dims[0] / 2 ? 1 : 2;
        }
    const geometry = grid(dims, [1, 1, 1], direction);
    expect(voxelVolumeMl(geometry)).toBe(0.001);
    const { tlv } = labelVolumes(countLabels(labels), geometry);
    expect(Math.abs(tlv.value! / expectedMl - 1)).toBeLessThan(0.005);
  });
});
