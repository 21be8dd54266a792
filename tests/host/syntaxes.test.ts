/** A generated series in every transfer syntax, from files to HU. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexToPatient, voxelCount, type Vec3, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { getSeries, importPaths } from '../../electron/host/library/index.ts';
import { loadVolume } from '../../electron/host/pixels/index.ts';
import { obliqueDirection, rightHandedDirections, smallGeometry, writeSeries } from '../fixtures/index.ts';
import { encodeSlice, encodings, storedAs, type Encoding, type StoredDepth } from '../fixtures/syntaxes.ts';
import { openStore, temporaryFolder } from './support.ts';

const depths: Readonly<Record<8 | 12 | 16, readonly StoredDepth[]>> = {
  8: [{ bits: 8, signed: false, slope: 4, intercept: -200 }],
  12: [
    { bits: 12, signed: false, slope: 1, intercept: -1024 },
    { bits: 12, signed: true, slope: 1, intercept: 0 },
  ],
  16: [
    { bits: 16, signed: false, slope: 1, intercept: -1024 },
    { bits: 16, signed: true, slope: 1, intercept: 0 },
    { bits: 16, signed: true, slope: 2, intercept: -1000 },
  ],
};
const depthsOf = ({ bits }: Encoding): readonly StoredDepth[] =>
  bits ? depths[bits].filter(({ signed }) => !signed) : [...depths[12], ...depths[16]];

const angle = fc.double({ min: -0.6, max: 0.6, noNaN: true });
const direction = fc.oneof(
  fc.constantFrom(...rightHandedDirections),
  fc.tuple(angle, angle, angle).map((angles) => obliqueDirection(...angles)),
);
const grid = fc
  .record({
    columns: fc.integer({ min: 4, max: 19 }),
    rows: fc.integer({ min: 4, max: 19 }),
    slices: fc.integer({ min: 4, max: 7 }),
    spacingMm: fc.tuple(fc.constantFrom(0.5, 0.78125, 1), fc.constantFrom(0.5, 0.78125, 1), fc.constantFrom(1, 2.5, 3)),
    direction,
  })
  .chain(({ columns, rows, slices, spacingMm, direction }) =>
    fc.record({
      geometry: fc.constant(smallGeometry({ dims: [columns, rows, slices], spacingMm, direction })),
      order: fc.shuffledSubarray([...Array(slices).keys()], { minLength: slices }),
    }),
  );
const written = fc.record({ fragments: fc.integer({ min: 1, max: 3 }), offsetTable: fc.boolean() });

/** HU that `depth` can store: waves, for a coding that loses values, otherwise no two neighbours alike. */
function huFor(
  geometry: VolumeGeometry,
  { bits, slope, intercept, signed }: StoredDepth,
  seed: number,
  smooth: boolean,
) {
  const lowest = signed ? Math.ceil((-1024 - intercept) / slope) : 0;
  const highest = Math.min(2 ** (signed ? bits - 1 : bits) - 1, Math.floor((32767 - intercept) / slope));
  return Int16Array.from({ length: voxelCount(geometry) }, (_, at) => {
    const share = smooth ? 0.5 + 0.4 * Math.sin(at / 50 + seed) : ((at * 7919 + seed * 104_729) % 9973) / 9972;
    return Math.round(lowest + share * (highest - lowest)) * slope + intercept;
  });
}

const worstError = (is: Int16Array, should: Int16Array): number =>
  should.reduce((worst, value, at) => Math.max(worst, Math.abs(is[at]! - value)), 0);

const corners = ({ dims }: VolumeGeometry): Vec3[] =>
  [0, dims[0] - 1].flatMap((i) => [0, dims[1] - 1].flatMap((j) => [0, dims[2] - 1].map((k): Vec3 => [i, j, k])));
const worstDistanceMm = (is: VolumeGeometry, should: VolumeGeometry): number =>
  Math.max(
    ...corners(should).flatMap((index) => {
      const [a, b] = [indexToPatient(is, index), indexToPatient(should, index)];
      return a.map((value, axis) => Math.abs(value - b[axis]!));
    }),
  );

describe.each(encodings)('$name ($uid)', (encoding) => {
  const { loss } = encoding;
  const outcome =
    loss === undefined ? 'the HU that were stored, to the last' : 'HU near those that were stored, and marked as lossy';

  test(`in any order, orientation and depth: ${outcome}`, async () => {
    const { context } = openStore(temporaryFolder());
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        grid,
        written,
        fc.constantFrom(...depthsOf(encoding)),
        fc.nat(1000),
        async ({ geometry, order }, fragments, depth, seed) => {
          const hu = huFor(geometry, depth, seed, loss !== undefined);
          const sliceSize = geometry.dims[0] * geometry.dims[1];
          const { folder } = await writeSeries(temporaryFolder(), {
            geometry,
            order,
            description: { uidSeed: `${encoding.name} ${runs++}` },
            change: (dataset, k) => storedAs(dataset, hu.subarray(k * sliceSize, (k + 1) * sliceSize), depth),
            encode: (dataset) => encodeSlice(dataset, encoding, fragments),
          });
          const report = await importPaths(context, { paths: [folder] });
          expect(report).toMatchObject({ imported: order.length, skipped: [] });
          expect(report.seriesIds).toHaveLength(1);
          const series = getSeries(context, { seriesId: report.seriesIds[0]! });
          const volume = await loadVolume(context, series.id);

          expect(worstError(volume.hu, hu)).toBeLessThanOrEqual((loss ?? 0) * depth.slope);
          expect(series.lossy).toBe(loss !== undefined);
          expect(worstDistanceMm(volume.geometry, geometry)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 5 },
    );
  });
});
