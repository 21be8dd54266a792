/** The frames of a segmentation, whoever wrote it: where each lies in the patient, and which of its pixels are a segment's. */
import { RemnantError } from '../../core/contract/errors.ts';
import { add, cross, dot, length, normalize, scale, subtract, type Vec3 } from '../../core/domain/geometry.ts';
import type { MaskGrid } from '../../core/domain/maskGrid.ts';
import { decodeRle } from '../pixels/codecs/rle.ts';
import { readFragments } from './readFragments.ts';
import { OPEN, type Elements } from './readElements.ts';
import { integer, number, numbers } from './readValues.ts';
import { RLE_LOSSLESS } from './rleWrite.ts';
import { eachSetBit } from './segBits.ts';

/** How far frames of one stack may lie off their places, as headers round them. */
const STACK_TOLERANCE_MM = 0.05;

/** 4096 x 4096, before memory is taken for it. */
const MAX_FRAME_PIXELS = 2 ** 24;

export const unsupported = (what: string): RemnantError =>
  new RemnantError('unsupported', `This segmentation can't be read: ${what}.`);

export interface PlacedFrame {
  /** null: of all segments. */
  readonly segment: number | null;
  readonly originMm: Vec3;
  /** Along a row and along a column. */
  readonly stepsMm: readonly [Vec3, Vec3];
}

export interface SegFrames {
  readonly rows: number;
  readonly columns: number;
  readonly frames: readonly PlacedFrame[];
  /** In mm; null where the file doesn't say. */
  readonly sliceStepMm: number | null;
  /** Calls back with the offset of every pixel of the frame that is the segment's. */
  visit(frame: number, segment: number, found: (at: number) => void): void;
}

/**
 * @param threshold from which part of their maximum pixels of fractional segments count, 0 to 1
 * @throws RemnantError 'unsupported'
 */
export function readSegFrames(dataSet: Elements, transferSyntaxUid: string, threshold: number): SegFrames {
  const [rows, columns] = [dataSet.uint16(0x00280010) ?? 0, dataSet.uint16(0x00280011) ?? 0];
  const perFrame = [...dataSet.items(0x52009230)];
  if (rows * columns === 0 || perFrame.length === 0 || integer(dataSet, 0x00280008) !== perFrame.length)
    throw unsupported('frames are missing');
  if (rows * columns > MAX_FRAME_PIXELS) throw unsupported('its frames are larger than those of any CT');
  const shared = dataSet.item(0x52009229);
  const isLabelMap = dataSet.ascii(0x00620001) === 'LABELMAP';
  const frames = perFrame.map((own) => placeFrame(shared, own, isLabelMap));
  const measures = perFrame[0]!.item(0x00289110) ?? shared?.item(0x00289110);
  const pixels = pixelsOf(dataSet, transferSyntaxUid, rows * columns, frames.length);
  return {
    rows,
    columns,
    frames,
    sliceStepMm: number(measures, 0x00180088) ?? number(measures, 0x00180050),
    visit: visitorOf(dataSet, pixels, rows * columns, threshold),
  };
}

/** A functional group of a frame: its own, else the one shared by all (PS3.3 C.7.6.16.1.1). */
function placeFrame(shared: Elements | undefined, own: Elements, isLabelMap: boolean): PlacedFrame {
  const group = (tag: number): Elements | undefined => own.item(tag) ?? shared?.item(tag);
  const position = numbers(group(0x00209113), 0x00200032, 3);
  const orientation = numbers(group(0x00209116), 0x00200037, 6);
  const spacing = numbers(group(0x00289110), 0x00280030, 2);
  const segment = isLabelMap ? null : group(0x0062000a)?.uint16(0x0062000b);
  if (!position || !orientation || !spacing || segment === undefined)
    throw unsupported('a frame lacks its position, orientation, pixel spacing or segment');
  return {
    segment,
    originMm: position as unknown as Vec3,
    stepsMm: [
      scale(orientation.slice(0, 3) as unknown as Vec3, spacing[1]!),
      scale(orientation.slice(3) as unknown as Vec3, spacing[0]!),
    ],
  };
}

interface Pixels {
  readonly bitsAllocated: number;
  /** Of all frames; null for compressed ones. */
  readonly native: Uint8Array | null;
  /** Of one frame, a byte for each pixel of one byte. */
  readonly frame: (at: number) => Uint8Array;
}

function pixelsOf(dataSet: Elements, transferSyntaxUid: string, frameSize: number, count: number): Pixels {
  const element = dataSet.find(0x7fe00010);
  const bitsAllocated = dataSet.uint16(0x00280100) ?? 0;
  if (!element) throw unsupported('its pixels are missing');
  const frameBytes = (frameSize * bitsAllocated) / 8;
  if (element.length !== OPEN) {
    const available = Math.min(element.length, dataSet.bytes.length - element.offset);
    if (Math.ceil(count * frameBytes) > available) throw unsupported('pixels are missing');
    const native = dataSet.bytes.subarray(element.offset, element.offset + available);
    return { bitsAllocated, native, frame: (at) => native.subarray(at * frameBytes, (at + 1) * frameBytes) };
  }
  if (transferSyntaxUid !== RLE_LOSSLESS || bitsAllocated !== 8)
    throw unsupported('its pixels are compressed in a way that segmentations are not read in here; RLE is');
  const fragments = readFragments(dataSet.bytes, element.offset)?.fragments ?? [];
  if (fragments.length !== count) throw unsupported('frames are missing');
  // The decoder lends its memory: each frame is used before the next one is asked for.
  const frame = (at: number): Uint8Array => {
    try {
      return decodeRle(fragments[at]!, frameSize, 1);
    } catch (error) {
      throw new RemnantError('unsupported', 'This segmentation is damaged.', { cause: error });
    }
  };
  return { bitsAllocated, native: null, frame };
}

function visitorOf(dataSet: Elements, pixels: Pixels, frameSize: number, threshold: number): SegFrames['visit'] {
  const type = dataSet.ascii(0x00620001);
  const { bitsAllocated, native, frame } = pixels;
  if (type === 'BINARY' && bitsAllocated === 1 && native)
    return (at, _segment, found) => {
      eachSetBit(native, at * frameSize, frameSize, found);
    };
  if (type === 'FRACTIONAL' && bitsAllocated === 8) {
    const maximum = dataSet.uint16(0x0062000e) ?? 255;
    // Nothing is never part of a segment.
    const least = Math.max(1, threshold * maximum);
    return (at, _segment, found) => {
      frame(at).forEach((value, place) => {
        if (value >= least) found(place);
      });
    };
  }
  if (type === 'LABELMAP' && bitsAllocated === 8)
    return (at, segment, found) => {
      const values = frame(at);
      for (let place = values.indexOf(segment); place !== -1; place = values.indexOf(segment, place + 1)) found(place);
    };
  if (type === 'LABELMAP' && bitsAllocated === 16 && native && !dataSet.encoding.bigEndian)
    return (at, segment, found) => {
      const values = frame(at);
      for (let place = 0; place < frameSize; place++)
        if (values[2 * place]! + 256 * values[2 * place + 1]! === segment) found(place);
    };
  throw unsupported(`it is neither binary, fractional nor a label map (${type || 'no type'}, ${bitsAllocated} bits)`);
}

/** The grid that all frames lie on, and which slice of it each is. @throws RemnantError 'unsupported' when they lie on none */
export function stackOf({ rows, columns, frames, sliceStepMm }: SegFrames): { grid: MaskGrid; slices: number[] } {
  const [first] = frames as [PlacedFrame, ...PlacedFrame[]];
  const normal = normalize(cross(first.stepsMm[0], first.stepsMm[1]));
  const heights = frames.map(({ originMm }) => dot(subtract(originMm, first.originMm), normal));
  const distinct = heights
    .toSorted((a, b) => a - b)
    .filter((height, at, all) => at === 0 || height - all[at - 1]! > STACK_TOLERANCE_MM);
  const lowest = frames[heights.indexOf(Math.min(...heights))]!;
  const highest = frames[heights.indexOf(Math.max(...heights))]!;
  const gaps = distinct.slice(1).map((height, at) => height - distinct[at]!);
  const gap = gaps.length > 0 ? Math.min(...gaps) : (sliceStepMm ?? 1);
  const count = gaps.length > 0 ? Math.round((distinct.at(-1)! - distinct[0]!) / gap) + 1 : 1;
  const step =
    count > 1 ? scale(subtract(highest.originMm, lowest.originMm), 1 / (count - 1)) : scale(normal, gap || 1);
  const slices = frames.map(({ originMm, stepsMm }) => {
    const slice = Math.round(dot(subtract(originMm, lowest.originMm), normal) / dot(step, normal));
    const offMm = length(subtract(originMm, add(lowest.originMm, scale(step, slice))));
    const turned = stepsMm.some((own, axis) => length(subtract(own, first.stepsMm[axis as 0 | 1])) > 1e-4);
    // Written so that a number that isn't one fails too.
    if (!(offMm <= STACK_TOLERANCE_MM) || turned) throw unsupported('its frames do not lie on one grid');
    return slice;
  });
  const grid: MaskGrid = {
    dims: [columns, rows, count],
    originMm: lowest.originMm,
    stepsMm: [first.stepsMm[0], first.stepsMm[1], step],
  };
  return { grid, slices };
}
