import { beforeAll, describe, expect, it } from 'vitest';
import { length, subtract } from '../../../electron/core/domain/geometry.ts';
import { rasteriseStrokes } from '../../../wasm/kernels/grow/seeds.ts';
import { lesionPatient, type LesionPatient } from '../../fixtures/lesions.ts';
import { diameterStroke } from './diameterStroke.ts';

const options = { dims: [176, 176, 95], spacingMm: [2, 2, 3], seed: 4, noiseHu: 8 } as const;

describe('planted lesions', () => {
  let patient: LesionPatient;
  beforeAll(() => {
    const wanted = [
      { kind: 'hypodense', diameterMm: 40 },
      { kind: 'Lipiodol', diameterMm: 25 },
      { kind: 'necrotic with a rim', diameterMm: 15 },
    ] as const;
    patient = lesionPatient({ ...options, wanted });
  });

  it('have the volume of their size and lie in the liver, apart from each other', () => {
    const owner = new Uint8Array(patient.liver.length);
    for (const { voxels, diameterMm } of patient.lesions) {
      const ellipsoidMm3 = (Math.PI / 6) * diameterMm ** 3 * 0.84 * 0.92;
      expect(Math.abs((voxels.length * 12) / ellipsoidMm3 - 1)).toBeLessThan(0.12);
      for (const at of voxels) {
        expect(patient.liver[at]).toBe(1);
        expect(owner[at]).toBe(0);
        owner[at] = 1;
      }
    }
  });

  it('look like their kind', () => {
    const [hypodense, lipiodol] = patient.lesions.map(({ voxels }) =>
      voxels.reduce((sum, at) => sum + patient.hu[at]! / voxels.length, 0),
    );
    expect(hypodense).toBeLessThan(75);
    expect(lipiodol).toBeGreaterThan(300);
  });

  it('are crossed by one stroke along nearly their diameter, inside them', () => {
    for (const { voxels, diameterMm } of patient.lesions) {
      const stroke = diameterStroke(patient.geometry, voxels);
      const lengthMm = length(subtract(stroke.pointsMm.at(-1)!, stroke.pointsMm[0]!));
      expect(lengthMm).toBeGreaterThan(0.7 * diameterMm);
      expect(lengthMm).toBeLessThan(0.95 * diameterMm);
      const inside = new Set(voxels);
      rasteriseStrokes(patient.geometry, [stroke]).forEach((seed, at) => {
        if (seed !== 0) expect(inside.has(at)).toBe(true);
      });
    }
  });
});
