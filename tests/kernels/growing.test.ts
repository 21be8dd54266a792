/** Growing on generated patients of known truth, other than the one that is shown to people. */
import { beforeAll, describe, expect, it } from 'vitest';
import { isRemnantSide, isTumour } from '../../electron/core/domain/labels.ts';
import {
  applyLiverShape,
  applyTumourMask,
  correctLiver,
  divide,
  growLiver,
  growTumour,
  LiverMemory,
  quietContext,
  wholeMask,
} from '../../wasm/kernels/index.ts';
import { abdomen, renderAll, sampleStrokes } from '../fixtures/index.ts';
import { agreement } from './agreement.ts';

const cases = [
  { name: 'baseline, noise 8 HU', options: { seed: 3, noiseHu: 8 } },
  { name: 'after embolisation, noise 11 HU', options: { seed: 5, noiseHu: 11, flrGrowth: 1.2 } },
];

describe.each(cases)('growing, $name', ({ options }) => {
  const patient = abdomen({ dims: [176, 176, 142], spacingMm: [2, 2, 2], ...options });
  const { geometry, cut } = patient;
  const strokes = sampleStrokes(patient);
  let truth = new Uint8Array();
  let hu = new Int16Array();
  let liver = new Uint8Array();
  let labels = new Uint8Array();
  beforeAll(() => {
    const rendered = renderAll(patient);
    truth = Uint8Array.from(rendered.labels);
    hu = Int16Array.from(rendered.hu);
    const grown = growLiver({ hu, geometry, strokes }, quietContext);
    liver = Uint8Array.from(wholeMask(grown, geometry.dims));
    labels = new Uint8Array(liver.length);
    applyLiverShape(labels, geometry, grown, null);
    applyTumourMask(labels, geometry, growTumour({ hu, geometry, liver, strokes }, quietContext), null);
    divide(labels, geometry, cut);
  });

  it('finds the liver within 2 % of its volume', () => {
    const { volumeErrorPct, dice } = agreement(labels, truth, (label) => label !== 0);
    expect(Math.abs(volumeErrorPct)).toBeLessThan(2);
    expect(dice).toBeGreaterThan(0.975);
  });

  it('finds the remnant within 3 % of its volume', () => {
    const remnant = (label: number): boolean => isRemnantSide(label) && !isTumour(label);
    expect(Math.abs(agreement(labels, truth, remnant).volumeErrorPct)).toBeLessThan(3);
  });

  it('finds the tumours', () => {
    expect(agreement(labels, truth, isTumour).dice).toBeGreaterThan(0.85);
  });

  it('gives the same voxels again, whatever is remembered of earlier strokes', () => {
    const memory = new LiverMemory();
    const last = strokes.length - 1;
    const alone = growLiver({ hu, geometry, strokes: strokes.slice(0, last) }, quietContext, memory);
    const again = growLiver({ hu, geometry, strokes }, quietContext, memory);
    expect(Buffer.compare(wholeMask(again, geometry.dims), liver)).toBe(0);
    const corrected = correctLiver(hu, geometry, alone, strokes, quietContext);
    expect(Buffer.compare(wholeMask(corrected, geometry.dims), liver)).toBe(0);
    const takenBack = growLiver({ hu, geometry, strokes: strokes.slice(0, last) }, quietContext, memory);
    expect(takenBack).toEqual(alone);
  });
});
