/** The image planes of a file: one, or those of its functional groups (PS3.3 C.7.6.16). */
import { huOf } from './readDepth.ts';
import type { Elements } from './readElements.ts';
import { refuse } from './readRefusal.ts';
import type { FrameHeader, FrameTiming, PixelDepth, SliceGeometry } from './readTypes.ts';
import { integer, numbers, secondsOfDay } from './readValues.ts';

const SHARED_GROUPS = 0x52009229;
const FRAME_GROUPS = 0x52009230;
const FRAME_CONTENT = 0x00209111;
const PLANE_POSITION = 0x00209113;
const PLANE_ORIENTATION = 0x00209116;
const PIXEL_MEASURES = 0x00289110;
const PIXEL_VALUE_TRANSFORMATION = 0x00289145;
/** Attributes of the single images that a legacy-converted object was made of (PS3.3 C.7.6.16.2.23.1, C.7.6.16.2.24.1). */
const UNASSIGNED_SHARED = 0x00209170;
const UNASSIGNED_FRAME = 0x00209171;

/** Numbers beyond these are no lengths in a scanner; they are treated as absent. */
const MAX_POSITION_MM = 1e5;
const isPixelSpacing = (valueMm: number): boolean => valueMm >= 1e-3 && valueMm <= 100;
/** More than any scan; each costs memory. */
const MAX_FRAMES = 10_000;

/** Number of Frames (0028,0008); 1 where it is absent or no number. */
export function frameCount(elements: Elements): number {
  const count = integer(elements, 0x00280008) ?? 1;
  if (count < 1) return refuse('It says that it has no frames.');
  if (count > MAX_FRAMES) return refuse(`It claims ${count} frames, more than a CT can have.`);
  return count;
}

/** The functional groups of one frame: its own, else those shared by all. */
class FrameGroups {
  readonly top: Elements;
  readonly #own: Elements | undefined;
  readonly #shared: ReadonlyMap<number, Elements>;
  constructor(top: Elements, shared: ReadonlyMap<number, Elements>, own?: Elements) {
    this.top = top;
    this.#own = own;
    this.#shared = shared;
  }
  find(tag: number): Elements | undefined {
    return this.#own?.item(tag) ?? this.#shared.get(tag);
  }
  /** The group, or the data set itself for an attribute that all frames have in common. */
  findOrTop(tag: number): Elements {
    return this.find(tag) ?? this.top;
  }
}

const sharedTags = [
  FRAME_CONTENT,
  PLANE_POSITION,
  PLANE_ORIENTATION,
  PIXEL_MEASURES,
  PIXEL_VALUE_TRANSFORMATION,
  UNASSIGNED_SHARED,
];

function sharedGroups(elements: Elements): Map<number, Elements> {
  const shared = elements.item(SHARED_GROUPS);
  return new Map(
    sharedTags.flatMap((tag) => {
      const group = shared?.item(tag);
      return group ? [[tag, group] as const] : [];
    }),
  );
}

/** @param depth of all frames, with the rescale of the data set */
export function readFrames(elements: Elements, depth: PixelDepth, count: number): FrameHeader[] {
  const shared = sharedGroups(elements);
  if (!elements.has(FRAME_GROUPS)) {
    const groups = new FrameGroups(elements, shared);
    return Array.from({ length: count }, (_, at) => readFrame(groups, depth, at, count));
  }
  const phaseDimension = findPhaseDimension(elements);
  const frames: FrameHeader[] = [];
  let previous = depth;
  for (const own of elements.items(FRAME_GROUPS)) {
    if (frames.length === count) return refuse(`It says that it has ${count} frames, but describes more.`);
    const frame = readFrame(new FrameGroups(elements, shared, own), previous, frames.length, count, phaseDimension);
    frames.push(frame);
    previous = frame.depth;
  }
  if (frames.length < count) refuse(`It says that it has ${count} frames, but describes ${frames.length}.`);
  return frames;
}

function readFrame(
  groups: FrameGroups,
  depth: PixelDepth,
  at: number,
  count: number,
  phaseDimension?: number,
): FrameHeader {
  const slice = readSlice(groups, depth, at, count);
  const timing = readTiming(groups, phaseDimension);
  const transformation = groups.find(PIXEL_VALUE_TRANSFORMATION);
  if (!transformation) return { slice, timing, depth };
  const { slope, intercept } = huOf(transformation);
  // Frames with the same rescale share their description.
  const isSame = slope === depth.slope && intercept === depth.intercept && depth.modalityLut === null;
  return { slice, timing, depth: isSame ? depth : { ...depth, slope, intercept, modalityLut: null } };
}

type Triple = [number, number, number];
const toTriple = (values: readonly number[] | null, from = 0): Triple | null =>
  values && [values[from]!, values[from + 1]!, values[from + 2]!];

function readSlice(groups: FrameGroups, { rows, columns }: PixelDepth, at: number, count: number): SliceGeometry {
  // The position of the data set itself is that of one frame only.
  const position = numbers(groups.find(PLANE_POSITION) ?? (count === 1 ? groups.top : undefined), 0x00200032, 3);
  const orientation = numbers(groups.findOrTop(PLANE_ORIENTATION), 0x00200037, 6);
  const spacing = numbers(groups.findOrTop(PIXEL_MEASURES), 0x00280030, 2);
  const original = integer(groups.find(UNASSIGNED_FRAME), 0x00200013);
  return {
    rows,
    columns,
    positionMm: toTriple(position?.every((value) => Math.abs(value) <= MAX_POSITION_MM) ? position : null),
    rowCosines: toTriple(orientation),
    columnCosines: toTriple(orientation, 3),
    pixelSpacingMm: spacing?.every(isPixelSpacing) ? [spacing[0]!, spacing[1]!] : null,
    instanceNumber: original ?? (count === 1 ? integer(groups.top, 0x00200013) : at + 1),
  };
}

function readTiming(groups: FrameGroups, phaseDimension?: number): FrameTiming {
  const content = groups.find(FRAME_CONTENT);
  const sources = [groups.find(UNASSIGNED_FRAME), groups.find(UNASSIGNED_SHARED), groups.top];
  const first = <T>(read: (source: Elements | undefined) => T | null): T | null =>
    sources.reduce<T | null>((found, source) => found ?? read(source), null);
  return {
    acquisitionNumber: content?.uint16(0x00209156) ?? first((source) => integer(source, 0x00200012)),
    acquisitionSeconds:
      secondsOfDay(content, 0x00189074) ??
      first((source) => secondsOfDay(source, 0x00080032) ?? secondsOfDay(source, 0x0008002a)),
    temporalPosition:
      content?.uint32(0x00209128) ??
      (phaseDimension === undefined ? undefined : content?.uint32(0x00209157, phaseDimension)) ??
      first((source) => integer(source, 0x00200100)),
    contentSeconds: secondsOfDay(content, 0x00189151) ?? first((source) => secondsOfDay(source, 0x00080033)),
  };
}

/** Stack, temporal position, trigger delay, acquisition: frames that differ in one of these lie in different volumes. */
const phasePointers = new Set([0x00209056, 0x00209128, 0x00200100, 0x00209153, 0x00209156, 0x00200012]);

/** The first such dimension of the frames (PS3.3 C.7.6.17). */
function findPhaseDimension(elements: Elements): number | undefined {
  let index = 0;
  for (const dimension of elements.items(0x00209222)) {
    const [group, element] = [dimension.uint16(0x00209165, 0), dimension.uint16(0x00209165, 1)];
    if (group === undefined || element === undefined) return undefined;
    if (phasePointers.has(group * 0x10000 + element)) return index;
    index++;
  }
  return undefined;
}
