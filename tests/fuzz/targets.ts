/** What is done with a mutated file. Whatever the bytes are, each reader answers in the way that it promises; all else is a fault. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { volumeGeometry } from '../../electron/core/contract/common.ts';
import { maskInspection } from '../../electron/core/contract/segmentation.ts';
import { RemnantError } from '../../electron/core/contract/errors.ts';
import { decodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import { voxelsOfParts } from '../../electron/core/domain/segmentCombinations.ts';
import { usualOrder } from '../../electron/core/domain/segmentParts.ts';
import { locatePixels, pixelBytes, readHeader } from '../../electron/host/dicom/read.ts';
import { readIndex } from '../../electron/host/dicom/readIndex.ts';
import { frameHeader, type ImageHeader, type PixelFormat } from '../../electron/host/dicom/readTypes.ts';
import { DEFAULT_THRESHOLD } from '../../electron/host/dicom/seg.ts';
import { readSr } from '../../electron/host/dicom/sr.ts';
import { deidentify, profileOptions, type DeidentifyPlan } from '../../electron/host/deidentify/index.ts';
import { writeDicom } from '../../electron/host/dicom/write.ts';
import { partition, type SliceToGroup } from '../../electron/host/library/partition.ts';
import { listZip, readZipped } from '../../electron/host/library/zip.ts';
import { answerMaskTask, type MaskAnswer } from '../../electron/host/segmentation/readMask.ts';
import { runsFromOutside } from '../../electron/host/segmentation/runs.ts';
import { decode } from './decoder.ts';
import { fuzzGrid, fuzzSeries, fuzzSlice, type TargetName } from './seeds.ts';

/** Whether something was read; `ended`: it was given up in time. */
export type Verdict = 'accepted' | 'refused' | 'ended';
export type Target = (bytes: Buffer) => Promise<Verdict> | Verdict;

const PREFIX_BYTES = [132, 600, 4096];
const MAX_FRAMES_DECODED = 3;
const MAX_FRAMES_JUDGED = 100;
const MAX_ENTRIES_READ = 16;
const SENTENCE = /^[A-Z].*\.$/s;

function expectThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`promise broken: ${what}`);
}

/** Runs what may refuse with a certain kind of error. */
async function allowing<T>(kind: new (...args: never[]) => Error, attempt: () => Promise<T> | T): Promise<T | null> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof kind) return null;
    throw error;
  }
}

function checkHeader(header: ImageHeader): void {
  expectThat(header.frames.length > 0, 'a header has a frame');
  for (const frame of header.frames) frameHeader.parse(frame);
  for (const text of [header.patientLabel, header.seriesDescription, header.manufacturer])
    expectThat(text.length <= 256 && !/\p{Cc}/u.test(text), 'text is short and without control characters');
}

const readWholeHeader = (bytes: Buffer): ImageHeader | null => {
  const read = readHeader(bytes, bytes.length);
  expectThat(read !== 'more', 'a whole file needs no more bytes');
  if ('reason' in read) {
    expectThat(SENTENCE.test(read.reason), `a refusal is a sentence: ${read.reason}`);
    return null;
  }
  checkHeader(read.header);
  return read.header;
};

/** What is said of the first bytes is what is said of all. */
function checkPrefixes(bytes: Buffer, header: ImageHeader | null): void {
  for (const size of PREFIX_BYTES.filter((size) => size < bytes.length)) {
    const read = readHeader(bytes.subarray(0, size), bytes.length);
    if (read === 'more' || 'reason' in read) continue;
    expectThat(header !== null, 'a header that is read from a prefix is read from the whole file');
    expectThat(JSON.stringify(read.header) === JSON.stringify(header), 'prefix and whole file have the same header');
  }
}

async function decodeFrame(bytes: Buffer, format: PixelFormat): Promise<Verdict> {
  const stored = await allowing(RangeError, () => pixelBytes(bytes, format));
  if (!stored) return 'refused';
  const decoded = await decode({ bytes: stored, format });
  if (decoded === 'ended') return 'ended';
  expectThat(decoded.count === null || decoded.count === format.rows * format.columns, 'a slice has all its pixels');
  return decoded.count === null ? 'refused' : 'accepted';
}

async function readDicom(bytes: Buffer): Promise<Verdict> {
  const header = readWholeHeader(bytes);
  checkPrefixes(bytes, header);
  if (!header) return 'refused';
  const located = locatePixels(bytes, header);
  if ('reason' in located) {
    expectThat(SENTENCE.test(located.reason), `a refusal is a sentence: ${located.reason}`);
    return 'refused';
  }
  expectThat(located.pixels.length === header.frames.length, 'every frame has its pixels');
  for (const format of located.pixels.slice(0, MAX_FRAMES_DECODED)) {
    const verdict = await decodeFrame(bytes, format);
    if (verdict !== 'accepted') return verdict;
  }
  return 'accepted';
}

const asSlices = ({ frames, ...header }: ImageHeader, name: string): SliceToGroup[] =>
  frames.slice(0, MAX_FRAMES_JUDGED).map(({ slice, timing, depth }, frame) => ({
    name: `${name} ${frame}`,
    slice,
    timing,
    contentKey: `${name} ${frame}`,
    slope: depth.slope,
    lossy: header.lossy,
    sopInstanceUid: header.sopInstanceUid,
    copy: 0,
    frameOfReferenceUid: header.frameOfReferenceUid,
    reformat: header.reformat,
  }));

/** Slices of the same series as the seeds, which the damaged one is put among. */
const neighbours = [1, 2, 3, 4, 5].flatMap((k) => {
  const header = readWholeHeader(Buffer.from(writeDicom(fuzzSlice(k))));
  return header ? asSlices(header, `neighbour ${k}`) : [];
});

/** Every slice is in one part, and a volume is made of numbers. */
function judge(bytes: Buffer): Verdict {
  const header = readWholeHeader(bytes);
  if (!header) return 'refused';
  const slices = [...neighbours, ...asSlices(header, 'damaged')];
  const parts = partition(slices);
  const places = parts.flatMap(({ at }) => at).sort((a, b) => a - b);
  expectThat(
    places.length === slices.length && places.every((place, at) => place === at),
    'every slice is in one part',
  );
  for (const { at, judgement } of parts) {
    const { geometry, order, status, problems } = judgement;
    expectThat((geometry === null) === (status === 'refused'), 'only what is refused has no grid');
    expectThat(status === 'regular' || problems.length > 0, 'a warning or refusal says why');
    if (!geometry) continue;
    expectThat(
      geometry.dims[2] === order.length && order.every((place) => place < at.length),
      'a volume has its slices',
    );
    volumeGeometry.parse(geometry);
  }
  return 'accepted';
}

const plan: DeidentifyPlan = {
  secret: new Uint8Array(32).fill(7),
  code: 'FUZZ-1',
  shiftDays: -100,
  options: profileOptions,
  trial: null,
};

/** What comes out is a file that can be read, or not, as any other. */
function takePatientOut(bytes: Buffer): Verdict {
  const done = deidentify(bytes, plan);
  if ('reason' in done) {
    expectThat(SENTENCE.test(done.reason), `a refusal is a sentence: ${done.reason}`);
    return 'refused';
  }
  readWholeHeader(Buffer.from(done.bytes));
  return 'accepted';
}

/** @param folder where the archive of each case is put */
const readArchive =
  (folder: string): Target =>
  async (bytes) => {
    const path = join(folder, 'case.zip');
    writeFileSync(path, bytes);
    const listed = await listZip(path, () => undefined);
    if ('reason' in listed) return 'refused';
    for (const { zipped, byteCount } of listed.entries.slice(0, MAX_ENTRIES_READ)) {
      const entry = zipped && (await allowing(Error, () => readZipped(zipped, byteCount, byteCount)));
      expectThat(!entry || entry.length === byteCount, 'an entry has the size it claims');
    }
    return listed.entries.length > 0 ? 'accepted' : 'refused';
  };

function readDirectory(bytes: Buffer): Verdict {
  const files = readIndex(bytes);
  expectThat(
    files.every((file) => file !== ''),
    'an index lists no empty names',
  );
  return files.length > 0 ? 'accepted' : 'refused';
}

const MASK_BYTES = fuzzGrid.dims[0] * fuzzGrid.dims[1] * fuzzGrid.dims[2];

/**
 * As the window does: looked at, decided and read. What was said of it beforehand is what it measures.
 * @param folder where the mask of each case is put
 */
const readMask =
  (folder: string): Target =>
  async (bytes) => {
    const path = join(folder, 'case.mask');
    writeFileSync(path, bytes);
    const source = { path, fileName: 'case.mask', series: fuzzSeries, threshold: DEFAULT_THRESHOLD };
    const looked = await answerMaskTask({ kind: 'inspect', ...source, drawn: null });
    if (!('inspection' in looked)) return refusedMask(looked);
    const { segments, combinations, sha256 } = maskInspection.parse({ fileName: 'case.mask', ...looked.inspection });
    const parts = Object.fromEntries(segments.map(({ number, proposed }) => [number, proposed?.part ?? 'liver']));
    const answer = await answerMaskTask({ kind: 'read', ...source, labels: 'user', choices: { parts }, drawn: null });
    if (!('read' in answer)) return refusedMask(answer);
    const { counted } = answer.read;
    expectThat(answer.read.sha256 === sha256, 'a file that is looked at is the one that is read');
    expectThat(decodeRuns(counted.runs).labels.length === MASK_BYTES, 'a mask fills the volume');
    const said = voxelsOfParts(combinations, (number) => parts[number] ?? 'ignore', usualOrder);
    const total = counted.counts.slice(1).reduce((sum, count) => sum + count, 0);
    expectThat(said.total === total && said.flr === counted.counts[2], 'a mask measures what was said of it');
    return 'accepted';
  };

function refusedMask(answer: MaskAnswer): Verdict {
  expectThat('refusal' in answer, 'a mask is read or refused');
  expectThat(SENTENCE.test(answer.refusal.message), `a refusal is a sentence: ${answer.refusal.message}`);
  return 'refused';
}

async function readReport(bytes: Buffer): Promise<Verdict> {
  const report = await allowing(RemnantError, () => readSr(bytes));
  const numbers = report?.groups.flatMap(({ measurements }) => measurements.map(({ value }) => value)) ?? [];
  expectThat(
    numbers.every((value) => value === null || Number.isFinite(value)),
    'a number is one, or is missing',
  );
  return report ? 'accepted' : 'refused';
}

async function readRuns(bytes: Buffer): Promise<Verdict> {
  const counted = await allowing(RemnantError, () => runsFromOutside(bytes, fuzzGrid));
  if (!counted) return 'refused';
  expectThat(decodeRuns(counted.runs).labels.length === MASK_BYTES, 'runs fill the volume');
  return 'accepted';
}

/** @param folder for files that a reader takes by their path */
export const targetsIn = (folder: string): Readonly<Record<TargetName, Target>> => ({
  header: readDicom,
  geometry: judge,
  deidentify: takePatientOut,
  native: readDicom,
  rle: readDicom,
  jpeg: readDicom,
  jpegLs: readDicom,
  jpeg2000: readDicom,
  htj2k: readDicom,
  zip: readArchive(folder),
  dicomdir: readDirectory,
  nifti: readMask(folder),
  seg: readMask(folder),
  nrrd: readMask(folder),
  rtstruct: readMask(folder),
  sr: readReport,
  runs: readRuns,
});
