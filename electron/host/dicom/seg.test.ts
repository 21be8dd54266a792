import { readFile as readBytes } from 'node:fs/promises';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cross, indexToPatient, voxelCount, type Vec3, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { Label } from '../../core/domain/labels.ts';
import {
  gradedHu,
  obliqueDirection,
  rightHandedDirections,
  seriesDescription,
  smallGeometry,
} from '../../../tests/fixtures/index.ts';
import { textElement, type Element } from '../deidentify/dataset.ts';
import { readFile, writeFile } from '../deidentify/file.ts';
import { codes } from './codes.ts';
import { encodeRle } from './rleWrite.ts';
import { decodeRle } from '../pixels/codecs/rle.ts';
import { readSeg, readSegSource, segToLabels, writeSeg, type SegForm, type SegInput } from './seg.ts';
import { writeDicom } from './write.ts';
import { CT_IMAGE_STORAGE, ctDataset, ctUids } from './writeCt.ts';

const angle = fc.double({ min: -3.1, max: 3.1, noNaN: true });
const directions = fc.oneof(
  fc.constantFrom(...rightHandedDirections),
  fc.tuple(angle, angle, angle).map((angles) => obliqueDirection(...angles)),
);
const grids = fc
  .record({
    // 3 x 5 and 7 x 1 pixels: frames that don't end at a byte.
    dims: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 })),
    spacingMm: fc.constantFrom<Vec3>([0.703125, 0.703125, 2.5], [1, 2, 3], [0.57, 0.57, 1.6]),
    originMm: fc.tuple(
      fc.integer({ min: -300, max: 300 }),
      fc.integer({ min: -300, max: 300 }),
      fc.integer({ min: -900, max: 900 }),
    ),
    direction: directions,
  })
  .map((grid): VolumeGeometry => grid);

const slices = (geometry: VolumeGeometry) => {
  const uids = ctUids(seriesDescription);
  return Array.from({ length: geometry.dims[2] }, (_, k) => ({
    sopInstanceUid: uids.instance(k),
    sopClassUid: CT_IMAGE_STORAGE,
    k,
  }));
};

function input(geometry: VolumeGeometry, labels: Uint8Array): SegInput {
  const slice = gradedHu(geometry).subarray(0, geometry.dims[0] * geometry.dims[1]);
  return {
    labels,
    geometry,
    sourceImages: slices(geometry),
    header: readSegSource(writeDicom(ctDataset(seriesDescription, geometry, 0, slice))),
    algorithm: { type: 'SEMIAUTOMATIC', name: 'Remnant grow-liver@1' },
    version: '0.1.0',
  };
}

const withLabels = grids.chain((geometry) =>
  fc
    .array(fc.integer({ min: 0, max: 6 }), { minLength: voxelCount(geometry), maxLength: voxelCount(geometry) })
    .filter((labels) => labels.some((label) => label > 0))
    .map((labels) => ({ geometry, labels: Uint8Array.from(labels) })),
);

/** The same voxels in the order of another grid: each axis kept or run backwards, the slices' order following from it. */
function flipped(
  geometry: VolumeGeometry,
  labels: Uint8Array,
  flipI: boolean,
  flipJ: boolean,
): { geometry: VolumeGeometry; labels: Uint8Array } {
  // The direction stays right-handed: one flip in the plane turns the slices round.
  const flipK = flipI !== flipJ;
  const turn = ([x, y, z]: Vec3, back: boolean): Vec3 => (back ? [-x, -y, -z] : [x, y, z]);
  const i = turn(geometry.direction.i, flipI);
  const j = turn(geometry.direction.j, flipJ);
  const [nx, ny, nz] = geometry.dims;
  const originMm = indexToPatient(geometry, [flipI ? nx - 1 : 0, flipJ ? ny - 1 : 0, flipK ? nz - 1 : 0]);
  const moved = new Uint8Array(labels.length);
  for (let k = 0; k < nz; k++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) {
        const from = (flipI ? nx - 1 - x : x) + nx * ((flipJ ? ny - 1 - y : y) + ny * (flipK ? nz - 1 - k : k));
        moved[x + nx * (y + ny * k)] = labels[from]!;
      }
  return { geometry: { ...geometry, originMm, direction: { i, j, k: cross(i, j) } }, labels: moved };
}

test('any bytes survive run-length coding', () => {
  const runs = fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 300 })), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(runs, fc.integer({ min: 1, max: 200 }), (parts, columns) => {
      const bytes = Uint8Array.from(parts.flatMap(([value, count]) => new Array<number>(count).fill(value)));
      const coded = encodeRle(bytes, columns);
      expect(coded.length % 2).toBe(0);
      expect(Buffer.compare(decodeRle(coded, bytes.length, 1), bytes)).toBe(0);
    }),
  );
});

describe('round trip', () => {
  const forms = fc.constantFrom<SegForm>('binary', 'labelmap');
  test('all seven labels come back bit for bit on axial, permuted and oblique grids', () => {
    fc.assert(
      fc.property(withLabels, forms, ({ geometry, labels }, form) => {
        const file = writeSeg({ ...input(geometry, labels), form });
        expect(readSeg(file, geometry, ctUids(seriesDescription).frameOfReference).labels()).toEqual(labels);
      }),
    );
  });

  test('a series read in another row, column or slice order gets the same anatomy', () => {
    fc.assert(
      fc.property(withLabels, fc.boolean(), fc.boolean(), forms, ({ geometry, labels }, flipI, flipJ, form) => {
        const other = flipped(geometry, labels, flipI, flipJ);
        const read = readSeg(writeSeg({ ...input(geometry, labels), form }), other.geometry);
        expect(read.labels()).toEqual(other.labels);
        expect(read.notes).toEqual([]);
      }),
    );
  });
});

/** By another reader than our own. */
const parsed = (file: Uint8Array) => dicomParser.parseDicom(file, { untilTag: 'x7fe00010' });

describe('what is written', () => {
  const geometry = smallGeometry({ dims: [4, 3, 5] });
  const labels = new Uint8Array(60);
  labels[13] = Label.resected; // slice 1
  labels[25] = Label.flr; // slice 2
  labels[26] = Label.tumourResected;
  const file = writeSeg(input(geometry, labels));
  const dataSet = parsed(file);
  const item = (tag: string, at = 0) => dataSet.elements[tag]!.items![at]!.dataSet!;

  test('empty frames and empty segments are left out', () => {
    expect(readSeg(file, geometry).segments.map(({ label }) => label)).toEqual([
      'Liver',
      'Tumour',
      'Future liver remnant',
    ]);
    expect(dataSet.intString('x00280008')).toBe(4); // the liver in two slices, tumour and remnant in one
  });

  test('each frame names its own source image', () => {
    const uids = ctUids(seriesDescription);
    const sources = [0, 1, 2, 3].map((frame) =>
      item('x52009230', frame).elements['x00089124']!.items![0]!.dataSet!.elements[
        'x00082112'
      ]!.items![0]!.dataSet!.string('x00081155'),
    );
    expect(sources).toEqual([uids.instance(1), uids.instance(2), uids.instance(2), uids.instance(2)]);
  });

  test('patient, study and frame of reference are those of the CT', () => {
    const uids = ctUids(seriesDescription);
    expect(dataSet.string('x00100020')).toBe('FIXTURE-1');
    expect(dataSet.string('x0020000d')).toBe(uids.study);
    expect(dataSet.string('x00200052')).toBe(uids.frameOfReference);
    expect(dataSet.string('x0020000e')).not.toBe(uids.series);
    expect(item('x00081115').string('x0020000e')).toBe(uids.series);
  });

  test('a name in another alphabet keeps its bytes and its character set', () => {
    const name = new Uint8Array([0xc4, 0xce, 0xca]);
    const slice = ctDataset(seriesDescription, geometry, 0, new Int16Array(12));
    const header = readSegSource(writeDicom({ ...slice, SpecificCharacterSet: 'ISO_IR 144', PatientName: name }));
    const written = parsed(writeSeg({ ...input(geometry, labels), header }));
    const element = written.elements['x00100010']!;
    expect([...written.byteArray.subarray(element.dataOffset, element.dataOffset + 3)]).toEqual([...name]);
    expect(written.string('x00080005')).toBe('ISO_IR 144');
  });

  test('padding that the CT has wrong is not passed on', () => {
    const slice = ctDataset(seriesDescription, geometry, 0, new Int16Array(12));
    const header = readSegSource(writeDicom({ ...slice, PatientSex: new Uint8Array([0x4d, 0]), PatientID: '7  ' }));
    expect(header.attributes.PatientSex).toEqual(new Uint8Array([0x4d]));
    expect(header.attributes.PatientID).toEqual(new Uint8Array([0x37]));
  });

  test('algorithm type and name are kept per segment', () => {
    const automatic = { type: 'AUTOMATIC', name: 'Model 2' } as const;
    const manual = { type: 'MANUAL', name: 'Brush' } as const;
    const mixed = writeSeg({
      ...input(geometry, labels),
      algorithm: { liver: automatic, tumour: manual, flr: manual },
    });
    expect(
      readSeg(mixed, geometry).segments.map(({ algorithmType, algorithmName }) => [algorithmType, algorithmName]),
    ).toEqual([
      ['AUTOMATIC', 'Model 2'],
      ['MANUAL', ''],
      ['MANUAL', ''],
    ]);
  });

  test('nothing drawn is refused', () => {
    expect(() => writeSeg(input(geometry, new Uint8Array(60)))).toThrow(expect.objectContaining({ code: 'refused' }));
  });

  test('a CT without frame of reference gets one, always the same', () => {
    const header = { ...input(geometry, labels).header, frameOfReferenceUid: '' };
    const [one, two] = [0, 1].map(() => parsed(writeSeg({ ...input(geometry, labels), header })).string('x00200052'));
    expect(one).toMatch(/^2\.25\.\d+$/);
    expect(two).toBe(one);
  });
});

describe('what is refused', () => {
  const geometry = smallGeometry({ dims: [4, 3, 5] });
  const labels = new Uint8Array(60).fill(Label.flr);
  const file = writeSeg(input(geometry, labels));

  test('another frame of reference', () => {
    expect(() => readSeg(file, geometry, '1.2.3')).toThrow('another frame of reference');
  });
  test.each([
    { name: 'a shifted grid', change: { originMm: [0.1, 0, 0] as const } },
    { name: 'fewer slices', change: { dims: [4, 3, 4] as const } },
    { name: 'other spacing', change: { spacingMm: [2, 2, 3.1] as const } },
    { name: 'a tilted grid', change: { direction: obliqueDirection(0.02, 0, 0) } },
  ])('a mask on another grid ($name) is resampled, and that is said', ({ change }) => {
    const seg = readSeg(file, { ...geometry, ...change });
    expect(seg.notes).toEqual([expect.stringContaining('is resampled to that of the CT')]);
    expect(seg.labels().filter((label) => label === Label.flr).length).toBeGreaterThan(10);
  });
  test('a CT beside the segmentation has nothing of it: all is lost', () => {
    const seg = readSeg(file, { ...geometry, originMm: [500, 0, 0] });
    expect(seg.labels().every((label) => label === 0)).toBe(true);
    expect(seg.segments.some(({ number }) => seg.outsideMl(number) > 0)).toBe(true);
  });
  test('a CT slice', () => {
    const slice = writeDicom(ctDataset(seriesDescription, geometry, 0, new Int16Array(12)));
    expect(() => readSeg(slice, geometry)).toThrow('another kind of DICOM object');
  });
  test.each(['binary', 'labelmap'] as const)(
    'bytes of a %s one cut off or changed anywhere, in a plain error',
    (form) => {
      const file = writeSeg({ ...input(geometry, labels), form });
      fc.assert(
        fc.property(
          fc.nat(file.length - 1),
          fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 4 }),
          fc.boolean(),
          (end, changes, cutOff) => {
            const copy = file.slice();
            for (const [at, value] of changes) copy[at] = value;
            try {
              readSeg(cutOff ? copy.subarray(0, end) : copy, geometry).labels();
            } catch (error) {
              expect(error).toMatchObject({ name: 'RemnantError' });
            }
          },
        ),
        { numRuns: 400 },
      );
    },
  );
});

describe('fractional segments', () => {
  const geometry = smallGeometry({ dims: [5, 4, 3] });
  const labels = new Uint8Array(60).fill(Label.resected);

  /** The liver of the binary file, each voxel with a part of its own: 0, 1, 2 ... of 200. */
  function fractional(): Uint8Array {
    const file = readFile(writeSeg(input(geometry, labels)), () => true)!;
    const replaced = new Map<number, Element>([
      [0x00280100, numberElement(0x00280100, 8)],
      [0x00280101, numberElement(0x00280101, 8)],
      [0x00280102, numberElement(0x00280102, 7)],
      [0x00620001, textElement(0x00620001, 'CS', 'FRACTIONAL')],
      [0x7fe00010, { tag: 0x7fe00010, vr: 'OW', content: { kind: 'value', bytes: Uint8Array.from(labels.keys()) } }],
    ]);
    const dataset = file.dataset.map((element) => replaced.get(element.tag) ?? element);
    const maximum = [numberElement(0x0062000e, 50), textElement(0x00620010, 'CS', 'OCCUPANCY')];
    return writeFile({ ...file, dataset: [...dataset, ...maximum].sort((a, b) => a.tag - b.tag) });
  }
  const numberElement = (tag: number, value: number): Element => ({
    tag,
    vr: 'US',
    content: { kind: 'value', bytes: Uint8Array.of(value & 0xff, value >> 8) },
  });

  test.each([
    [undefined, 25, '50 %'],
    [0.1, 5, '10 %'],
    [1, 50, '100 %'],
  ])('count from %s of their maximum on, and that is said', (threshold, first, percent) => {
    const seg = readSeg(fractional(), geometry, '', threshold === undefined ? {} : { threshold });
    expect(seg.notes).toEqual([expect.stringContaining(`fractional; what reaches ${percent} counts`)]);
    expect(seg.labels()).toEqual(labels.map((_, at) => Number(at >= first)));
  });
});

describe('segments of other programs', () => {
  const segment = (
    number: number,
    label: string,
    type = codes.anatomicalStructure as typeof codes.liver | undefined,
  ) => ({
    number,
    label,
    type,
    regions: [],
    algorithmType: 'MANUAL',
    algorithmName: '',
  });
  const masks = [[], [1, 1, 1, 1, 0, 0], [0, 1, 1, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 0]].map((mask) =>
    Uint8Array.from(mask),
  );
  const held = (segments: readonly ReturnType<typeof segment>[]) => ({
    segments,
    mask: (number: number) => masks[number]!,
    dims: [6, 1, 1] as const,
  });

  test('are known by name where the code says nothing; a lesion in the remnant is on its side', () => {
    const labels = segToLabels(
      held([segment(3, 'Metastasis 1'), segment(2, 'FLR'), segment(1, 'liver'), segment(4, 'Spleen')]),
    );
    expect([...labels]).toEqual([Label.resected, Label.flr, Label.tumourFlr, Label.tumourResected, 0, 0]);
  });
  test('that nobody can tell are asked for, and are what the person says', () => {
    const unnamed = held([segment(1, 'Segment_1', undefined), segment(2, 'GREEN', undefined)]);
    expect(() => segToLabels(unnamed)).toThrow('"Segment_1", "GREEN"');
    expect(() => segToLabels(unnamed, { named: { RED: 'liver' } })).toThrow('no segment "RED"');
    expect(() => segToLabels(unnamed, { parts: { 3: 'liver' } })).toThrow('no segment "3"');
    const named = { Segment_1: 'liver', GREEN: 'tumour' } as const;
    expect([...segToLabels(unnamed, { named })]).toEqual([1, 3, 3, 1, 0, 0]);
    // A number says more than a name, which several segments may have.
    expect([...segToLabels(unnamed, { named, parts: { 2: 'ignore' } })]).toEqual([1, 1, 1, 1, 0, 0]);
  });
  test('that overlap are what the person lets win', () => {
    const both = held([segment(1, 'liver'), segment(2, 'Cyst'), segment(3, 'Metastasis')]);
    const parts = { 2: 'other' } as const;
    expect([...segToLabels(both, { parts })]).toEqual([1, 5, 5, 3, 0, 0]);
    expect([...segToLabels(both, { parts, order: ['parenchyma', 'other', 'tumour'] })]).toEqual([1, 5, 3, 3, 0, 0]);
    expect([...segToLabels(both, { parts, order: ['tumour', 'other', 'parenchyma'] })]).toEqual([1, 1, 1, 1, 0, 0]);
  });
  test('none of the liver is refused', () => {
    expect(() => segToLabels(held([segment(4, 'Spleen')]))).toThrow('No segment of this file');
  });
});

const realData = process.env['REMNANT_TEST_DATA'];
test.skipIf(!realData)(
  'the liver of a dcmqi segmentation lies on its CT (skipped unless REMNANT_TEST_DATA is set)',
  async () => {
    const file = await readBytes(join(realData!, 'dcmqi-liver', 'liver.dcm'));
    const geometry: VolumeGeometry = {
      dims: [512, 512, 3],
      spacingMm: [0.810547, 0.810547, 1],
      originMm: [-235.2, -226.8, -128.69],
      direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
    };
    const seg = readSeg(file, geometry);
    expect(seg.segments.map(({ label }) => label)).toEqual(['Liver']);
    expect(seg.labels().reduce((sum, label) => sum + label, 0)).toBeGreaterThan(1000);
  },
);
