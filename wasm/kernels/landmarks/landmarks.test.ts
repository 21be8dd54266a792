import { beforeAll, describe, expect, it } from 'vitest';
import {
  indexToPatient,
  type Direction,
  type Vec3,
  type VolumeGeometry,
} from '../../../electron/core/domain/geometry.ts';
import { abdomen, renderAll } from '../../../tests/fixtures/index.ts';
import { canonicalVolume } from './canonical.ts';
import { measureIntensities } from './measureIntensities.ts';

interface Volume {
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
}

/** The same patient stored with another order and sense of the axes. */
function reordered({ hu, geometry }: Volume, order: Vec3, reversed: readonly boolean[]): Volume {
  const from = geometry.dims;
  const pick = <T>(values: readonly [T, T, T]): [T, T, T] => [values[order[0]]!, values[order[1]]!, values[order[2]]!];
  const dims = pick(from);
  const corner: [number, number, number] = [0, 0, 0];
  order.forEach((axis, n) => {
    if (reversed[n]) corner[axis] = from[axis]! - 1;
  });
  const vectors = pick([geometry.direction.i, geometry.direction.j, geometry.direction.k]).map((vector, n) =>
    vector.map((value) => (reversed[n] ? -value : value)),
  ) as unknown as [Vec3, Vec3, Vec3];
  const direction: Direction = { i: vectors[0], j: vectors[1], k: vectors[2] };
  const result = new Int16Array(hu.length);
  let at = 0;
  for (let c = 0; c < dims[2]; c++) {
    for (let b = 0; b < dims[1]; b++) {
      for (let a = 0; a < dims[0]; a++, at++) {
        const index = [0, 0, 0];
        [a, b, c].forEach((value, n) => (index[order[n]!] = reversed[n] ? dims[n]! - 1 - value : value));
        result[at] = hu[index[0]! + from[0] * (index[1]! + from[1] * index[2]!)]!;
      }
    }
  }
  const originMm = indexToPatient(geometry, corner);
  return { hu: result, geometry: { dims, spacingMm: pick(geometry.spacingMm), originMm, direction } };
}

const orders: [string, Vec3, boolean[]][] = [
  ['from the feet up', [0, 1, 2], [false, false, false]],
  ['from the head down, on the belly', [0, 1, 2], [true, true, true]],
  ['coronal', [0, 2, 1], [false, true, false]],
  ['sagittal', [1, 2, 0], [false, true, true]],
];

describe('landmarks of a generated patient', () => {
  let patient: Volume = { hu: new Int16Array(), geometry: abdomen().geometry };
  beforeAll(() => {
    const phantom = abdomen({ dims: [88, 88, 58], spacingMm: [4, 4, 5], seed: 21, noiseHu: 8 });
    patient = { hu: renderAll(phantom).hu, geometry: phantom.geometry };
  });

  it.each(orders)('has the same intensities stored %s', (_, order, reversed) => {
    const { hu, geometry } = reordered(patient, order, reversed);
    const found = measureIntensities(hu, geometry);
    expect(Math.abs(found!.liverHu - 110)).toBeLessThanOrEqual(5);
    expect(Math.abs(found!.aortaHu - 166)).toBeLessThanOrEqual(10);
  });

  it.each(orders)('comes back to where it was, stored %s', (_, order, reversed) => {
    const { hu, geometry } = reordered(patient, order, reversed);
    const volume = canonicalVolume(hu, geometry, 1);
    expect(volume.hu).toEqual(patient.hu);
    expect(volume.toScanOrder(volume.hu)).toEqual(hu);
    volume.geometry.originMm.forEach((value, n) => {
      expect(value).toBeCloseTo(patient.geometry.originMm[n]!, 9);
    });
  });

  it('has them with the padding of any scanner around it', () => {
    const [columns, rows] = patient.geometry.dims;
    for (const padding of [-1024, -2000, -3024]) {
      const hu = patient.hu.map((value, at) => {
        const away = Math.hypot((at % columns) - columns / 2, (Math.floor(at / columns) % rows) - rows / 2);
        return away > columns / 2 ? padding : value;
      });
      expect(Math.abs(measureIntensities(hu, patient.geometry)!.liverHu - 110)).toBeLessThanOrEqual(5);
    }
  });

  it('are none in a volume without a patient', () => {
    expect(measureIntensities(new Int16Array(patient.hu.length).fill(-1024), patient.geometry)).toBeNull();
    expect(measureIntensities(new Int16Array(patient.hu.length).fill(40), patient.geometry)).toBeNull();
  });
});
