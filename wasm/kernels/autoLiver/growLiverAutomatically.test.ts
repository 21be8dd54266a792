import { beforeAll, describe, expect, it } from 'vitest';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { abdomen, renderAll } from '../../../tests/fixtures/index.ts';
import { growLiverAutomatically, quietContext, wholeMask, wholeShape } from '../index.ts';
import type { AutomaticLiver, KernelContext } from '../index.ts';

/** The same patient from the head down and from left to right. */
function turned(hu: Int16Array, geometry: VolumeGeometry): { hu: Int16Array; geometry: VolumeGeometry } {
  const { dims, spacingMm, originMm } = geometry;
  return {
    hu: reversedBoth(hu, dims),
    geometry: {
      ...geometry,
      originMm: [originMm[0] + (dims[0] - 1) * spacingMm[0], originMm[1], originMm[2] + (dims[2] - 1) * spacingMm[2]],
      direction: { i: [-1, 0, 0], j: [0, 1, 0], k: [0, 0, -1] },
    },
  };
}

function reversedBoth<T extends Int16Array | Uint8Array>(values: T, dims: readonly [number, number, number]): T {
  const [columns, rows, slices] = dims;
  const result = values.slice() as T;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++) {
        result[i + columns * (j + rows * k)] = values[columns - 1 - i + columns * (j + rows * (slices - 1 - k))]!;
      }
    }
  }
  return result;
}

describe('growLiverAutomatically', () => {
  const patient = abdomen({ dims: [120, 120, 72], spacingMm: [3, 3, 4], seed: 31, noiseHu: 9 });
  const { geometry } = patient;
  let hu = new Int16Array();
  let truth = new Uint8Array();
  let found: AutomaticLiver = {
    liver: wholeShape(truth, geometry.dims),
    confidence: { overall: 0, geometry, percent: truth },
  };
  let mask = truth;
  beforeAll(() => {
    const rendered = renderAll(patient);
    hu = Int16Array.from(rendered.hu);
    truth = Uint8Array.from(rendered.labels.map((label) => Number(label !== 0)));
    found = growLiverAutomatically({ hu, geometry }, quietContext);
    mask = Uint8Array.from(wholeMask(found.liver, geometry.dims));
  });

  it('finds the liver of a generated patient', () => {
    let [both, sum] = [0, 0];
    for (let at = 0; at < truth.length; at++) {
      both += mask[at]! & truth[at]!;
      sum += mask[at]! + truth[at]!;
    }
    expect((2 * both) / sum).toBeGreaterThan(0.94);
  });

  it('is less sure where it is wrong', () => {
    const { percent, geometry: grid } = found.confidence;
    expect(percent).toHaveLength(grid.dims[0] * grid.dims[1] * grid.dims[2]);
    expect(found.confidence.overall).toBeGreaterThan(0.5);
    expect(found.confidence.overall).toBeLessThanOrEqual(1);
    // At this spacing a block is a voxel.
    expect(grid.dims).toEqual(geometry.dims);
    const mean = (wanted: (at: number) => boolean): number => {
      let [count, total] = [0, 0];
      percent.forEach((value, at) => {
        if (!wanted(at)) return;
        count++;
        total += value;
      });
      return total / count;
    };
    const right = mean((at) => truth[at] === 1 && mask[at] === 1);
    expect(mean((at) => truth[at] !== mask[at])).toBeLessThan(right);
  });

  it('gives the same voxels again, whatever the order of the axes', () => {
    const other = turned(hu, geometry);
    const again = wholeMask(growLiverAutomatically(other, quietContext).liver, geometry.dims);
    const back = reversedBoth(again, geometry.dims);
    let differ = 0;
    for (let at = 0; at < back.length; at++) differ += Math.abs(back[at]! - mask[at]!);
    const size = mask.reduce((sum, value) => sum + value, 0);
    expect(differ / size).toBeLessThan(0.01);
    expect(growLiverAutomatically({ hu, geometry }, quietContext).liver).toEqual(found.liver);
  });

  it('measures a liver whose branches are filled with embolic material as truly as one without', () => {
    const treated = abdomen({ dims: [120, 120, 72], spacingMm: [3, 3, 4], seed: 31, noiseHu: 9, flrGrowth: 1.25 });
    const { hu: image, labels } = renderAll(treated);
    const { liver } = growLiverAutomatically({ hu: image, geometry }, quietContext);
    const size = (values: Uint8Array): number => values.reduce((sum, value) => sum + Number(value !== 0), 0);
    expect(Math.abs(size(liver.mask) / size(labels) - 1)).toBeLessThan(0.02);
  });

  it.each([
    ['air', -1000],
    ['water', 0],
    ['tissue', 60],
  ])('refuses a volume of nothing but %s with one sentence', (_, value) => {
    const empty = new Int16Array(hu.length).fill(value);
    expect(() => growLiverAutomatically({ hu: empty, geometry }, quietContext)).toThrow(
      expect.objectContaining({ code: 'refused' }),
    );
  });

  it('ends when it is cancelled, at every stage', () => {
    let checks = 0;
    const counting: KernelContext = { progress: () => undefined, throwIfCancelled: () => checks++ };
    growLiverAutomatically({ hu, geometry }, counting);
    for (const last of [1, Math.floor(checks / 2), checks - 1]) {
      let left = last;
      const ctx: KernelContext = {
        progress: () => undefined,
        throwIfCancelled: () => {
          if (--left <= 0) throw new RemnantError('cancelled', 'Cancelled.');
        },
      };
      expect(() => growLiverAutomatically({ hu, geometry }, ctx)).toThrow(
        expect.objectContaining({ code: 'cancelled' }),
      );
    }
  });
});
