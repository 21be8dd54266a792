import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { add, dot, scale, voxelCount, type Vec3, type VolumeGeometry } from '../../core/domain/geometry.ts';
import {
  obliqueDirection,
  rightHandedDirections,
  smallGeometry,
  temporaryFolder,
} from '../../../tests/fixtures/index.ts';
import { fromQuaternion, toQuaternion } from './affine.ts';
import { labelsOnGrid, readNifti, readNiftiFile, writeNifti, writeNiftiFile } from './index.ts';

const angle = fc.double({ min: -3.1, max: 3.1, noNaN: true });
const grids = fc
  .record({
    dims: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
    spacingMm: fc.constantFrom<Vec3>([0.703125, 0.703125, 2.5], [1, 2, 3], [0.57, 0.57, 1.6]),
    originMm: fc.tuple(
      fc.integer({ min: -300, max: 300 }),
      fc.integer({ min: -300, max: 300 }),
      fc.integer({ min: -900, max: 900 }),
    ),
    direction: fc.oneof(
      fc.constantFrom(...rightHandedDirections),
      fc.tuple(angle, angle, angle).map((angles) => obliqueDirection(...angles)),
    ),
  })
  .map((grid): VolumeGeometry => grid);

/** Every voxel has another value where 255 suffice. */
const marked = (geometry: VolumeGeometry): Uint8Array =>
  Uint8Array.from({ length: voxelCount(geometry) }, (_, at) => (at * 31 + 7) % 251);

/** The file that another program would write of the same voxels with its axes in another order and direction: one of 48. */
function rearranged(
  geometry: VolumeGeometry,
  data: Uint8Array,
  order: readonly number[],
  flips: readonly boolean[],
): Uint8Array {
  const dims = order.map((axis) => geometry.dims[axis]!);
  const own = [geometry.direction.i, geometry.direction.j, geometry.direction.k];
  const steps = order.map((axis, at) => scale(own[axis]!, geometry.spacingMm[axis]! * (flips[at] ? -1 : 1)));
  const origin = order.reduce<Vec3>(
    (at, axis, index) =>
      flips[index] ? add(at, scale(own[axis]!, (geometry.dims[axis]! - 1) * geometry.spacingMm[axis]!)) : at,
    geometry.originMm,
  );
  const moved = new Uint8Array(data.length);
  let to = 0;
  for (let c = 0; c < dims[2]!; c++)
    for (let b = 0; b < dims[1]!; b++)
      for (let a = 0; a < dims[0]!; a++) {
        const index = [0, 0, 0];
        [a, b, c].forEach((value, at) => {
          index[order[at]!] = flips[at] ? dims[at]! - 1 - value : value;
        });
        moved[to++] = data[index[0]! + geometry.dims[0] * (index[1]! + geometry.dims[1] * index[2]!)]!;
      }
  const file = writeNifti({ geometry: { ...geometry, dims: dims as unknown as Vec3 }, data: moved });
  const view = new DataView(file.buffer);
  view.setInt16(252, 0, true); // the qform can't hold a mirrored grid without qfac; the sform says it all
  [0, 1, 2].forEach((row) => {
    const sign = row < 2 ? -1 : 1;
    [steps[0]!, steps[1]!, steps[2]!, origin].forEach((column, at) => {
      view.setFloat32(280 + 16 * row + 4 * at, sign * column[row]!, true);
    });
  });
  return file;
}

const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

describe('affine', () => {
  test('a quaternion gives back its rotation', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom(...rightHandedDirections),
          fc.tuple(angle, angle, angle).map((angles) => obliqueDirection(...angles)),
        ),
        ({ i, j, k }) => {
          const back = fromQuaternion(toQuaternion(i, j, k));
          [i, j, k].forEach((axis, at) => {
            expect(dot(axis, back[at]!)).toBeCloseTo(1, 6);
          });
        },
      ),
    );
  });
});

describe('masks', () => {
  test('come back on any grid, by sform as by qform, in both compressions', () => {
    fc.assert(
      fc.property(grids, fc.boolean(), fc.boolean(), (geometry, qformOnly, compressed) => {
        const data = marked(geometry);
        const file = writeNifti({ geometry, data });
        if (qformOnly) new DataView(file.buffer).setInt16(254, 0, true);
        expect(labelsOnGrid(readNifti(compressed ? gzipSync(file) : file), geometry)).toEqual(data);
      }),
    );
  });

  test.each(orders.map((order) => ({ order })))(
    'axes in order $order, flipped in all 8 ways, land on the voxels they came from',
    ({ order }) => {
      fc.assert(
        fc.property(grids, fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), (geometry, flips) => {
          const data = marked(geometry);
          expect(labelsOnGrid(readNifti(rearranged(geometry, data, order, flips)), geometry)).toEqual(data);
        }),
        { numRuns: 60 },
      );
    },
  );

  test('on another grid are refused', () => {
    const geometry = smallGeometry();
    const image = readNifti(writeNifti({ geometry, data: marked(geometry) }));
    const others: Partial<VolumeGeometry>[] = [
      { originMm: add(geometry.originMm, [0.05, 0, 0]) },
      { spacingMm: [2, 2, 3.01] },
      { dims: [24, 20, 9] },
      { direction: obliqueDirection(0.01, 0, 0) },
    ];
    for (const other of others) expect(() => labelsOnGrid(image, { ...geometry, ...other })).toThrow('another grid');
    expect(() => labelsOnGrid(image, geometry)).not.toThrow();
  });

  test('with fractions, negative or large values are refused', () => {
    const geometry = smallGeometry({ dims: [2, 1, 1] });
    const image = readNifti(writeNifti({ geometry, data: new Uint8Array(2) }));
    for (const value of [0.5, -1, 256, NaN]) {
      expect(() => labelsOnGrid({ ...image, values: new Float64Array([0, value]) }, geometry)).toThrow('not a mask');
    }
  });
});

describe('files', () => {
  const geometry = smallGeometry({ dims: [3, 2, 2] });
  const expected = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100];
  const types = [
    { code: 2, bytes: 1, set: 'setUint8' },
    { code: 4, bytes: 2, set: 'setInt16' },
    { code: 8, bytes: 4, set: 'setInt32' },
    { code: 16, bytes: 4, set: 'setFloat32' },
    { code: 64, bytes: 8, set: 'setFloat64' },
    { code: 256, bytes: 1, set: 'setInt8' },
    { code: 512, bytes: 2, set: 'setUint16' },
    { code: 768, bytes: 4, set: 'setUint32' },
    { code: 1024, bytes: 8, set: 'setBigInt64' },
    { code: 1280, bytes: 8, set: 'setBigUint64' },
  ] as const;

  /** The header again in the other byte order. */
  function bigEndian(file: Uint8Array): Uint8Array {
    const turned = file.slice();
    const fields: [start: number, end: number, size: number][] = [
      [0, 4, 4],
      [40, 56, 2],
      [68, 76, 2],
      [76, 120, 4],
      [252, 256, 2],
      [256, 328, 4],
    ];
    for (const [start, end, size] of fields)
      for (let at = start; at < end; at += size) turned.subarray(at, at + size).reverse();
    return turned;
  }

  test.each(types.flatMap((type) => [true, false].map((little) => ({ ...type, little }))))(
    'datatype $code is read, little-endian: $little',
    ({ code, bytes, set, little }) => {
      const header = writeNifti({ geometry, data: new Uint8Array(12) }).slice(0, 352);
      new DataView(header.buffer).setInt16(70, code, true);
      const file = new Uint8Array(352 + 12 * bytes);
      file.set(little ? header : bigEndian(header));
      const view = new DataView(file.buffer);
      expected.forEach((value, at) => {
        if (set === 'setBigInt64' || set === 'setBigUint64') view[set](352 + at * bytes, BigInt(value), little);
        else view[set](352 + at * bytes, value, little);
      });
      expect([...readNifti(file).values]).toEqual(expected);
      expect([...labelsOnGrid(readNifti(file), geometry)]).toEqual(expected);
    },
  );

  test('the slope and intercept of the header are applied', () => {
    const file = writeNifti({ geometry, data: Int16Array.from(expected) });
    new DataView(file.buffer).setFloat32(112, 0.5, true);
    new DataView(file.buffer).setFloat32(116, 3, true);
    expect([...readNifti(file).values]).toEqual(expected.map((value) => value * 0.5 + 3));
  });

  test('HU come back through a compressed file', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'volume.nii.gz');
    const data = Int16Array.from({ length: 12 }, (_, at) => at * 300 - 1024);
    await writeNiftiFile(path, { geometry, data });
    expect((await readNiftiFile(path)).values).toEqual(data);
  });

  test('what is cut short, mirrored in its sizes or no NIfTI at all says so', () => {
    const file = writeNifti({ geometry, data: new Uint8Array(12) });
    const changed = (change: (view: DataView) => void): Uint8Array => {
      const copy = file.slice();
      change(new DataView(copy.buffer));
      return copy;
    };
    const bad = [
      new Uint8Array(),
      file.subarray(0, 300),
      file.subarray(0, file.length - 1),
      gzipSync(file).subarray(0, 60),
      changed((view) => {
        view.setInt16(42, 30000, true);
      }),
      changed((view) => {
        view.setInt16(42, -3, true);
      }),
      changed((view) => {
        view.setInt16(70, 128, true);
      }),
      changed((view) => {
        view.setFloat32(108, NaN, true);
      }),
      changed((view) => {
        view.setInt16(252, 0, true);
        view.setInt16(254, 0, true);
      }),
      changed((view) => {
        view.setFloat32(280, Infinity, true);
      }),
    ];
    for (const bytes of bad)
      expect(() => readNifti(bytes)).toThrow(expect.objectContaining({ name: 'RemnantError', code: 'unsupported' }));
  });

  test('bytes at random never do worse than a plain error', () => {
    const file = writeNifti({ geometry, data: new Uint8Array(12) });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(351), fc.nat(255)), { maxLength: 12 }), (changes) => {
        const copy = file.slice();
        for (const [at, value] of changes) copy[at] = value;
        try {
          readNifti(copy);
        } catch (error) {
          expect(error).toMatchObject({ name: 'RemnantError' });
        }
      }),
    );
  });
});

const realData = process.env['REMNANT_TEST_DATA'];
test.skipIf(!realData)(
  'the liver of 3D-IRCADb-01 patient 1 counts 2,816,420 voxels on its CT grid (skipped unless REMNANT_TEST_DATA is set)',
  async () => {
    const image = readNifti(await readFile(join(realData!, 'ircadb-01', 'labels', 'liver.nii.gz')));
    expect(image.values.filter((value: number) => value > 0).length).toBe(2_816_420);
  },
);
