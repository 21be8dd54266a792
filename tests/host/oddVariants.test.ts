/** Generated relatives of the odd files and series that hospitals send: what differs from a clean series, and what the library says. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GeometryProblemCode, Series } from '../../electron/core/contract/library.ts';
import { add, type VolumeGeometry, type Vec3 } from '../../electron/core/domain/geometry.ts';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from '../../electron/host/dicom/readSyntax.ts';
import { uidFromSeed } from '../../electron/host/dicom/write.ts';
import type { CtDataset } from '../../electron/host/dicom/writeCt.ts';
import { dicomdir } from '../fixtures/dicomdir.ts';
import { testElements, testFile, withElements } from '../fixtures/encodedSlice.ts';
import {
  gradedHu,
  obliqueDirection,
  smallGeometry,
  truncated,
  writeSeries,
  type SeriesOptions,
} from '../fixtures/index.ts';
import { zip } from '../fixtures/zip.ts';
import { importingHost, sameHu, type Imported } from './importing.ts';
import { temporaryFolder } from './support.ts';

const grid = smallGeometry({ spacingMm: [0.8, 0.8, 2.5] });
/** Of a second phase. */
const laterHu = gradedHu(grid).map((value) => value + 40);
const withDirection = (direction: VolumeGeometry['direction']): VolumeGeometry =>
  smallGeometry({ spacingMm: [0.8, 0.8, 2.5], direction });

type Change = NonNullable<SeriesOptions['change']>;
const positionOf = (dataset: CtDataset): Vec3 => dataset.ImagePositionPatient as unknown as Vec3;
const moved = (dataset: CtDataset, byMm: Vec3): CtDataset => ({
  ...dataset,
  ImagePositionPatient: add(positionOf(dataset), byMm),
});
const anotherFile = (dataset: CtDataset, k: number): CtDataset => ({
  ...dataset,
  SOPInstanceUID: uidFromSeed(`other ${k}`),
});

interface ExpectedSeries {
  readonly status: Series['geometryStatus'];
  readonly problems?: readonly GeometryProblemCode[];
  readonly files: number;
  readonly part?: RegExp;
  readonly hu?: Int16Array;
  readonly canResample?: boolean;
}
interface Variant {
  readonly name: string;
  readonly write: (folder: string) => Promise<unknown>;
  readonly series: readonly ExpectedSeries[];
  /** Outcome of each file that is no plain slice. */
  readonly aside?: readonly (readonly [outcome: string, reason: RegExp])[];
}

const one =
  (change: Change, geometry = grid) =>
  (folder: string) =>
    writeSeries(folder, { geometry, change });
const regular: ExpectedSeries = { status: 'regular', files: 10, hu: gradedHu(grid) };
const refused = (code: GeometryProblemCode, files: number, canResample = false): readonly ExpectedSeries[] => [
  { status: 'refused', problems: [code], files, canResample },
];

/** The same positions twice in one series; `change` makes the second phase. */
const twoPhases = (change: Change) => async (folder: string) => {
  await writeSeries(join(folder, 'a'), { geometry: grid });
  await writeSeries(join(folder, 'b'), {
    geometry: grid,
    hu: laterHu,
    change: (dataset, k) => change(anotherFile(dataset, k), k),
  });
};
const phases = (first: RegExp, second: RegExp): readonly ExpectedSeries[] => [
  { ...regular, part: first },
  { ...regular, part: second, hu: laterHu },
];

const variants: readonly Variant[] = [
  {
    name: 'two phases told apart by acquisition number',
    write: twoPhases((dataset) => ({ ...dataset, AcquisitionNumber: 2 })),
    series: phases(/1/, /2/),
  },
  {
    name: 'two phases told apart by acquisition time',
    write: twoPhases((dataset) => ({ ...dataset, AcquisitionTime: '101540', ContentTime: '101540' })),
    series: phases(/10:15:00/, /10:15:40/),
  },
  {
    name: 'two phases told apart by nothing but instance numbers',
    write: twoPhases((dataset, k) => ({ ...dataset, InstanceNumber: k + 11 })),
    series: phases(/1/, /2/),
  },
  {
    name: 'blank SOP Instance UIDs',
    write: one((dataset) => ({ ...dataset, SOPInstanceUID: '' })),
    series: [{ ...regular, status: 'warning', problems: ['missing_uid'] }],
  },
  {
    name: 'a blank Series Instance UID',
    write: one((dataset) => ({ ...dataset, SeriesInstanceUID: '' })),
    series: [{ ...regular, status: 'warning', problems: ['missing_uid'] }],
  },
  {
    name: 'all blank UIDs',
    write: one((dataset) => ({ ...dataset, SOPInstanceUID: '', SeriesInstanceUID: '', StudyInstanceUID: '' })),
    series: [{ ...regular, status: 'warning', problems: ['missing_uid', 'missing_uid'] }],
  },
  {
    name: 'one SOP Instance UID for all files',
    write: one((dataset) => ({ ...dataset, SOPInstanceUID: '1.2.3.4' })),
    series: [{ ...regular, status: 'warning', problems: ['duplicate_uid'] }],
  },
  {
    name: 'coronal and axial stacks in one series',
    write: async (folder) => {
      await writeSeries(join(folder, 'a'), { geometry: grid });
      await writeSeries(join(folder, 'b'), {
        geometry: withDirection({ i: [1, 0, 0], j: [0, 0, -1], k: [0, 1, 0] }),
        hu: laterHu,
        change: anotherFile,
      });
    },
    series: phases(/axial/, /coronal/).toReversed(),
  },
  {
    name: 'a localizer among the slices',
    write: one((dataset, k) => (k === 0 ? { ...dataset, ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] } : dataset)),
    series: [{ ...regular, files: 9, hu: gradedHu(grid).subarray(24 * 20) }],
    aside: [['put_aside', /localizer/]],
  },
  {
    name: 'instance numbers and files in reverse',
    write: (folder) =>
      writeSeries(folder, {
        geometry: grid,
        order: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
        change: (dataset, k) => ({ ...dataset, InstanceNumber: 10 - k }),
      }),
    series: [regular],
  },
  ...(
    [
      ['prone', 'HFP', { i: [-1, 0, 0], j: [0, -1, 0], k: [0, 0, 1] }],
      ['feet first', 'FFS', { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] }],
      ['on the right side', 'HFDR', { i: [0, 1, 0], j: [-1, 0, 0], k: [0, 0, 1] }],
      ['oblique by 20 degrees', 'HFS', obliqueDirection(0, 0, Math.PI / 9)],
    ] as const
  ).map(([name, position, direction]): Variant => ({
    name,
    write: one((dataset) => ({ ...dataset, PatientPosition: position }), withDirection(direction)),
    series: [regular],
  })),
  {
    name: 'a gantry tilted by 15 degrees',
    write: one((dataset, k) => moved(dataset, [0, 2.5 * k * Math.tan(Math.PI / 12), 0])),
    series: refused('gantry_tilt', 10, true),
  },
  {
    name: 'slices twice as far apart in the second half',
    write: one((dataset, k) => moved(dataset, [0, 0, k > 5 ? 2.5 * (k - 5) : 0])),
    series: refused('missing_slice', 10, true),
  },
  {
    name: 'slices 1.4 times as far apart in the second half',
    write: one((dataset, k) => moved(dataset, [0, 0, k > 5 ? k - 5 : 0])),
    series: refused('irregular_spacing', 10, true),
  },
  {
    name: 'two slices missing',
    write: one((dataset, k) => (k === 4 || k === 5 ? null : dataset)),
    series: refused('missing_slice', 8, true),
  },
  {
    name: 'one position twice, with other pixels',
    write: async (folder) => {
      await writeSeries(join(folder, 'a'), { geometry: grid });
      const again = (dataset: CtDataset, k: number) => (k === 4 ? anotherFile(dataset, k) : null);
      await writeSeries(join(folder, 'b'), { geometry: grid, hu: laterHu, change: again });
    },
    series: refused('duplicate_position', 11),
  },
  {
    name: 'one file cut short in the middle of the series',
    write: async (folder) => {
      const { files } = await writeSeries(folder, { geometry: grid });
      writeFileSync(files[4]!, truncated(readFileSync(files[4]!)));
    },
    series: [{ status: 'refused', problems: ['missing_slice', 'unreadable_file'], files: 9, canResample: true }],
    aside: [['skipped', /cut short/]],
  },
  {
    name: '12 bits with padding of 4095',
    write: one((dataset, k) => {
      const stored = new Uint8Array(dataset.PixelData!);
      if (k === 0) new DataView(stored.buffer).setUint16(0, 4095, true);
      return { ...dataset, PixelData: stored, BitsStored: 12, HighBit: 11, PixelPaddingValue: 4095 };
    }),
    series: [{ ...regular, hu: gradedHu(grid).fill(-1024, 0, 1) }],
  },
  {
    name: 'another rescale in every second slice',
    write: one((dataset, k) => (k % 2 === 0 ? dataset : { ...dataset, RescaleIntercept: -1000, RescaleSlope: 2 })),
    series: [{ ...regular, hu: rescaled() }],
  },
];

/** Slices 1, 3, 5 ... hold HU + 1024, which is multiplied by 2 there. */
function rescaled(): Int16Array {
  const sliceSize = grid.dims[0] * grid.dims[1];
  return gradedHu(grid).map((value, at) =>
    Math.floor(at / sliceSize) % 2 === 0 ? value : Math.max(-1024, (value + 1024) * 2 - 1000),
  );
}

const byPart = (series: readonly Series[]): Series[] => [...series].sort((a, b) => (a.part < b.part ? -1 : 1));

describe('a series that is odd', () => {
  test.each(variants)('$name', async ({ write, series: wanted, aside = [] }) => {
    const folder = temporaryFolder();
    await write(folder);
    const host = await importingHost();
    const { report, series } = await host.import(folder);
    expect(report.state).toBe('done');
    expect(report.skipped.map(({ outcome }) => outcome)).toEqual(aside.map(([outcome]) => outcome));
    aside.forEach(([, reason], at) => {
      expect(report.skipped[at]!.reason).toMatch(reason);
    });
    expect(series).toHaveLength(wanted.length);
    for (const [at, each] of byPart(series).entries()) {
      const { status, problems = [], files, part = /^$/, hu, canResample = false } = wanted[at]!;
      expect(each.problems.map(({ code }) => code)).toEqual(problems);
      expect(each).toMatchObject({ geometryStatus: status, instanceCount: files, canResample });
      expect(each.part).toMatch(part);
      if (hu) expect(sameHu(await host.hu(each.id), hu)).toBe(true);
    }
  });

  test('three slices without preamble, big endian, implicit: each file is what it says', async () => {
    const folder = temporaryFolder();
    const slice = (syntax: string, k: number) =>
      withElements(testElements(syntax), {
        0x00080018: { vr: 'UI', value: `1.2.3.4.${k}` },
        0x00200032: { vr: 'DS', value: `-10.5\\20\\${k}` },
      });
    writeFileSync(join(folder, 'a'), testFile(EXPLICIT_LITTLE, slice(EXPLICIT_LITTLE, 0), { preamble: false }));
    writeFileSync(join(folder, 'b'), testFile(EXPLICIT_BIG, slice(EXPLICIT_BIG, 1)));
    writeFileSync(
      join(folder, 'c'),
      testFile(IMPLICIT_LITTLE, slice(IMPLICIT_LITTLE, 2), { preamble: false, meta: false }),
    );
    const host = await importingHost();
    const { report, series } = await host.import(folder);
    expect(report).toMatchObject({ imported: 3, skipped: [] });
    expect(series).toMatchObject([{ geometryStatus: 'regular', instanceCount: 3 }]);
    const hu = await host.hu(series[0]!.id);
    expect(sameHu(hu.subarray(0, 6), hu.subarray(6, 12)) && sameHu(hu.subarray(0, 6), hu.subarray(12))).toBe(true);
  });
});

describe('a file that is odd', () => {
  const us = (value: number) => ({ vr: 'US', value });
  const [rows, columns] = [0x00280010, 0x00280011];
  const claims = withElements(testElements(EXPLICIT_LITTLE), { [rows]: us(65535), [columns]: us(65535) });
  const mostAllowed = withElements(testElements(EXPLICIT_LITTLE), { [rows]: us(4096), [columns]: us(4096) });
  const frames = withElements(testElements(EXPLICIT_LITTLE), { 0x00280008: { vr: 'IS', value: '2147483647' } });

  async function importedAlone(name: string, bytes: Uint8Array): Promise<Imported> {
    const folder = temporaryFolder();
    writeFileSync(join(folder, name), bytes);
    return (await importingHost()).import(folder);
  }

  test.each([
    ['a claim of 65535 x 65535 pixels', 'a.dcm', testFile(EXPLICIT_LITTLE, claims), /claims 65535 x 65535/],
    ['a claim of 4096 x 4096 pixels', 'a.dcm', testFile(EXPLICIT_LITTLE, mostAllowed), /cut short/],
    ['a claim of 2147483647 frames', 'a.dcm', testFile(EXPLICIT_LITTLE, frames), /frame/],
    ['a slice cut short', 'a.dcm', truncated(testFile()), /cut short/],
    ['no byte', 'a.dcm', Buffer.alloc(0), /empty/],
    ['a letter', 'a.dcm', Buffer.from('Dear colleague, please find enclosed. '.repeat(30)), /not a DICOM file/],
    ['zeros', 'a.dcm', Buffer.alloc(4096), /not a DICOM file/],
    [
      'a preamble and nothing else',
      'a.dcm',
      Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]),
      /damaged|not say|cut short/,
    ],
    ['an archive that is none', 'a.zip', Buffer.from('PK\x03\x04 and no more', 'latin1'), /damaged ZIP/],
  ])('%s', async (_name, name, bytes, reason) => {
    const { report } = await importedAlone(name, bytes);
    expect(report).toMatchObject({ state: 'done', imported: 0, seriesIds: [] });
    expect(report.skipped).toHaveLength(1);
    expect(report.skipped[0]!.reason).toMatch(reason);
  });

  test('a folder with the name of a file', async () => {
    const folder = temporaryFolder();
    await writeSeries(join(folder, 'x.dcm'), { geometry: grid });
    const { report } = await (await importingHost()).import(join(folder, 'x.dcm'));
    expect(report).toMatchObject({ imported: 10, skipped: [] });
  });

  test('paths in an archive that lead out of it lead nowhere', async () => {
    const folder = temporaryFolder();
    const written = await writeSeries(join(temporaryFolder(), 'series'), { geometry: grid });
    const entries = written.files.map((file, at) => ({
      name: `${['../../', '/tmp/', '..\\..\\', 'C:/'][at % 4]!}${basename(file)}`,
      bytes: readFileSync(file),
    }));
    mkdirSync(join(folder, 'inner'));
    writeFileSync(join(folder, 'inner', 'a.zip'), zip(entries));
    const host = await importingHost();
    const { report, series } = await host.import(join(folder, 'inner'));
    expect(report).toMatchObject({ imported: 10, skipped: [] });
    expect(sameHu(await host.hu(series[0]!.id), written.hu)).toBe(true);
    expect(readdirSync(folder)).toEqual(['inner']);
    expect(readdirSync(join(folder, 'inner'))).toEqual(['a.zip']);
  });

  test('an archive inside another is named', async () => {
    const { report } = await importedAlone(
      'a.zip',
      zip([{ name: 'b.zip', bytes: zip([{ name: 'x', bytes: testFile() }]) }]),
    );
    expect(report.imported).toBe(0);
    expect(report.skipped).toMatchObject([{ outcome: 'skipped' }]);
    expect(report.skipped[0]!.path).toMatch(/a\.zip\/b\.zip$/);
    expect(report.skipped[0]!.reason).toMatch(/ZIP/);
  });

  test('an index whose files are not there, or that leads elsewhere, names them', async () => {
    const index = dicomdir(['DICOM\\IM0', '..\\..\\ETC\\PASSWD', 'IM\0\0']);
    const { report } = await importedAlone('DICOMDIR', index);
    expect(report.imported).toBe(0);
    const missing = report.skipped.filter(({ reason }) => reason.includes('missing')).map(({ path }) => path);
    expect(missing.some((path) => path.endsWith('DICOM/IM0'))).toBe(true);
  });
});
