import { describe, expect, test } from 'vitest';
import { bodySurfaceM2 } from './bodySurface.ts';
import { standardLiverFormulaIds, standardLiverVolumeMl } from './standardLiverVolume.ts';

// Height, weight; Mosteller, DuBois; Vauthey and Urata by either surface.
const vectors = [
  [170, 70, 1.818119, 1.809708, 1509.655, 1498.997, 1280.416, 1286.355],
  [175, 80, 1.972027, 1.95606, 1704.7, 1684.466, 1383.77, 1395.045],
  [160, 55, 1.563472, 1.563174, 1186.947, 1186.57, 1106.314, 1106.524],
  [185, 110, 2.377557, 2.33162, 2218.621, 2160.405, 1648.99, 1681.431],
  [152, 48, 1.42361, 1.421446, 1009.703, 1006.96, 1006.225, 1007.754],
  [180, 75, 1.936492, 1.942406, 1659.667, 1667.162, 1374.127, 1369.95],
] as const;

describe.each(vectors)('%d cm, %d kg', (heightCm, weightKg, mosteller, dubois, vautheyM, vautheyD, urataD, urataM) => {
  const body = { heightCm, weightKg };

  test('body surface', () => {
    expect(bodySurfaceM2('MOSTELLER', heightCm, weightKg).value).toBeCloseTo(mosteller, 6);
    expect(bodySurfaceM2('DUBOIS', heightCm, weightKg).value).toBeCloseTo(dubois, 6);
  });

  test('standard liver volume, with the published and with the other surface', () => {
    expect(Math.abs(standardLiverVolumeMl('VAUTHEY2002_BSA', body).value! - vautheyM)).toBeLessThan(1e-3);
    expect(Math.abs(standardLiverVolumeMl('VAUTHEY2002_BSA', body, 'DUBOIS').value! - vautheyD)).toBeLessThan(1e-3);
    expect(Math.abs(standardLiverVolumeMl('URATA1995', body).value! - urataD)).toBeLessThan(1e-3);
    expect(Math.abs(standardLiverVolumeMl('URATA1995', body, 'MOSTELLER').value! - urataM)).toBeLessThan(1e-3);
  });
});

describe('the other formulas at 175 cm and 80 kg', () => {
  const body = { heightCm: 175, weightKg: 80 };
  test.each([
    ['VAUTHEY2002_BW', 1672.6],
    ['HEINEMANN1999', 1769.8911],
    ['YOSHIZUMI2003', 1522.4052],
    ['FENG2017', 1371.0355],
  ] as const)('%s gives %d mL', (formula, expected) => {
    expect(Math.abs(standardLiverVolumeMl(formula, body).value! - expected)).toBeLessThan(2e-3);
  });

  test('Haycock gives its published surface', () => {
    expect(bodySurfaceM2('HAYCOCK', 175, 80).value).toBeCloseTo(0.024265 * 175 ** 0.3964 * 80 ** 0.5378, 12);
  });
});

test('formula ids name the surface that was used', () => {
  expect(standardLiverFormulaIds('URATA1995')).toEqual(['TELV_URATA1995@1', 'BSA_DUBOIS@1']);
  expect(standardLiverFormulaIds('URATA1995', 'HAYCOCK')).toEqual(['TELV_URATA1995@1', 'BSA_HAYCOCK@1']);
  expect(standardLiverFormulaIds('VAUTHEY2002_BW')).toEqual(['TELV_VAUTHEY2002_BW@1']);
});

test.each([
  [0, 80, /Height .* 0/],
  [Number.NaN, 80, /Height .* NaN/],
  [175, -1, /Weight .* -1/],
  [50, 2, /VAUTHEY2002_BSA .* 50 cm and 2 kg/],
])('%d cm and %d kg is refused by name', (heightCm, weightKg, reason) => {
  const volume = standardLiverVolumeMl('VAUTHEY2002_BSA', { heightCm, weightKg });
  expect(volume.value).toBeNull();
  expect(volume.reason).toMatch(reason);
});
