/** Small valid files of everything that is read from outside; mutations start from them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { voxelCount } from '../../electron/core/domain/geometry.ts';
import { encodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import { readSegSource, writeSeg } from '../../electron/host/dicom/seg.ts';
import { writeSr } from '../../electron/host/dicom/sr.ts';
import * as syntaxes from '../../electron/host/dicom/readSyntax.ts';
import { writeDicom } from '../../electron/host/dicom/write.ts';
import { CT_IMAGE_STORAGE, ctDataset, ctUids, type CtDataset } from '../../electron/host/dicom/writeCt.ts';
import { niftiHeader } from '../../electron/host/nifti/write.ts';
import { writeSegNrrd } from '../../electron/host/nrrd/index.ts';
import { dicomdir } from '../fixtures/dicomdir.ts';
import {
  encapsulate,
  encapsulatedElements,
  encodeJpegDct,
  encodeJpegLossless,
  encodeRle,
  encodeWasm,
  inPieces,
  type TestImage,
} from '../fixtures/encodedFrames.ts';
import { testFile, withElements, testElements } from '../fixtures/encodedSlice.ts';
import { gradedHu, seriesDescription, smallGeometry } from '../fixtures/index.ts';
import { reportInput } from '../fixtures/report.ts';
import { writeStructureSet } from '../fixtures/structureSet.ts';
import { zip } from '../fixtures/zip.ts';
import {
  deflatedDicom,
  dicomLayout,
  gzipped,
  numbersLayout,
  textLayout,
  zipLayout,
  type Layout,
  type Packing,
} from './layout.ts';

export const targetNames = [
  'header',
  'geometry',
  'deidentify',
  'native',
  'rle',
  'jpeg',
  'jpegLs',
  'jpeg2000',
  'htj2k',
  'zip',
  'dicomdir',
  'nifti',
  'seg',
  'nrrd',
  'rtstruct',
  'sr',
  'runs',
] as const;
export type TargetName = (typeof targetNames)[number];

export interface Seed {
  readonly name: string;
  readonly target: TargetName;
  readonly bytes: Buffer;
  /** Of what is inside where it is packed, else of the bytes. */
  readonly layout: Layout;
  readonly packing: Packing | null;
}

/** The grid that masks are read onto. */
export const fuzzGrid: VolumeGeometry = smallGeometry({ dims: [20, 18, 8] });
const FRAME_OF_REFERENCE = ctUids(seriesDescription).frameOfReference;
/** What masks are read for; they name no patient that it could differ from. */
export const fuzzSeries = {
  geometry: fuzzGrid,
  frameOfReferenceUid: FRAME_OF_REFERENCE,
  seriesInstanceUid: '',
  patientLabel: '',
};

const ENHANCED_CT_STORAGE = '1.2.840.10008.5.1.4.1.1.2.1';
const NIFTI_HEADER_BYTES = 352;
/** (0020,9164), as its bytes are read little-endian. */
const DIMENSION_ORGANIZATION_UID = 0x91640020;
const USUAL_UID_BYTES = 44;
const NOW = new Date('2025-01-01T00:00:00Z');
/** Larger files of others would only be slower. */
const MAX_FOREIGN_BYTES = 256 * 1024;

/** A disc in air with noise, so that every coding has runs and details. */
function image(bits: number, signed: boolean, side = 40): TestImage {
  const lowest = signed ? -(2 ** (bits - 1)) : 0;
  const values = Array.from({ length: side * side }, (_, at) => {
    const [row, column] = [Math.floor(at / side) - side / 2, (at % side) - side / 2];
    const inside = row * row + column * column < (side * side) / 5;
    return inside ? lowest + 2 ** (bits - 1) + ((at * 7919) % 2 ** Math.min(bits, 6)) : lowest;
  });
  return { rows: side, columns: side, bits, signed, values };
}

const seed = (
  name: string,
  target: TargetName,
  bytes: Buffer,
  layout: Layout,
  packing: Packing | null = null,
): Seed => ({
  name,
  target,
  bytes,
  layout,
  packing,
});

function dicomSeed(name: string, target: TargetName, bytes: Buffer): Seed {
  const packing = deflatedDicom(bytes);
  return seed(name, target, bytes, dicomLayout(packing?.inner ?? bytes), packing);
}

const encapsulated = (syntax: string, source: TestImage, frame: Buffer, pieces = 1): Buffer =>
  testFile(
    syntax,
    encapsulatedElements(source, encapsulate(inPieces(frame, pieces), { offsetTable: pieces === 1 }), {}),
  );

async function compressed(): Promise<Seed[]> {
  const [deep, shallow, byte] = [image(16, true), image(12, false), image(8, false)];
  const jpeg = (name: string, syntax: string, source: TestImage, frame: Buffer): Seed =>
    dicomSeed(name, 'jpeg', encapsulated(syntax, source, frame));
  const wasm = async (coding: 'jpegLs' | 'jpeg2000' | 'htj2k', syntax: string, source: TestImage, pieces: number) =>
    dicomSeed(
      `${coding} ${source.bits} bits`,
      coding,
      encapsulated(syntax, source, await encodeWasm(coding, source), pieces),
    );
  return [
    dicomSeed('rle 16 bits', 'rle', encapsulated(syntaxes.RLE, deep, encodeRle(deep))),
    dicomSeed('rle 8 bits in pieces', 'rle', encapsulated(syntaxes.RLE, byte, encodeRle(byte), 3)),
    jpeg('jpeg baseline', syntaxes.JPEG_BASELINE, byte, encodeJpegDct(byte)),
    jpeg('jpeg extended', syntaxes.JPEG_EXTENDED, shallow, encodeJpegDct(shallow, { restartInterval: 3 })),
    jpeg('jpeg lossless', syntaxes.JPEG_LOSSLESS, deep, encodeJpegLossless(deep, { predictor: 6, rowsPerRestart: 5 })),
    jpeg('jpeg lossless sv1', syntaxes.JPEG_LOSSLESS_SV1, shallow, encodeJpegLossless(shallow)),
    ...(await Promise.all([
      wasm('jpegLs', syntaxes.JPEG_LS_LOSSLESS, deep, 1),
      wasm('jpegLs', syntaxes.JPEG_LS_LOSSLESS, byte, 2),
      wasm('jpeg2000', syntaxes.JPEG_2000_LOSSLESS, deep, 1),
      wasm('jpeg2000', syntaxes.JPEG_2000, shallow, 3),
      wasm('htj2k', syntaxes.HTJ2K_LOSSLESS, deep, 1),
      wasm('htj2k', syntaxes.HTJ2K_LOSSLESS_RPCL, shallow, 2),
      wasm('htj2k', syntaxes.HTJ2K, byte, 1),
    ])),
  ];
}

function uncompressed(): Seed[] {
  const { IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED } = syntaxes;
  const named = [
    ['implicit', IMPLICIT_LITTLE],
    ['explicit', EXPLICIT_LITTLE],
    ['big endian', EXPLICIT_BIG],
    ['deflated', DEFLATED],
  ] as const;
  const whole = Buffer.from(writeDicom(fuzzSlice(0)));
  const everywhere = (['header', 'geometry', 'deidentify'] as const).flatMap((target) => [
    dicomSeed('a whole slice', target, whole),
    dicomSeed('several slices', target, enhanced()),
    dicomSeed('text in several sets', target, testFile(EXPLICIT_LITTLE, textElements(EXPLICIT_LITTLE))),
  ]);
  return [
    ...everywhere,
    ...named.map(([name, syntax]) => dicomSeed(name, 'native', testFile(syntax))),
    ...named.map(([name, syntax]) => dicomSeed(name, 'header', testFile(syntax, textElements(syntax)))),
    dicomSeed('without preamble', 'header', testFile(EXPLICIT_LITTLE, undefined, { preamble: false })),
    dicomSeed('without meta header', 'header', testFile(IMPLICIT_LITTLE, undefined, { preamble: false, meta: false })),
  ];
}

/** Slice k of the series that headers are judged with. */
export const fuzzSlice = (k: number): CtDataset => {
  const size = fuzzGrid.dims[0] * fuzzGrid.dims[1];
  return ctDataset(seriesDescription, fuzzGrid, k, gradedHu(fuzzGrid).subarray(k * size, (k + 1) * size));
};

/** Three slices in one file (PS3.3 A.38), their places in functional groups. */
function enhanced(): Buffer {
  const { ImagePositionPatient, ImageOrientationPatient, PixelSpacing, PixelData, ...rest } = fuzzSlice(0);
  const position = ImagePositionPatient as readonly [number, number, number];
  const frames = [0, 1, 2];
  const file = writeDicom({
    ...rest,
    SOPClassUID: ENHANCED_CT_STORAGE,
    NumberOfFrames: frames.length,
    SharedFunctionalGroupsSequence: [
      { PlaneOrientationSequence: [{ ImageOrientationPatient }], PixelMeasuresSequence: [{ PixelSpacing }] },
    ],
    PerFrameFunctionalGroupsSequence: frames.map((frame) => ({
      PlanePositionSequence: [{ ImagePositionPatient: [position[0], position[1], position[2] + 3 * frame] }],
    })),
    PixelData: Buffer.concat(frames.map(() => PixelData!)),
  });
  return Buffer.from(file);
}

/** Text in several character sets, times, and a private sequence. */
const textElements = (syntax: string) =>
  withElements(testElements(syntax), {
    0x00080005: { vr: 'CS', value: 'ISO 2022 IR 6\\ISO 2022 IR 87\\ISO 2022 IR 149' },
    0x00080032: { vr: 'TM', value: '101112.131415' },
    0x00080033: { vr: 'TM', value: '101113' },
    0x00080070: { vr: 'LO', value: Buffer.from('Yamada^\x1b$B;3ED\x1b(J', 'latin1') },
    0x00180010: { vr: 'LO', value: 'Iomeron' },
    0x00181042: { vr: 'TM', value: '1010' },
    0x00185100: { vr: 'CS', value: 'HFS' },
    0x00200012: { vr: 'IS', value: '2' },
    0x00200013: { vr: 'IS', value: '17' },
    0x00200052: { vr: 'UI', value: '1.2.3.9' },
    0x00280120: { vr: 'US', value: 0xf830 },
    0x00282110: { vr: 'CS', value: '00' },
  });

/** Labels 1 to 4 in blocks. */
const labels = (): Uint8Array =>
  Uint8Array.from({ length: voxelCount(fuzzGrid) }, (_, at) => {
    const column = at % fuzzGrid.dims[0];
    return column > 3 && column < 15 ? 1 + ((at >> 7) & 3) : 0;
  });

function writeSegmentation(): Buffer {
  const uids = ctUids(seriesDescription);
  const bytes = writeSeg({
    labels: labels(),
    geometry: fuzzGrid,
    sourceImages: Array.from({ length: fuzzGrid.dims[2] }, (_, k) => ({
      sopInstanceUid: uids.instance(k),
      sopClassUid: CT_IMAGE_STORAGE,
      k,
    })),
    header: readSegSource(writeDicom(fuzzSlice(0))),
    algorithm: { type: 'MANUAL', name: 'fuzz' },
    version: '0.0.0',
    uids: { series: '1.2.3.4', instance: '1.2.3.5' },
    now: NOW,
  });
  return Buffer.from(bytes);
}

/** Each that is written gets a UID of its own for its dimensions, here one of the usual length that is always the same. */
function segmentation(): Buffer {
  for (;;) {
    const bytes = writeSegmentation();
    const places = dicomLayout(bytes).elements.filter(
      ({ at }) => bytes.readUInt32LE(at) === DIMENSION_ORGANIZATION_UID,
    );
    if (places.some(({ valueAt, end }) => end - valueAt !== USUAL_UID_BYTES)) continue;
    for (const { valueAt, end } of places) bytes.fill('1', valueAt, end);
    return bytes;
  }
}

/** With segments, as 3D Slicer writes them. */
function nrrd(encoding: 'raw' | 'gzip'): Seed {
  const packed = Buffer.from(writeSegNrrd({ labels: labels(), geometry: fuzzGrid }));
  const dataAt = packed.indexOf('\n\n') + 2;
  const voxels = gunzipSync(packed.subarray(dataAt));
  const header = packed.subarray(0, dataAt);
  const named = `nrrd ${encoding}`;
  if (encoding === 'raw') {
    const raw = Buffer.from(header.toString('latin1').replace('encoding: gzip', 'encoding: raw'), 'latin1');
    return seed(named, 'nrrd', Buffer.concat([raw, voxels]), textLayout(raw));
  }
  const inner = Buffer.concat([header, voxels]);
  const pack = (bytes: Uint8Array): Buffer => {
    const end = Buffer.from(bytes).indexOf('\n\n');
    const at = end === -1 ? dataAt : end + 2;
    return Buffer.concat([bytes.subarray(0, at), gzipSync(bytes.subarray(at))]);
  };
  return seed(named, 'nrrd', packed, textLayout(header), { inner, pack });
}

const report = (): Buffer =>
  Buffer.from(writeSr({ ...reportInput(), now: NOW, uids: { series: '1.2.3.6', instance: '1.2.3.7' } }));

/** A liver with a hole and a lesion in it. */
function structureSet(): Buffer {
  const box = (from: number, to: number, k: number): [number, number, number][] => [
    [from, from, k],
    [to, from, k],
    [to, to, k],
    [from, to, k],
  ];
  const slices = [1, 2, 3, 5];
  const rois = [
    { name: 'Liver', contours: slices.flatMap((k) => [box(2.5, 16.5, k), box(4.5, 6.5, k)]) },
    { name: 'GTV tumour', contours: slices.map((k) => box(8.5, 12.5, k)) },
  ];
  return Buffer.from(writeStructureSet(fuzzGrid, rois, FRAME_OF_REFERENCE));
}

function masks(): Seed[] {
  const nifti = Buffer.concat([niftiHeader({ geometry: fuzzGrid, data: labels() }), labels()]);
  const layout = numbersLayout(nifti, NIFTI_HEADER_BYTES);
  const runs = Buffer.from(encodeRuns({ dims: fuzzGrid.dims, labels: labels() }));
  return [
    seed('nifti', 'nifti', nifti, layout),
    seed('nifti.gz', 'nifti', gzipSync(nifti), layout, gzipped(nifti)),
    dicomSeed('segmentation', 'seg', segmentation()),
    nrrd('raw'),
    nrrd('gzip'),
    dicomSeed('structure set', 'rtstruct', structureSet()),
    dicomSeed('measurement report', 'sr', report()),
    seed('runs', 'runs', gzipSync(runs), numbersLayout(runs, 64), gzipped(runs)),
  ];
}

function archives(): Seed[] {
  const [explicit, index] = [testFile(), dicomdir(['DICOM\\ST1\\IM0', 'DICOM\\ST1\\IM1', 'README'])];
  const archive = zip([
    { name: 'DICOM/', bytes: Buffer.alloc(0), stored: true },
    { name: 'DICOM/ST1/IM0', bytes: explicit },
    { name: 'DICOM/ST1/IM1', bytes: explicit, stored: true },
    { name: 'DICOMDIR', bytes: index },
  ]);
  return [seed('zip', 'zip', archive, zipLayout(archive)), dicomSeed('dicomdir', 'dicomdir', index)];
}

const foreignTargets: readonly (readonly [RegExp, TargetName])[] = [
  [/^DICOMDIR$/, 'dicomdir'],
  [/seg|overlap|labelmap/i, 'seg'],
  [/rtstruct/i, 'rtstruct'],
  [/_sr\b/i, 'sr'],
];

/** Small files of other programs, where there are some: whatever they are, nothing may break on what becomes of them. */
function foreign(folder: string): Seed[] {
  return readdirSync(folder)
    .map((name) => ({ name, path: join(folder, name) }))
    .filter(({ name, path }) => /\.dcm$|^DICOMDIR$/.test(name) && statSync(path).size <= MAX_FOREIGN_BYTES)
    .map(({ name, path }) => {
      const target = foreignTargets.find(([pattern]) => pattern.test(name))?.[1] ?? 'header';
      return dicomSeed(name, target, readFileSync(path));
    });
}

/** Those that this program writes, each of which is accepted as it is, and those of other programs, which may be odd. */
export interface Seeds {
  readonly own: readonly Seed[];
  readonly foreign: readonly Seed[];
}

/** @param dataFolder with a folder `odd-dicom`; undefined: only generated seeds */
export async function makeSeeds(dataFolder: string | undefined): Promise<Seeds> {
  const own = [...uncompressed(), ...(await compressed()), ...archives(), ...masks()];
  return { own, foreign: dataFolder === undefined ? [] : foreign(join(dataFolder, 'odd-dicom')) };
}
