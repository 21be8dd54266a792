import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { obliqueDirection, rightHandedDirections, smallGeometry } from '../../../tests/fixtures/index.ts';
import { scale, voxelCount, type Vec3, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { onGrid } from '../../core/domain/maskGrid.ts';
import { nrrdMask, readNrrd, writeSegNrrd } from './index.ts';

const angle = fc.double({ min: -3.1, max: 3.1, noNaN: true });
const geometries = fc
  .oneof(
    fc.constantFrom(...rightHandedDirections),
    fc.tuple(angle, angle, angle).map((angles) => obliqueDirection(...angles)),
  )
  .map((direction) => smallGeometry({ dims: [5, 4, 3], direction }));
const labelsFor = (geometry: VolumeGeometry): Uint8Array =>
  Uint8Array.from({ length: voxelCount(geometry) }, (_, at) => (at * 5) % 7);

test('a labelmap comes back bit for bit with its segments, in any direction', () => {
  fc.assert(
    fc.property(geometries, (geometry) => {
      const labels = labelsFor(geometry);
      const mask = nrrdMask(readNrrd(writeSegNrrd({ labels, geometry })), geometry)!;
      expect(mask.notes).toEqual([]);
      expect(mask.segments.map(({ label }) => label)).toContain('Future liver remnant');
      expect(mask.labels()).toEqual(labels);
    }),
  );
});

/** As other programs write it. */
function nrrdOf(
  geometry: VolumeGeometry,
  space: string,
  signs: Vec3,
  {
    type = 'short',
    body = (labels: Uint8Array) => new Uint8Array(Int16Array.from(labels).buffer),
    more = [] as string[],
    encoding = 'raw',
  } = {},
): Buffer {
  const turned = (vector: Vec3): string => `(${vector.map((value, axis) => value * signs[axis]!).join(',')})`;
  const steps = (['i', 'j', 'k'] as const).map((axis, at) =>
    turned(scale(geometry.direction[axis], geometry.spacingMm[at]!)),
  );
  const header = [
    'NRRD0005',
    '# a comment',
    `type: ${type}`,
    'dimension: 3',
    `space: ${space}`,
    `sizes: ${geometry.dims.join(' ')}`,
    `space directions: ${steps.join(' ')}`,
    'kinds: domain domain domain',
    'endian: little',
    `encoding: ${encoding}`,
    `space origin: ${turned(geometry.originMm)}`,
    ...more,
  ];
  const voxels = body(labelsFor(geometry));
  return Buffer.concat([Buffer.from(`${header.join('\n')}\n\n`), encoding === 'gzip' ? gzipSync(voxels) : voxels]);
}

describe('files of other programs', () => {
  const geometry = smallGeometry({ dims: [5, 4, 3], direction: obliqueDirection(0.2, 0.1, -0.3) });
  test.each([
    { space: 'left-posterior-superior', signs: [1, 1, 1] as const },
    { space: 'RAS', signs: [-1, -1, 1] as const },
    { space: 'left-anterior-superior', signs: [1, -1, 1] as const },
  ])('in $space lie where they are', ({ space, signs }) => {
    const { grid, layers } = readNrrd(nrrdOf(geometry, space, signs));
    expect(onGrid(layers[0]!, grid, geometry)).toEqual({ labels: labelsFor(geometry), resampled: null });
    expect(nrrdMask(readNrrd(nrrdOf(geometry, space, signs)), geometry)).toBeNull();
  });

  test('in layers may overlap; names and codes tell the parts', () => {
    const [nx, ny, nz] = geometry.dims;
    const layered = Buffer.alloc(2 * nx * ny * nz);
    // Voxel by voxel: the liver is everywhere, the lesion at voxel 7.
    for (let at = 0; at < nx * ny * nz; at++) layered.set([1, at === 7 ? 1 : 0], 2 * at);
    const plain = nrrdOf(geometry, 'LPS', [1, 1, 1], { type: 'uchar', encoding: 'gzip', body: () => layered });
    const at = plain.indexOf('\n\n');
    const segments = [
      'Segment0_ID:=Segment_1',
      'Segment0_Name:=Whatever',
      'Segment0_LabelValue:=1',
      'Segment0_Layer:=0',
      'Segment0_Tags:=TerminologyEntry:x~SCT^123037004^Anatomical Structure~SCT^10200004^Liver~^^~x~^^~^^|',
      'Segment1_ID:=Segment_2',
      'Segment1_Name:=Metastasis 1',
      'Segment1_LabelValue:=1',
      'Segment1_Layer:=1',
    ].join('\n');
    const header = plain
      .toString('latin1', 0, at)
      .replace('dimension: 3', 'dimension: 4')
      .replace('sizes: ', 'sizes: 2 ')
      .replace('space directions: ', 'space directions: none ')
      .replace('kinds: ', 'kinds: list ');
    const file = Buffer.concat([Buffer.from(`${header}\n${segments}`), plain.subarray(at)]);
    const expected = new Uint8Array(60).fill(1);
    expected[7] = 3;
    expect(nrrdMask(readNrrd(file), geometry)!.labels()).toEqual(expected);
  });

  test.each([
    ['without a space', 'space: LPS', 'content: x', 'where it lies'],
    ['of fractions', 'type: short', 'type: float', 'no whole numbers'],
    ['in two files', 'encoding: raw', 'encoding: raw\ndata file: other.raw', 'in another file'],
    ['of an encoding that is not read', 'encoding: raw', 'encoding: bzip2', 'encoded as bzip2'],
    ['that is cut short', 'sizes: 5 4 3', 'sizes: 5 4 30', 'voxels are missing'],
  ])('%s are refused in a sentence', (_, from, to, reason) => {
    const file = nrrdOf(geometry, 'LPS', [1, 1, 1]).toString('latin1').replace(from, to);
    expect(() => readNrrd(Buffer.from(file, 'latin1'))).toThrow(reason);
  });

  test('with bytes changed anywhere end in a plain error or a mask', () => {
    const file = writeSegNrrd({ labels: labelsFor(geometry), geometry });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 3 }), (changes) => {
        const copy = Buffer.from(file);
        for (const [at, value] of changes) copy[at] = value;
        try {
          nrrdMask(readNrrd(copy), geometry)?.labels();
        } catch (error) {
          expect(error).toMatchObject({ name: 'RemnantError' });
        }
      }),
      { numRuns: 300 },
    );
  });
});
