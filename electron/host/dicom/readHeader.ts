/** From a parsed data set to the typed header of one CT slice, or the sentence that says why it can't be used. */
import type { DataSet, Element } from 'dicom-parser';
import { readCodestream } from './readCodestream.ts';
import { joinFragments, readFragments } from './readFragments.ts';
import { codingOf, EXPLICIT_BIG, isLossySyntax, transferSyntaxName, type Coding } from './readSyntax.ts';
import { decodeText } from './readText.ts';
import type { FrameTiming, ImageHeader, LocatedPixels, PixelDepth, ReadResult, SliceGeometry } from './readTypes.ts';

const PIXEL_DATA = 'x7fe00010';
const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10';
const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
const ENHANCED_CT = ['1.2.840.10008.5.1.4.1.1.2.1', '1.2.840.10008.5.1.4.1.1.2.2'];
/** Beyond any CT; what claims more is refused before memory is taken. */
const MAX_SIDE = 4096;
/** Numbers beyond these are no lengths in a scanner; they are treated as absent. */
const MAX_POSITION_MM = 1e5;
const isPixelSpacing = (valueMm: number): boolean => valueMm >= 1e-3 && valueMm <= 100;

/** Refusal of one file; `message` is the sentence shown. Never leaves this file. */
class Refusal extends Error {}
const refuse = (reason: string): never => {
  throw new Refusal(reason);
};

const rawText = (dataSet: DataSet, tag: string): string => (dataSet.string(tag) ?? '').replaceAll('\0', '').trim();
const code = (dataSet: DataSet, tag: string): string =>
  rawText(dataSet, tag)
    .toUpperCase()
    .replace(/[^A-Z0-9 _]/g, '')
    .slice(0, 16);
const uid = (dataSet: DataSet, tag: string): string => {
  const text = rawText(dataSet, tag);
  return /^[0-9.]{1,64}$/.test(text) ? text : '';
};

function numbers(dataSet: DataSet, tag: string, count: number): number[] | null {
  const values = rawText(dataSet, tag).split('\\');
  if (values.length !== count) return null;
  const parsed = values.map((value) => (value.trim() === '' ? NaN : Number(value)));
  return parsed.every(Number.isFinite) ? parsed : null;
}

function integer(dataSet: DataSet, tag: string): number | null {
  const value = numbers(dataSet, tag, 1)?.[0];
  return value !== undefined && Number.isSafeInteger(value) ? value : null;
}

/** DA as `YYYY-MM-DD`; null unless it is a day that exists (PS3.5 6.2). */
function day(dataSet: DataSet, tag: string): string | null {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})/.exec(rawText(dataSet, tag));
  if (!match) return null;
  const text = `${match[1]!}-${match[2]!}-${match[3]!}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

/** TM as seconds of the day, null unless it is a time (PS3.5 6.2). */
function secondsOfDay(dataSet: DataSet, tag: string): number | null {
  const match = /^(\d{2}):?(\d{2})?:?(\d{2}(?:\.\d{1,6})?)?$/.exec(rawText(dataSet, tag));
  if (!match) return null;
  const [hours, minutes, seconds] = [1, 2, 3].map((at) => Number(match[at] ?? 0)) as [number, number, number];
  return hours < 24 && minutes < 60 && seconds < 61 ? hours * 3600 + minutes * 60 + seconds : null;
}

function text(dataSet: DataSet, tag: string): string {
  const element = dataSet.elements[tag];
  if (!element) return '';
  const sets = rawText(dataSet, 'x00080005').split('\\');
  return decodeText(dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length), sets);
}

const toVec3 = (values: readonly number[] | null, from = 0): [number, number, number] | null =>
  values && [values[from]!, values[from + 1]!, values[from + 2]!];

function readSlice(dataSet: DataSet, rows: number, columns: number): SliceGeometry {
  const orientation = numbers(dataSet, 'x00200037', 6);
  const spacing = numbers(dataSet, 'x00280030', 2);
  const position = numbers(dataSet, 'x00200032', 3);
  return {
    rows,
    columns,
    positionMm: toVec3(position && position.every((value) => Math.abs(value) <= MAX_POSITION_MM) ? position : null),
    rowCosines: toVec3(orientation),
    columnCosines: toVec3(orientation, 3),
    pixelSpacingMm: spacing && spacing.every(isPixelSpacing) ? [spacing[0]!, spacing[1]!] : null,
    instanceNumber: integer(dataSet, 'x00200013'),
  };
}

/** Refuses what is no CT slice: index files, other modalities, scouts, multi-frame objects (PS3.3 A.3, C.8.2.1.1.1). */
function checkKind(dataSet: DataSet): void {
  const sopClass = uid(dataSet, 'x00080016');
  if (sopClass === MEDIA_DIRECTORY || uid(dataSet, 'x00020002') === MEDIA_DIRECTORY || dataSet.elements['x00041220']) {
    refuse('It is an index file (DICOMDIR); the images are read from their own files.');
  }
  const modality = code(dataSet, 'x00080060');
  if (modality !== 'CT' && !(modality === '' && sopClass === CT_IMAGE)) {
    refuse(
      modality === ''
        ? 'It does not say that it is a CT image.'
        : `It is not a CT image (its modality is ${modality}).`,
    );
  }
  if (ENHANCED_CT.includes(sopClass) || (integer(dataSet, 'x00280008') ?? 1) > 1) {
    refuse('It is a multi-frame (enhanced) CT, which this version does not read.');
  }
  if (
    rawText(dataSet, 'x00080008')
      .toUpperCase()
      .split('\\')
      .some((type) => type.trim() === 'LOCALIZER')
  ) {
    refuse('It is a localizer (scout image), not a slice.');
  }
}

function readDepth(dataSet: DataSet, transferSyntaxUid: string): PixelDepth {
  if (!dataSet.elements[PIXEL_DATA]) return refuse('It has no pixel data.');
  if (!codingOf(transferSyntaxUid)) {
    return refuse(
      `Its pixels are stored as ${transferSyntaxName(transferSyntaxUid)}, which this version does not read.`,
    );
  }
  const rows = dataSet.uint16('x00280010') ?? 0;
  const columns = dataSet.uint16('x00280011') ?? 0;
  if (rows === 0 || columns === 0) return refuse('It does not say how many rows and columns it has.');
  if (rows > MAX_SIDE || columns > MAX_SIDE)
    return refuse(`It claims ${columns} x ${rows} pixels, more than a CT slice can have.`);
  if ((dataSet.uint16('x00280002') ?? 1) !== 1) return refuse('It is a colour image, not a CT slice.');
  const bitsAllocated = dataSet.uint16('x00280100') ?? 0;
  const bitsStored = dataSet.uint16('x00280101') ?? bitsAllocated;
  const highBit = dataSet.uint16('x00280102') ?? bitsStored - 1;
  const readable =
    (bitsAllocated === 16 || (bitsAllocated === 8 && transferSyntaxUid !== EXPLICIT_BIG)) && bitsStored >= 1;
  if (!readable || highBit >= bitsAllocated || bitsStored > highBit + 1) {
    return refuse(`Its pixels have ${bitsStored} of ${bitsAllocated} bits, which this version does not read.`);
  }
  const signed = dataSet.uint16('x00280103') === 1;
  return {
    transferSyntaxUid,
    rows,
    columns,
    bitsAllocated,
    bitsStored,
    highBit,
    signed,
    ...readRescale(dataSet),
    modalityLut: null,
    paddingValue: (signed ? dataSet.int16('x00280120') : dataSet.uint16('x00280120')) ?? null,
    paddingLimit: null,
  };
}

type Depth = Pick<PixelDepth, 'rows' | 'columns' | 'bitsAllocated' | 'bitsStored' | 'highBit' | 'signed'>;

function nativeLength(dataSet: DataSet, element: Element, { rows, columns, bitsAllocated }: Depth): number {
  if (element.hadUndefinedLength) return refuse('Its pixels are in fragments, though it says they are not compressed.');
  const needed = rows * columns * (bitsAllocated / 8);
  const present = Math.max(0, Math.min(element.length, dataSet.byteArray.length - element.dataOffset));
  if (present < needed) return refuse(`It is cut short: ${present} of ${needed} bytes of its pixels are there.`);
  return needed;
}

/** Checks that all fragments are there and that the image in them is the one the header describes, before anything is decoded. */
function findFragments(
  dataSet: DataSet,
  element: Element,
  depth: Depth,
  coding: Exclude<Coding, 'native'>,
): { dataOffset: number; dataLength: number } {
  if (!element.hadUndefinedLength)
    return refuse('Its pixels are not in fragments, though it says they are compressed.');
  const found = readFragments(dataSet.byteArray, element.dataOffset);
  if (!found) return refuse('It is cut short: fragments of its compressed pixels are missing.');
  if (found.fragments.length === 0) return refuse('It has no pixel data.');
  if (coding !== 'rle') checkCodestream(joinFragments(found), coding, depth);
  const dataOffset = found.fragments[0]!.byteOffset - dataSet.byteArray.byteOffset - 8;
  return { dataOffset, dataLength: found.end - dataOffset };
}

function checkCodestream(
  frame: Uint8Array,
  coding: Exclude<Coding, 'native' | 'rle'>,
  { rows, columns, bitsAllocated, bitsStored, highBit, signed }: Depth,
): void {
  const image = readCodestream(frame, coding);
  if (!image) return refuse('Its compressed pixels are damaged, cut short, or of another kind than it says.');
  if (image.components !== 1) refuse('It is a colour image, not a CT slice.');
  if (image.rows !== rows || image.columns !== columns) {
    refuse(
      `Its compressed image has ${image.columns} x ${image.rows} pixels, but its header says ${columns} x ${rows}.`,
    );
  }
  // Without its sign bit a negative value can't be told from a positive one.
  const signLost = signed && !image.signed && image.precision < bitsStored;
  if (image.precision > bitsAllocated || highBit !== bitsStored - 1 || signLost) {
    refuse(`Its compressed image has ${image.precision} bits, which do not fit the ${bitsStored} its header says.`);
  }
}

/** Without a rescale, stored values are taken as HU: the Modality LUT is the identity then (PS3.3 C.11.1). */
function readRescale(dataSet: DataSet): { slope: number; intercept: number } {
  const slope = numbers(dataSet, 'x00281053', 1)?.[0] ?? 1;
  const intercept = numbers(dataSet, 'x00281052', 1)?.[0] ?? 0;
  if (slope === 0) return refuse('Its rescale slope is 0, so that it has no intensities.');
  return { slope, intercept };
}

function readTiming(dataSet: DataSet): FrameTiming {
  return {
    acquisitionNumber: integer(dataSet, 'x00200012'),
    acquisitionSeconds: secondsOfDay(dataSet, 'x00080032'),
    temporalPosition: integer(dataSet, 'x00200100'),
    contentSeconds: secondsOfDay(dataSet, 'x00080033'),
  };
}

function read(dataSet: DataSet, transferSyntaxUid: string): ImageHeader {
  checkKind(dataSet);
  const depth = readDepth(dataSet, transferSyntaxUid);
  const studyDate = day(dataSet, 'x00080020');
  return {
    sopInstanceUid: uid(dataSet, 'x00080018'),
    sopClassUid: uid(dataSet, 'x00080016') || CT_IMAGE,
    studyInstanceUid: uid(dataSet, 'x0020000d'),
    seriesInstanceUid: uid(dataSet, 'x0020000e'),
    frameOfReferenceUid: uid(dataSet, 'x00200052'),
    patientLabel: text(dataSet, 'x00100020'),
    manufacturer: text(dataSet, 'x00080070'),
    modality: 'CT',
    studyDescription: text(dataSet, 'x00081030'),
    seriesDescription: text(dataSet, 'x0008103e'),
    seriesNumber: integer(dataSet, 'x00200011'),
    patientPosition: code(dataSet, 'x00185100'),
    studyDate,
    acquisitionDate: day(dataSet, 'x00080022') ?? day(dataSet, 'x0008002a') ?? day(dataSet, 'x00080021') ?? studyDate,
    reformat: false,
    lossy: rawText(dataSet, 'x00282110') === '01',
    contrast: { agent: text(dataSet, 'x00180010'), bolusStartSeconds: secondsOfDay(dataSet, 'x00181042') },
    transferSyntaxUid,
    frames: [{ slice: readSlice(dataSet, depth.rows, depth.columns), timing: readTiming(dataSet), depth }],
  };
}

/** @throws whatever the parser throws on values that are not where they are said to be */
export function imageHeader(dataSet: DataSet, transferSyntaxUid: string): ReadResult {
  return answer(() => ({ header: read(dataSet, transferSyntaxUid) }));
}

/**
 * @param shift bytes before the file's own first byte in the parsed array
 * @throws whatever the parser throws on values that are not where they are said to be
 */
export function imagePixels(
  dataSet: DataSet,
  { frames, transferSyntaxUid }: ImageHeader,
  shift: number,
): LocatedPixels {
  return answer(() => {
    const element = dataSet.elements[PIXEL_DATA] ?? refuse('It has no pixel data.');
    const { depth } = frames[0]!;
    const coding = codingOf(transferSyntaxUid)!;
    const range =
      coding === 'native'
        ? { dataOffset: element.dataOffset, dataLength: nativeLength(dataSet, element, depth) }
        : findFragments(dataSet, element, depth, coding);
    return {
      pixels: [{ ...depth, ...range, dataOffset: range.dataOffset - shift, leadingItems: 0 }],
      lossy: isLossySyntax(transferSyntaxUid),
    };
  });
}

function answer<T>(attempt: () => T): T | { reason: string } {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.message };
    throw error;
  }
}
