import { describe, expect, it } from 'vitest';
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { quietContext, wholeMask, wholeShape } from '../index.ts';
import { maskWhere } from '../mask.ts';
import { correctLiver } from './correctLiver.ts';
import { rasteriseStrokes } from './seeds.ts';

const side = 96;
const geometry: VolumeGeometry = {
  dims: [side, side, side],
  spacingMm: [1.5, 1.5, 1.5],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const MUSCLE_HU = 60;
const LIVER_HU = 110;
/** In mm: an organ, and a second one that touches it at the same intensity. */
const organ = ball([60, 72, 72], 30);
const stomach = ball([106, 72, 72], 20);
const inside = (test: (point: Vec3) => boolean): Uint8Array =>
  Uint8Array.from({ length: side ** 3 }, (_, at) => {
    const point: Vec3 = [1.5 * (at % side), 1.5 * (Math.floor(at / side) % side), 1.5 * Math.floor(at / side ** 2)];
    return test(point) ? 1 : 0;
  });

function ball([x, y, z]: Vec3, radiusMm: number): (point: Vec3) => boolean {
  return ([a, b, c]) => (a - x) ** 2 + (b - y) ** 2 + (c - z) ** 2 <= radiusMm ** 2;
}

const truth = inside(organ);
const both = inside((point) => organ(point) || stomach(point));
/** A fixed pattern of +-12 HU in place of noise. */
const imageOf = (bright: Uint8Array): Int16Array =>
  Int16Array.from(bright, (value, at) => (value === 1 ? LIVER_HU : MUSCLE_HU) + ((at * 7919) % 25) - 12);
const hu = imageOf(both);

const line = (segment: Stroke['segment'], from: Vec3, to: Vec3, radiusMm = 3): Stroke => ({
  segment,
  radiusMm,
  pointsMm: [[...from], [...to]],
});
const leakStroke = line('background', [100, 72, 72], [112, 72, 72]);

function corrected(start: Uint8Array, strokes: readonly Stroke[], image = hu): Uint8Array {
  let liver = wholeShape(start, geometry.dims);
  for (let n = 1; n <= strokes.length; n++)
    liver = correctLiver(image, geometry, liver, strokes.slice(0, n), quietContext);
  return wholeMask(liver, geometry.dims);
}

const dice = (a: Uint8Array, b: Uint8Array): number => {
  const common = a.reduce((sum, value, at) => sum + (value & b[at]!), 0);
  return (2 * common) / a.reduce((sum, value, at) => sum + value + b[at]!, 0);
};

describe('correctLiver', () => {
  it('takes out a whole leak by one stroke in it', () => {
    expect(dice(corrected(both, [leakStroke]), truth)).toBeGreaterThan(0.98);
  });

  it('follows a long leak to its end by one stroke at its beginning', () => {
    // A bowel as bright as the liver, that passes it: 16 mm wide, 90 mm long, joined with it in the middle.
    const bowel = (point: Vec3): boolean =>
      Math.hypot(point[0] - 98, point[1] - 72) <= 8 && point[2] >= 40 && point[2] <= 130;
    const start = inside((point) => organ(point) || bowel(point));
    const liver = corrected(start, [line('background', [98, 72, 45], [98, 72, 80])], imageOf(start));
    let [leaked, left, bitten] = [0, 0, 0];
    for (let at = 0; at < liver.length; at++) {
      if (truth[at] === 1) bitten += 1 - liver[at]!;
      else if (start[at] === 1) {
        leaked++;
        left += liver[at]!;
      }
    }
    expect(left).toBeLessThan(0.1 * leaked);
    expect(bitten).toBeLessThan(0.05 * leaked);
  });

  it('takes out a wide flat leak, a little brighter, by a dot in its middle', () => {
    // A wall of 9 mm that lies on the organ, 60 mm across.
    const slab = inside(([x, y, z]) => y >= 72 && y < 102 && Math.abs(x - 72) <= 50 && Math.abs(z - 72) <= 50);
    const wall = inside(([x, y, z]) => y >= 63 && y < 72 && Math.hypot(x - 72, z - 72) <= 30);
    const start = maskWhere(slab.length, (at) => slab[at] === 1 || wall[at] === 1);
    const image = imageOf(start).map((value, at) => value + 20 * wall[at]!);
    const liver = corrected(start, [line('background', [72, 67.5, 72], [73, 67.5, 72])], image);
    let [leaked, left, bitten] = [0, 0, 0];
    for (let at = 0; at < liver.length; at++) {
      leaked += wall[at]!;
      if (wall[at] === 1) left += liver[at]!;
      if (slab[at] === 1) bitten += 1 - liver[at]!;
    }
    expect(left).toBeLessThan(0.2 * leaked);
    expect(bitten).toBeLessThan(0.05 * leaked);
  });

  it('keeps a liver that lies as a whole in what a stroke looks at', () => {
    const small = inside(ball([72, 72, 72], 18));
    const start = inside(([x, y, z]) => Math.hypot(x - 96, y - 72) <= 8 && Math.abs(z - 72) <= 30);
    for (let at = 0; at < start.length; at++) start[at]! |= small[at]!;
    const liver = corrected(start, [line('background', [97, 72, 66], [97, 72, 78])], imageOf(start));
    expect(dice(liver, small)).toBeGreaterThan(0.95);
  });

  it('brings a whole missed part by one stroke in it', () => {
    const half = inside((point) => organ(point) && point[0] < 60);
    const liver = corrected(half, [line('liver', [75, 60, 72], [75, 84, 72])], imageOf(truth));
    expect(dice(liver, truth)).toBeGreaterThan(0.94);
  });

  it('brings what is missed around a stroke far from all that is found', () => {
    const large = inside(ball([72, 72, 72], 66));
    const sliver = inside((point) => ball([72, 72, 72], 66)(point) && point[0] < 15);
    const liver = corrected(sliver, [line('liver', [110, 55, 72], [110, 89, 72])], imageOf(large));
    expect(dice(liver, large)).toBeGreaterThan(0.4);
    const outside = liver.reduce((sum, value, at) => sum + (value & (1 - large[at]!)), 0);
    expect(outside / liver.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.02);
  });

  it('holds what strokes mark, voxel by voxel, the later one where they cross', () => {
    const strokes = [
      leakStroke,
      line('liver', [100, 60, 72], [100, 84, 72]),
      line('background', [20, 72, 72], [40, 72, 72]),
    ];
    const liver = corrected(both, strokes);
    const later = rasteriseStrokes(geometry, strokes.slice(1));
    const first = rasteriseStrokes(geometry, strokes.slice(0, 1));
    for (let at = 0; at < liver.length; at++) {
      if (later[at] === 1) expect(liver[at]).toBe(1);
      else if (later[at] === 3 || first[at] === 3) expect(liver[at]).toBe(0);
    }
  });

  it('changes nothing but the stroke where nothing is wrong', () => {
    expect(Buffer.compare(corrected(truth, [line('liver', [50, 72, 72], [70, 72, 72])]), truth)).toBe(0);
  });

  it('changes nothing far from the stroke', () => {
    const crumb = ball([60, 72, 130], 8);
    const start = inside((point) => organ(point) || stomach(point) || crumb(point));
    const liver = corrected(start, [leakStroke]);
    const far = inside((point) => crumb(point) || (organ(point) && point[0] < 50));
    for (let at = 0; at < far.length; at++) if (far[at] === 1) expect(liver[at]).toBe(1);
  });

  it.each([
    ['too far', 33, 'background'],
    ['too near', 27, 'liver'],
  ] as const)('moves a border that lies %s along the interface that a stroke shows', (_, radiusMm, segment) => {
    const start = inside(ball([60, 72, 72], radiusMm));
    // Along the front of the organ, within the rim that is wrong.
    const angles = Array.from({ length: 9 }, (_, n) => (n - 4) * 0.16);
    const rim = (angle: number): [number, number, number] => [
      60 + 31.5 * Math.sin(angle),
      72 - 31.5 * Math.cos(angle),
      72,
    ];
    const inner = (angle: number): [number, number, number] => [
      60 + 28.5 * Math.sin(angle),
      72 - 28.5 * Math.cos(angle),
      72,
    ];
    const pointsMm = angles.map(segment === 'background' ? rim : inner);
    const liver = corrected(start, [{ segment, radiusMm: 1.5, pointsMm }], imageOf(truth));
    const wrong = { near: 0, left: 0, far: 0 };
    for (let at = 0; at < liver.length; at++) {
      const [x, y, z] = [1.5 * (at % side), 1.5 * (Math.floor(at / side) % side), 1.5 * Math.floor(at / side ** 2)];
      const awayMm = Math.min(...pointsMm.map(([a, b, c]) => Math.hypot(x - a, y - b, z - c)));
      // Beyond what a stroke teaches, nothing is touched.
      if (awayMm > 32 && liver[at] !== start[at]) wrong.far++;
      if (awayMm > 15 || start[at] === truth[at]) continue;
      wrong.near++;
      if (liver[at] !== truth[at]) wrong.left++;
    }
    expect(wrong.far).toBe(0);
    expect(wrong.left).toBeLessThan(0.3 * wrong.near);
  });

  it('moves a border along an interface no farther than to where another organ touches', () => {
    const touching = inside((point) => ball([90, 48, 72], 22)(point) && !organ(point));
    const start = inside(ball([60, 72, 72], 27));
    const pointsMm = Array.from({ length: 9 }, (_, n) => (n - 4) * 0.16).map((angle): [number, number, number] => [
      60 + 28.5 * Math.sin(angle),
      72 - 28.5 * Math.cos(angle),
      72,
    ]);
    const image = imageOf(maskWhere(truth.length, (at) => truth[at] === 1 || touching[at] === 1));
    const liver = corrected(start, [{ segment: 'liver', radiusMm: 1.5, pointsMm }], image);
    let [won, spoiled] = [0, 0];
    for (let at = 0; at < liver.length; at++) {
      if (liver[at] === 1 && start[at] === 0 && truth[at] === 1) won++;
      if (liver[at] === 1) spoiled += touching[at]!;
    }
    expect(won).toBeGreaterThan(1500);
    expect(spoiled).toBeLessThan(0.02 * won);
  });

  it('says in which box voxels may have changed', () => {
    const liver = wholeShape(both, geometry.dims);
    const outside = line('liver', [500, 0, 0], [510, 0, 0]);
    expect(correctLiver(hu, geometry, liver, [outside], quietContext)).toBe(liver);
  });
});
