import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { dot, indexToPatient, length, patientToIndex, subtract, type Vec3 } from '../../../core/domain/geometry.ts';
import { isLiver, isRemnantSide, isTumour, Label } from '../../../core/domain/labels.ts';
import {
  obliqueDirection,
  rightHandedDirections,
  smallAbdomen,
  smallGeometry,
} from '../../../../tests/fixtures/index.ts';
import {
  abdomen,
  ellipsoidPhantom,
  planeSide,
  renderAll,
  sampleStrokes,
  spherePhantom,
  truthVolumesMl,
  type Abdomen,
  type AnalyticPhantom,
} from './index.ts';

const countedMl = ({ geometry, labels }: AnalyticPhantom): number => {
  const { tlv } = truthVolumesMl(labels, geometry);
  return tlv;
};

describe('analytic shapes', () => {
  const directions = [...rightHandedDirections, obliqueDirection(0.4, 0.2, -0.3), obliqueDirection(-1.2, 0.7, 2)];

  test('a sphere of 50 mm holds 523.5988 mL, counted within 0.5 % at 1 mm', () => {
    const geometry = smallGeometry({
      dims: [104, 104, 104],
      spacingMm: [1, 1, 1],
      direction: obliqueDirection(0.5, 0.3, 0.2),
    });
    const phantom = spherePhantom(geometry, { centreMm: [0.3, -0.2, 0.1], radiusMm: 50 });
    expect(phantom.exactMl).toBeCloseTo(523.5988, 4);
    expect(Math.abs(countedMl(phantom) / phantom.exactMl - 1)).toBeLessThan(0.005);
  });

  test.each(directions.map((direction, number) => ({ direction, number })))(
    'an ellipsoid has its volume on grid direction $number',
    ({ direction }) => {
      const geometry = smallGeometry({ dims: [64, 64, 64], spacingMm: [1, 1, 1], direction });
      const phantom = ellipsoidPhantom(geometry, { centreMm: [0.3, -0.2, 0.1], radiiMm: [25, 17.5, 15] });
      expect(Math.abs(countedMl(phantom) / phantom.exactMl - 1)).toBeLessThan(0.005);
    },
  );
});

describe('the abdomen', () => {
  const growth = 1.25;
  let before: Abdomen;
  let after: Abdomen;
  let rendered: ReturnType<typeof renderAll>;
  let grown: ReturnType<typeof renderAll>;
  beforeAll(() => {
    const options = { dims: [118, 118, 95], spacingMm: [3, 3, 3] } as const;
    before = abdomen(options);
    after = abdomen({ ...options, flrGrowth: growth });
    rendered = renderAll(before);
    grown = renderAll(after);
  });

  const each = (
    phantom: Abdomen,
    labels: Uint8Array,
    visit: (label: number, at: number, place: Vec3) => void,
  ): void => {
    const [nx, ny] = phantom.geometry.dims;
    labels.forEach((label, at) => {
      if (label !== 0)
        visit(
          label,
          at,
          indexToPatient(phantom.geometry, [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]),
        );
    });
  };

  test('is the same whenever and in whatever order it is rendered', () => {
    const again = abdomen(before.options);
    const sliceSize = before.geometry.dims[0] * before.geometry.dims[1];
    const hu = new Int16Array(sliceSize);
    const labels = new Uint8Array(sliceSize);
    for (const k of [70, 3, 40]) {
      again.renderSlice(k, hu, labels);
      expect(hu).toEqual(rendered.hu.slice(k * sliceSize, (k + 1) * sliceSize));
      expect(labels).toEqual(rendered.labels.slice(k * sliceSize, (k + 1) * sliceSize));
    }
  });

  test('has a liver, tumours and a remnant of plausible size, whose parts sum', () => {
    const { tlv, tumour, flr, resected } = truthVolumesMl(rendered.labels, before.geometry);
    expect(tlv).toBeGreaterThan(1500);
    expect(tlv).toBeLessThan(1800);
    expect(tumour).toBeGreaterThan(35);
    expect(tumour).toBeLessThan(60);
    expect((100 * flr) / (tlv - tumour)).toBeGreaterThan(22);
    expect((100 * flr) / (tlv - tumour)).toBeLessThan(30);
    expect(flr + resected + tumour).toBeCloseTo(tlv, 9);
  });

  test('keeps its truth off the borders of the grid', () => {
    const [nx, ny, nz] = before.geometry.dims;
    for (const { labels } of [rendered, grown]) {
      each(before, labels, (_label, at) => {
        const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
        expect(i > 0 && j > 0 && k > 0 && i < nx - 1 && j < ny - 1 && k < nz - 1).toBe(true);
      });
    }
  });

  test('is divided by its cut exactly as by its truth, before and after', () => {
    for (const [phantom, { labels }] of [
      [before, rendered],
      [after, grown],
    ] as const) {
      const onRemnantSide = planeSide(phantom.cut);
      let wrong = 0;
      each(phantom, labels, (label, _at, place) => {
        if (onRemnantSide(place) !== isRemnantSide(label)) wrong++;
      });
      expect(wrong).toBe(0);
    }
  });

  test('after embolisation the remnant has grown by what was asked and the rest has shrunk', () => {
    const [old, now] = [truthVolumesMl(rendered.labels, before.geometry), truthVolumesMl(grown.labels, after.geometry)];
    expect(now.flr / old.flr).toBeGreaterThan(growth - 0.02);
    expect(now.flr / old.flr).toBeLessThan(growth + 0.02);
    expect(now.resected).toBeLessThan(old.resected);
  });

  test('tissues have the HU of a portal-venous CT, to the noise', () => {
    const values: Record<string, number[]> = { liver: [], tumour: [] };
    each(before, rendered.labels, (label, at, place) => {
      const depth = isTumour(label) ? before.liver.tumourDistance(...place) : before.liver.distance(...place);
      if (depth < -4) values[isTumour(label) ? 'tumour' : 'liver']!.push(rendered.hu[at]!);
    });
    const median = (list: number[]): number => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
    expect(median(values['liver']!)).toBeGreaterThan(105);
    expect(median(values['liver']!)).toBeLessThan(116);
    expect(median(values['tumour']!)).toBeGreaterThan(48);
    expect(median(values['tumour']!)).toBeLessThan(70);
  });

  test('noise has the deviation asked for and correlates between neighbours', () => {
    const quiet = renderAll(abdomen({ ...smallAbdomen, noiseHu: 0 })).hu;
    const noisy = renderAll(abdomen({ ...smallAbdomen, noiseHu: 15 })).hu;
    const noise = Float64Array.from(noisy, (value, at) => value - quiet[at]!).filter((_, at) => quiet[at]! > -900);
    const deviation = Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / noise.length);
    expect(deviation).toBeGreaterThan(14);
    expect(deviation).toBeLessThan(16);
    const neighbours =
      noise.reduce((sum, value, at) => sum + value * (noise[at + 1] ?? 0), 0) / noise.length / deviation ** 2;
    expect(neighbours).toBeGreaterThan(0.5);
  });

  test('the option puts the second tumour into the remnant', () => {
    const { labels } = renderAll(abdomen({ ...smallAbdomen, remnantTumour: true }));
    expect(labels.includes(Label.tumourFlr)).toBe(true);
    expect(rendered.labels.includes(Label.tumourFlr)).toBe(false);
  });

  test('strokes lie where they say', () => {
    for (const phantom of [before, after]) {
      const strokes = sampleStrokes(phantom);
      expect(strokes.filter(({ segment }) => segment === 'liver')).toHaveLength(3);
      for (const { segment, pointsMm } of strokes) {
        expect(pointsMm.length).toBeGreaterThan(3);
        for (const point of pointsMm) {
          const inLiver = phantom.liver.distance(...point) < 0;
          const inTumour = phantom.liver.tumourDistance(...point) < 0;
          expect({ segment, inLiver, inTumour }).toEqual({
            segment,
            inLiver: segment !== 'background',
            inTumour: segment === 'tumour',
          });
        }
      }
    }
  });

  test('any spacing makes the same patient', () => {
    const coarse = renderAll(abdomen(smallAbdomen)).labels;
    const volume = truthVolumesMl(coarse, abdomen(smallAbdomen).geometry);
    const reference = truthVolumesMl(rendered.labels, before.geometry);
    expect(Math.abs(volume.tlv / reference.tlv - 1)).toBeLessThan(0.02);
    expect(Math.abs(volume.flr / reference.flr - 1)).toBeLessThan(0.03);
  });

  test('impossible grids are refused', () => {
    expect(() => abdomen({ dims: [0, 1, 1] })).toThrow(RangeError);
    expect(() => abdomen({ spacingMm: [1, NaN, 1] })).toThrow(RangeError);
  });
});

test('the fixtures’ directions are all right-handed and orthogonal', () => {
  expect(rightHandedDirections).toHaveLength(24);
  fc.assert(
    fc.property(fc.constantFrom(...rightHandedDirections, obliqueDirection(1, 2, 3)), (direction) => {
      const geometry = smallGeometry({ direction });
      expect(Math.abs(dot(direction.i, direction.j))).toBeLessThan(1e-12);
      expect(length(subtract(patientToIndex(geometry, indexToPatient(geometry, [3, 4, 5])), [3, 4, 5]))).toBeLessThan(
        1e-9,
      );
      expect(isLiver(0)).toBe(false);
    }),
  );
});
