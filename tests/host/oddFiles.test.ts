/** Single odd files of other programs, and what the library makes of each. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GeometryProblemCode } from '../../electron/core/contract/library.ts';
import { decodeText } from '../../electron/host/dicom/readText.ts';
import { deflatedDicom } from '../fuzz/layout.ts';
import { importingHost, sameHu } from './importing.ts';
import { temporaryFolder } from './support.ts';

const folder = join(process.env['REMNANT_TEST_DATA'] ?? '', 'odd-dicom');
const isThere = Boolean(process.env['REMNANT_TEST_DATA']) && existsSync(folder);

/** A file that is one slice of a CT. */
interface ExpectedSlice {
  readonly opens: true;
  /** Mean distance of its HU from the reference's, at most; 0: every value is the same. */
  readonly error: number;
  /** Whose HU are the truth; default the uncompressed slice of the same kind. */
  readonly reference?: string;
  readonly lossy?: boolean;
  /** Besides `single_slice`, and of two such slices. */
  readonly problems?: readonly GeometryProblemCode[];
}
/** A file with several slices, which make a volume by themselves. */
interface ExpectedVolume {
  readonly volume: true;
  readonly dims: readonly [number, number, number];
  readonly spacingMm: readonly [number, number, number];
  readonly lossy: boolean;
  readonly reformat: boolean;
  readonly problems: readonly GeometryProblemCode[];
  /** For each slice its frame, where their values are at the end of the file, not compressed. */
  readonly frames?: readonly number[];
}
/** A file that is none. */
interface ExpectedRefusal {
  readonly opens: false;
  readonly reason: RegExp;
  /** Recognised as something else than a slice, and put aside; otherwise skipped. */
  readonly putAside?: true;
}
type Expected = ExpectedSlice | ExpectedVolume | ExpectedRefusal;

const REFERENCE = 'CT_1_2_1.dcm';
const CLUNIE = 'GH177_D_CLUNIE_CT1_IVRLE_BigEndian_ELE_undefinded_length.dcm';
const same: ExpectedSlice = { opens: true, error: 0 };
const refused = (reason: RegExp): ExpectedRefusal => ({ opens: false, reason });
const aside = (reason: RegExp): ExpectedRefusal => ({ opens: false, reason, putAside: true });

/** Two maps of blood flow: a volume, but of computed values, which is said. */
const bloodFlow: ExpectedVolume = {
  volume: true,
  dims: [512, 512, 2],
  spacingMm: [0.388672, 0.388672, 10],
  lossy: false,
  reformat: true,
  problems: ['reformatted', 'thick_slices'],
};

/** By file. */
const expected: Readonly<Record<string, Expected>> = {
  'CT_1_2.dcm': same,
  'CT_1_2_1.dcm': same,
  'CT_1_2_2.dcm': same,
  'CT_1_2_1_99.dcm': same,
  'CT_1_2_5.dcm': same,
  'CT_4_57.dcm': same,
  'CT_4_70.dcm': same,
  'CT_4_80.dcm': same,
  'CT_4_90.dcm': same,
  'CT_4_91.dcm': { opens: true, error: 1, lossy: true, problems: ['lossy_compression'] },
  // Steps of 32 HU.
  'CT_4_50.dcm': { opens: true, error: 16, lossy: true, problems: ['coarse_intensity', 'lossy_compression'] },
  'CT_4_51.dcm': { opens: true, error: 4, lossy: true, problems: ['lossy_compression'] },
  'CT_4_55.dcm': refused(/JPEG Full Progression/),
  'CT0012.fragmented_no_bot_jpeg_baseline.51.dcm': {
    ...bloodFlow,
    lossy: true,
    problems: ['lossy_compression', 'reformatted', 'thick_slices'],
  },
  'eCT_Supplemental.dcm': { ...bloodFlow, frames: [1, 0] },
  'emri_small_jpeg_2k_lossless_too_short.dcm': refused(/MR/),
  'HTJ2KLossless_08_RGB.dcm': aside(/secondary capture/i),
  'D_CLUNIE_CT1_RLE_FRAGS.dcm': { opens: true, error: 0, reference: CLUNIE },
  [CLUNIE]: { opens: true, error: 0, reference: CLUNIE },
  'Issue1097_FailToOpenDeflatedFileWithSQ.dcm': refused(/not say that it is a CT/),
  'chrX1.dcm': aside(/secondary capture/),
  'chrArab.dcm': aside(/secondary capture/),
  'chrHbrw.dcm': aside(/secondary capture/),
  'chrRuss.dcm': aside(/secondary capture/),
  'chrSQEncoding1.dcm': refused(/not say that it is a CT/),
  'MR_truncated.dcm': refused(/MR|cut short/),
  'rtplan_truncated.dcm': refused(/RTPLAN|cut short/),
  'ExplVR_BigEndNoMeta.dcm': refused(/RTPLAN/),
  'rtstruct.dcm': refused(/RTSTRUCT/),
  'meta_missing_tsyntax.dcm': refused(/damaged|transfer syntax|not say/i),
  'badVR.dcm': refused(/RTDOSE/),
  DICOMDIR: refused(/index/),
  'invalid-vr-length-test.dcm': refused(/MR/),
  'dcmqi_liver_seg.dcm': refused(/SEG/),
  'partial_overlaps.dcm': refused(/SEG/),
  'sparse-labelmap-ppv5.dcm': refused(/SEG/),
  'tid1500_sr.dcm': refused(/SR|report/),
};

/** Where the value of the first such element is: explicit VR of either byte order, or implicit, whose length is in the place of the VR. */
function valuePlace(bytes: Buffer, group: number, element: number, vr: string): { from: number; to: number } | null {
  const [little, big] = [Buffer.alloc(4), Buffer.alloc(4)];
  little.writeUInt16LE(group);
  little.writeUInt16LE(element, 2);
  big.writeUInt16BE(group);
  big.writeUInt16BE(element, 2);
  const found = (tag: Buffer, readLength: (at: number) => number): { from: number; to: number } | null => {
    const at = bytes.indexOf(tag);
    return at < 0 ? null : { from: at + 8, to: at + 8 + readLength(at) };
  };
  return (
    found(Buffer.concat([little, Buffer.from(vr)]), (at) => bytes.readUInt16LE(at + 6)) ??
    found(Buffer.concat([big, Buffer.from(vr)]), (at) => bytes.readUInt16BE(at + 6)) ??
    found(little, (at) => bytes.readUInt32LE(at + 4))
  );
}

/** Signed 16-bit values at the end of a file, but for what trails them. */
function storedValues(name: string, byteCount: number, trailing = 0): Int16Array {
  const file = readFileSync(join(folder, name));
  const end = file.length - trailing;
  return new Int16Array(new Uint8Array(file.subarray(end - byteCount, end)).buffer);
}
/** HU by the file's own bytes: padding is air, nothing is below it, the intercept is -1024. */
const toHu = (stored: Int16Array, paddingValue?: number): Int16Array =>
  stored.map((value) => (value === paddingValue ? -1024 : Math.max(-1024, value - 1024)));

const SLICE_BYTES = 512 * 512 * 2;
/** Behind the values of that file is an element of padding. */
const truthOf = (reference: string): Int16Array =>
  reference === CLUNIE
    ? toHu(storedValues(CLUNIE, SLICE_BYTES, 138), -2000)
    : toHu(storedValues(REFERENCE, SLICE_BYTES), -32768);

/** The next slice of the same series: another identity, and another digit of its place along the patient; all else is the same. */
function nextSlice(file: Buffer): Buffer {
  const packing = deflatedDicom(file);
  const bytes = Buffer.from(packing?.inner ?? file);
  const position = valuePlace(bytes, 0x0020, 0x0032, 'DS')!;
  const at = position.from + bytes.toString('latin1', position.from, position.to).lastIndexOf('.') - 1;
  bytes[at] = bytes[at] === 0x39 ? 0x38 : bytes[at]! + 1;
  for (const [group, element] of [
    [0x0002, 0x0003],
    [0x0008, 0x0018],
  ] as const) {
    const { to } = valuePlace(bytes, group, element, 'UI')!;
    const last = bytes[to - 1] === 0 ? to - 2 : to - 1;
    bytes[last] = bytes[last] === 0x31 ? 0x32 : 0x31;
  }
  return packing ? packing.pack(bytes) : bytes;
}

async function checkSlice(name: string, { error, reference = REFERENCE, lossy = false, problems = [] }: ExpectedSlice) {
  const alone = await importingHost();
  const one = await alone.import(join(folder, name));
  expect(one.report).toMatchObject({ state: 'done', imported: 1, skipped: [] });
  expect(one.series).toMatchObject([{ geometryStatus: 'refused', instanceCount: 1, lossy }]);
  expect(one.series[0]!.problems.map(({ code }) => code)).toContain('single_slice');

  const pair = temporaryFolder();
  copyFileSync(join(folder, name), join(pair, 'first.dcm'));
  writeFileSync(join(pair, 'second.dcm'), nextSlice(readFileSync(join(folder, name))));
  const host = await importingHost();
  const two = await host.import(pair);
  expect(two.report).toMatchObject({ state: 'done', imported: 2, skipped: [] });
  const status = problems.length > 0 ? 'warning' : 'regular';
  expect(two.series).toMatchObject([{ geometryStatus: status, lossy, geometry: { dims: [512, 512, 2] } }]);
  expect(two.series[0]!.problems.map(({ code }) => code).sort()).toEqual([...problems].sort());

  const wanted = truthOf(reference);
  const hu = await host.hu(two.series[0]!.id);
  for (const slice of [hu.subarray(0, wanted.length), hu.subarray(wanted.length)]) {
    if (error === 0) expect(sameHu(slice, wanted)).toBe(true);
    const sum = slice.reduce((total, value, at) => total + Math.abs(value - wanted[at]!), 0);
    expect(sum / wanted.length).toBeLessThanOrEqual(error);
  }
}

async function checkVolume(name: string, wanted: ExpectedVolume) {
  const host = await importingHost();
  const { report, series } = await host.import(join(folder, name));
  expect(report).toMatchObject({ state: 'done', imported: 1, skipped: [] });
  const { dims, spacingMm, lossy, reformat } = wanted;
  expect(series).toMatchObject([{ geometryStatus: 'warning', lossy, reformat, geometry: { dims, spacingMm } }]);
  expect(series[0]!.problems.map(({ code }) => code).sort()).toEqual(wanted.problems);
  const hu = await host.hu(series[0]!.id);
  expect(hu).toHaveLength(dims[0] * dims[1] * dims[2]);
  const { frames } = wanted;
  if (!frames) return;
  const stored = toHu(storedValues(name, frames.length * SLICE_BYTES));
  const sliceSize = stored.length / frames.length;
  frames.forEach((frame, k) => {
    const [slice, truth] = [k, frame].map((at) => [at * sliceSize, (at + 1) * sliceSize] as const);
    expect(sameHu(hu.subarray(...slice!), stored.subarray(...truth!))).toBe(true);
  });
}

async function checkRefusal(name: string, { reason, putAside }: ExpectedRefusal) {
  // Alone in a folder: an index stands for all that is beside it.
  const source = temporaryFolder();
  copyFileSync(join(folder, name), join(source, name));
  const host = await importingHost();
  const { report, series } = await host.import(source);
  expect(report).toMatchObject({ state: 'done', imported: 0, seriesIds: [] });
  expect(series).toEqual([]);
  const [first] = report.skipped;
  expect(first!.path).toBe(join(source, name));
  expect(first!.reason).toMatch(reason);
  expect(first!.reason).toMatch(/^[A-Z].*\.$/);
  expect(first!.outcome).toBe(putAside ? 'put_aside' : 'skipped');
}

/** Names as their authors wrote them, by file. */
const names: Readonly<Record<string, string>> = {
  'chrX1.dcm': 'Wang^XiaoDong=王^小東=',
  'chrArab.dcm': 'قباني^لنزار',
  'chrHbrw.dcm': 'שרון^דבורה',
  'chrRuss.dcm': 'Люкceмбypг',
};

describe.skipIf(!isThere)('odd files (skipped unless REMNANT_TEST_DATA has odd-dicom)', () => {
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
    if ('volume' in wanted) await checkVolume(name, wanted);
    else await (wanted.opens ? checkSlice(name, wanted) : checkRefusal(name, wanted));
  });

  test('an index names the files that are not beside it', async () => {
    const source = temporaryFolder();
    copyFileSync(join(folder, 'DICOMDIR'), join(source, 'DICOMDIR'));
    const host = await importingHost();
    const { report } = await host.import(source);
    const missing = report.skipped.filter(({ reason }) => reason.includes('missing'));
    expect(missing).toHaveLength(31);
    expect(missing.map(({ path }) => path)).toContain(join(source, '98892003/MR700/4648'));
  });

  test.each(Object.entries(names))('the name in %s is shown right', (name, text) => {
    const bytes = readFileSync(join(folder, name));
    const valueOf = (group: number, element: number, vr: string): Buffer => {
      const { from, to } = valuePlace(bytes, group, element, vr)!;
      return bytes.subarray(from, to);
    };
    const sets = valueOf(0x0008, 0x0005, 'CS').toString('latin1').split('\\');
    expect(decodeText(valueOf(0x0010, 0x0010, 'PN'), sets)).toBe(text);
  });
});
