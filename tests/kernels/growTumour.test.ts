/** Lesions from one stroke, on generated ones of every kind that a reader meets. */
import { describe, expect, it } from 'vitest';
import type { Stroke } from '../../electron/core/contract/common.ts';
import { indexToPatient } from '../../electron/core/domain/geometry.ts';
import { growTumour, quietContext } from '../../wasm/kernels/index.ts';
import { agreement } from './agreement.ts';
import { lesionCase, type LesionCase, type LesionOptions } from './tumourPhantoms.ts';

const plain: LesionOptions = {
  diameterMm: 24,
  material: 'hypodense',
  place: 'inside',
  hand: 'exact',
  spacingMm: [0.8, 0.8, 2.5],
  noiseHu: 14,
  seed: 5,
};

const dice = (found: Uint8Array, { truth }: LesionCase): number => agreement(found, truth, (label) => label === 1).dice;
const grow = ({ hu, geometry }: LesionCase, liver: Uint8Array | null, strokes: readonly Stroke[]): Uint8Array =>
  growTumour({ hu, geometry, liver, strokes }, quietContext);

const cases: readonly Partial<LesionOptions>[] = [
  { diameterMm: 10, spacingMm: [0.7, 0.7, 1] },
  { diameterMm: 15, spacingMm: [0.7, 0.7, 5], noiseHu: 8 },
  {},
  { diameterMm: 40, noiseHu: 20 },
  { material: 'hyperdense', place: 'portal' },
  { material: 'hyperdense', place: 'portal', diameterMm: 14 },
  { material: 'cyst', place: 'pair' },
  { material: 'faint', noiseHu: 8 },
  { material: 'necrotic', diameterMm: 36 },
  { material: 'ill-defined', diameterMm: 30 },
  { place: 'portal', hand: 'coronal' },
  { place: 'fat', hand: 'long' },
  { place: 'muscle', hand: 'oblique' },
  { place: 'lung', hand: 'short', diameterMm: 30 },
];

/** Dice below which no kind may fall; how many reach the goals is measured by the segmentation benchmark. */
const FLOOR = 0.84;

describe('growTumour', () => {
  it.each(cases)('finds a lesion from one stroke: %o', (options) => {
    const lesion = lesionCase({ ...plain, ...options });
    expect(dice(grow(lesion, lesion.liver, [lesion.stroke]), lesion)).toBeGreaterThan(FLOOR);
  });

  it('finds one that the known liver lacks, and one where no liver is known', () => {
    const lesion = lesionCase({ ...plain, place: 'fat' });
    const lacking = lesion.liver.map((value, at) => value & (1 - lesion.truth[at]!));
    expect(dice(grow(lesion, lacking, [lesion.stroke]), lesion)).toBeGreaterThan(0.85);
    expect(dice(grow(lesion, null, [lesion.stroke]), lesion)).toBeGreaterThan(0.85);
  });

  it('stays within the liver that is known, leaves out background and gives the same voxels again', () => {
    const lesion = lesionCase(plain);
    const { geometry, stroke } = lesion;
    const at = stroke.pointsMm[stroke.pointsMm.length >> 1]!;
    const background: Stroke = { segment: 'background', radiusMm: 2, pointsMm: [at] };
    const without = grow(lesion, lesion.liver, [stroke, background]);
    const all = grow(lesion, lesion.liver, [stroke]);
    expect(Buffer.compare(grow(lesion, lesion.liver, [stroke]), all)).toBe(0);
    const middle = all.findIndex((_, offset) => {
      const { dims } = geometry;
      const index = [
        offset % dims[0],
        Math.floor(offset / dims[0]) % dims[1],
        Math.floor(offset / (dims[0] * dims[1])),
      ];
      const place = indexToPatient(geometry, [index[0]!, index[1]!, index[2]!]);
      return Math.max(...place.map((value, axis) => Math.abs(value - at[axis]!) / geometry.spacingMm[axis]!)) <= 0.5;
    });
    expect([all[middle], without[middle]]).toEqual([1, 0]);
    expect(all.every((value, offset) => value === 0 || lesion.liver[offset] === 1)).toBe(true);
  });

  it('keeps two lesions apart that have a stroke each, and finds both', () => {
    const lesion = lesionCase({ ...plain, place: 'pair' });
    const twin: Stroke = {
      ...lesion.stroke,
      pointsMm: lesion.stroke.pointsMm.map(([x, y, z]) => [x + plain.diameterMm + 3, y, z]),
    };
    const one = grow(lesion, lesion.liver, [lesion.stroke]);
    const both = grow(lesion, lesion.liver, [lesion.stroke, twin]);
    const count = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);
    expect(one.every((value, at) => value <= both[at]!)).toBe(true);
    expect(count(both) / count(one)).toBeGreaterThan(1.4);
  });

  it('refuses strokes outside the volume', () => {
    const lesion = lesionCase({ ...plain, diameterMm: 10 });
    const stroke: Stroke = { segment: 'tumour', radiusMm: 2, pointsMm: [[9000, 0, 0]] };
    expect(() => grow(lesion, null, [stroke])).toThrow('inside the tumour');
  });
});
