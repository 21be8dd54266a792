/** Small real series with one fault each, and what the library says of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GeometryProblemCode, Series } from '../../electron/core/contract/library.ts';
import { importingHost, sameHu, type ImportingHost } from './importing.ts';

const folder = join(process.env['REMNANT_TEST_DATA'] ?? '', 'odd-series');
const isThere = Boolean(process.env['REMNANT_TEST_DATA']) && existsSync(folder);
const SLICE_BYTES = 128 * 128 * 2;

interface ExpectedSeries {
  readonly status: Series['geometryStatus'];
  readonly problems?: readonly GeometryProblemCode[];
  /** Files of the series. */
  readonly files: number;
  /** Of columns, of rows, of slices; none for a refused series. */
  readonly spacingMm?: readonly [number, number, number];
  /** Slices of the control that its slices are, in volume order. */
  readonly slices?: readonly number[];
  readonly canResample?: boolean;
  /** Pixels at the start of each slice that are air where the control's are not. */
  readonly padded?: number;
}
interface Expected {
  readonly series: readonly ExpectedSeries[];
  readonly imported?: number;
  readonly alreadyThere?: number;
  /** File name and reason. */
  readonly skipped?: readonly (readonly [string, RegExp])[];
}

const counted = (count: number, from = 0): number[] => Array.from({ length: count }, (_, k) => from + k);
const usualMm = [3.125, 3.125, 2.5] as const;
const control: ExpectedSeries = { status: 'regular', files: 10, spacingMm: usualMm, slices: counted(10) };
const refusedFor = (code: GeometryProblemCode, files = 10): Expected => ({
  series: [{ status: 'refused', problems: [code], files }],
});

/** By folder. */
const expected: Readonly<Record<string, Expected>> = {
  control_regular: { series: [control] },
  missing_slice: { series: [{ status: 'refused', problems: ['missing_slice'], files: 9, canResample: true }] },
  // A copy under another identity: the volume is whole, and that one was left out is said.
  duplicate_position_other_uid: {
    series: [{ ...control, status: 'warning', problems: ['duplicate_position'], files: 11 }],
  },
  duplicate_sop_uid_same_file: { series: [control], imported: 10, alreadyThere: 1 },
  // 2.52 and 2.48 mm by turns: within 1 % of the slice distance.
  jitter_0_02mm: { series: [{ ...control, spacingMm: [3.125, 3.125, 22.52 / 9] }] },
  instance_numbers_reversed: { series: [control] },
  descending_file_order: { series: [control] },
  // Three coronal slices at one place along their normal: no second volume, so that nothing says which seven make the first.
  two_orientations_in_series: refusedFor('mixed_orientation'),
  mixed_pixel_spacing: refusedFor('mixed_spacing'),
  non_square_pixels: { series: [{ ...control, spacingMm: [1.5625, 3.125, 2.5] }] },
  no_image_position: refusedFor('missing_position'),
  no_orientation: refusedFor('missing_orientation'),
  // Its first 200 pixels are padding of 4095, which would be 3071 HU.
  unsigned_12bit_padding: { series: [{ ...control, padded: 200 }] },
  // Of the nine that are whole; that the tenth is missing is said where the volume is shown.
  truncated_last_file: {
    series: [{ ...control, status: 'warning', problems: ['unreadable_file'], files: 9, slices: counted(9) }],
    skipped: [['IM0009.dcm', /cut short/]],
  },
  single_slice: refusedFor('single_slice', 1),
  two_series_uid_one_volume: {
    series: [
      { ...control, files: 5, slices: counted(5) },
      { ...control, files: 5, slices: counted(5, 5) },
    ],
  },
  dicomdir_media: { series: [control], skipped: [['DICOMDIR', /index/]] },
};

/** HU of the control by its own bytes: signed 16 bits at the end of each file, padding -2000, intercept -1024. */
function controlHu(): Int16Array {
  const files = readdirSync(join(folder, 'control_regular')).sort();
  const stored = files.map((file) => readFileSync(join(folder, 'control_regular', file)).subarray(-SLICE_BYTES));
  const values = new Int16Array(new Uint8Array(Buffer.concat(stored)).buffer);
  return values.map((value) => (value === -2000 ? -1024 : Math.max(-1024, value - 1024)));
}
const sliceOf = (volume: Int16Array, k: number): Int16Array =>
  volume.subarray((k * SLICE_BYTES) / 2, ((k + 1) * SLICE_BYTES) / 2);

async function check(host: ImportingHost, series: Series, wanted: ExpectedSeries): Promise<void> {
  expect(series).toMatchObject({
    geometryStatus: wanted.status,
    instanceCount: wanted.files,
    canResample: wanted.canResample ?? false,
    lossy: false,
    reformat: false,
  });
  expect(series.problems.map(({ code }) => code)).toEqual(wanted.problems ?? []);
  for (const { message } of series.problems) expect(message).toMatch(/IM\d{4}/);
  const { geometry } = series;
  if (!wanted.slices || !wanted.spacingMm) {
    expect(geometry).toBeNull();
    await expect(host.hu(series.id)).rejects.toThrow('does not make a volume');
    return;
  }
  expect(geometry?.dims).toEqual([128, 128, wanted.slices.length]);
  wanted.spacingMm.forEach((mm, axis) => {
    expect(geometry!.spacingMm[axis]).toBeCloseTo(mm, 6);
  });
  const [hu, reference] = [await host.hu(series.id), controlHu()];
  wanted.slices.forEach((of, k) => {
    expect(sameHu(sliceOf(hu, k), sliceOf(reference, of).fill(-1024, 0, wanted.padded ?? 0))).toBe(true);
  });
}

/** Lowest first, as the slices of a volume. */
const byPosition = (series: readonly Series[]): Series[] =>
  [...series].sort((a, b) => (a.geometry?.originMm[2] ?? 0) - (b.geometry?.originMm[2] ?? 0));

describe.skipIf(!isThere)('odd series (skipped unless REMNANT_TEST_DATA has odd-series)', () => {
  const rows = isThere
    ? readFileSync(join(folder, 'INDEX.tsv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => row.split('\t')[0]!)
    : ['none'];

  test('the table has a row for each of them', () => {
    expect(rows.filter((name) => !(name in expected))).toEqual([]);
  });

  test.each(rows)('%s', async (name) => {
    const wanted = expected[name]!;
    const host = await importingHost();
    const { report, files, series } = await host.import(join(folder, name));
    const total = wanted.series.reduce((sum, each) => sum + each.files, 0);
    expect(report).toMatchObject({
      state: 'done',
      imported: wanted.imported ?? total,
      alreadyThere: wanted.alreadyThere ?? 0,
    });
    const skipped = wanted.skipped ?? [];
    expect(report.skipped.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))).toEqual(
      skipped.map(([file]) => file),
    );
    skipped.forEach(([, reason], at) => {
      expect(report.skipped[at]!.reason).toMatch(reason);
    });
    expect(files).toHaveLength(report.imported + report.alreadyThere + report.skipped.length);
    expect(series).toHaveLength(wanted.series.length);
    for (const [at, each] of byPosition(series).entries()) await check(host, each, wanted.series[at]!);
  });

  test('the two series that make one volume are offered, joined on request, and taken apart again', async () => {
    const host = await importingHost();
    const { series } = await host.import(join(folder, 'two_series_uid_one_volume'));
    const offers = await host.client.library.joinOffers({});
    expect(offers).toHaveLength(1);
    const seriesIds = offers[0]!.seriesIds;
    expect([...seriesIds].sort()).toEqual(series.map(({ id }) => id).sort());
    const joined = await host.client.library.joinSeries({ seriesIds });
    expect(joined).toMatchObject({ geometryStatus: 'regular', instanceCount: 10, joined: true });
    expect(sameHu(await host.hu(joined.id), controlHu())).toBe(true);
    await host.client.library.separateSeries({ seriesId: joined.id });
    const after = await host.client.library.listSeries({});
    expect(after.map(({ instanceCount, joined: isJoined }) => [instanceCount, isJoined])).toEqual([
      [5, false],
      [5, false],
    ]);
  });

  test('no other of them is offered to be joined', async () => {
    const host = await importingHost();
    await host.import(
      join(folder, 'control_regular'),
      join(folder, 'non_square_pixels'),
      join(folder, 'missing_slice'),
    );
    expect(await host.client.library.joinOffers({})).toEqual([]);
  });

  test('the missing slice is computed on request; the others stay as they are', async () => {
    const host = await importingHost();
    const { series } = await host.import(join(folder, 'missing_slice'));
    const resampled = await host.client.library.resample({ seriesId: series[0]!.id, kind: 'regular_grid' });
    expect(resampled.geometry).toMatchObject({ dims: [128, 128, 10] });
    expect(resampled.geometry!.spacingMm[2]).toBeCloseTo(2.5, 6);
    expect(resampled.geometryStatus).toBe('warning');
    expect(resampled.problems.map(({ code }) => code)).toContain('resampled');
    const [hu, reference] = [await host.hu(resampled.id), controlHu()];
    for (const k of counted(10).filter((slice) => slice !== 5))
      expect(sameHu(sliceOf(hu, k), sliceOf(reference, k))).toBe(true);
    const [below, between, above] = [4, 5, 6].map((k) => sliceOf(hu, k)) as [Int16Array, Int16Array, Int16Array];
    between.forEach((value, at) => {
      if (Math.abs(value - (below[at]! + above[at]!) / 2) > 1) expect(value).toBe((below[at]! + above[at]!) / 2);
    });
    const again = await host.client.library.resample({ seriesId: series[0]!.id, kind: 'regular_grid' });
    expect(again.id).toBe(resampled.id);
  });

  test('a medium is also imported by its index', async () => {
    const host = await importingHost();
    const { report } = await host.import(join(folder, 'dicomdir_media', 'DICOMDIR'));
    expect(report.imported).toBe(10);
  });
});
