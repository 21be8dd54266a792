/** By what the slices of one series may be told apart. Each division depends on the slices alone, when they come in a canonical order. */
import { cross, dot, type Vec3 } from '../../../core/domain/geometry.ts';
import type { FrameTiming } from '../../dicom/readTypes.ts';
import { sameOrientation, sameSpacing } from './mixed.ts';
import { placeSlice, POSITION_TOLERANCE_MM } from './place.ts';
import type { Placed, SliceToJudge } from './types.ts';
import { mm } from './words.ts';

export interface SliceToGroup extends SliceToJudge {
  readonly timing: FrameTiming;
}
export interface Group<S> {
  readonly label: string;
  readonly slices: readonly S[];
}
export type Division = <S extends SliceToGroup>(slices: readonly S[]) => readonly Group<S>[];

/** Scans that follow each other start further apart than this; slices of one scan don't. */
const SCAN_PAUSE_S = 5;

const byMostSlices = <S>(groups: readonly S[][]): S[][] => [...groups].sort((a, b) => b.length - a.length);

/** One group per value, smallest first, slices without one last. */
function byValue<S extends SliceToGroup>(
  slices: readonly S[],
  valueOf: (slice: S) => number | null,
  labelOf: (value: number | null) => string,
): Group<S>[] {
  return [...Map.groupBy(slices, valueOf)]
    .sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity))
    .map(([value, own]) => ({ label: labelOf(value), slices: own }));
}

/** One group per shape, largest first; slices without a place are one more. */
function byShape<S extends SliceToGroup>(
  slices: readonly S[],
  same: (a: Placed, b: Placed) => boolean,
  labelOf: (shape: Placed, ordinal: number) => string,
): Group<S>[] {
  const groups: { shape: Placed; slices: S[] }[] = [];
  const unplaced: S[] = [];
  slices.forEach((slice, at) => {
    const shape = placeSlice(slice, at);
    const known = shape && groups.find((group) => same(group.shape, shape));
    if (!shape) unplaced.push(slice);
    else if (known) known.slices.push(slice);
    else groups.push({ shape, slices: [slice] });
  });
  groups.sort((a, b) => b.slices.length - a.slices.length);
  return [
    ...groups.map((group, at) => ({ label: labelOf(group.shape, at + 1), slices: group.slices })),
    ...(unplaced.length > 0 ? [{ label: 'without position', slices: unplaced }] : []),
  ];
}

function planeName({ i, j }: Placed): string {
  const normal = cross(i, j);
  const planes = ['sagittal', 'coronal', 'axial'] as const;
  const axis = normal.findIndex((value) => Math.abs(value) > 0.9);
  return planes[axis] ?? 'oblique';
}

const clock = (seconds: number): string =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
const acquiredAt = (seconds: number | null): string =>
  seconds === null ? 'without acquisition time' : `acquired at ${clock(seconds)}`;

/** Start of the run of acquisition times, without a pause in it, that each time is of. */
function scanStarts(slices: readonly SliceToGroup[]): Map<number, number> {
  const times = [...new Set(slices.flatMap(({ timing }) => timing.acquisitionSeconds ?? []))].sort((a, b) => a - b);
  const starts = new Map<number, number>();
  times.forEach((time, at) => {
    const before = times[at - 1];
    const goesOn = before !== undefined && time - before < SCAN_PAUSE_S;
    starts.set(time, goesOn ? starts.get(before)! : time);
  });
  return starts;
}

/** The slices at each position of a stack, where all positions have the same number of them; else null. */
function columnsOf<S extends SliceToGroup>(slices: readonly S[]): S[][] | null {
  const placed = slices.map(placeSlice);
  const [first] = placed;
  if (!first || placed.some((each) => !each || !sameOrientation(each, first))) return null;
  const normal: Vec3 = cross(first.i, first.j);
  const sorted = placed
    .map((each) => ({ slice: slices[each!.at]!, offsetMm: dot(each!.positionMm, normal) }))
    .sort((a, b) => a.offsetMm - b.offsetMm);
  const columns: S[][] = [];
  let startMm = -Infinity;
  for (const { slice, offsetMm } of sorted) {
    if (offsetMm - startMm <= POSITION_TOLERANCE_MM) columns.at(-1)!.push(slice);
    else {
      columns.push([slice]);
      startMm = offsetMm;
    }
  }
  return columns.every((column) => column.length === columns[0]!.length) ? columns : null;
}

/**
 * Slices of each rank among those at their position; null where the order isn't the same everywhere beyond doubt: either all of one rank come
 * before all of the next (scan after scan), or neighbours in rank are equally far apart everywhere (position after position).
 */
function ranked<S>(columns: readonly S[][], valueOf: (slice: S) => number | null): S[][] | null {
  const valued = columns.map((column) =>
    column
      .flatMap((slice) => {
        const value = valueOf(slice);
        return value === null ? [] : [{ slice, value }];
      })
      .sort((a, b) => a.value - b.value),
  );
  const ranks = columns[0]!.map((_, rank) => rank);
  if (valued.some((column) => column.length < ranks.length)) return null;
  const inOrder = ranks.slice(1).every((rank) => {
    const pairs = valued.map((column) => [column[rank - 1]!.value, column[rank]!.value] as const);
    if (pairs.some(([a, b]) => a === b)) return false;
    const lastBefore = pairs.reduce((most, [a]) => Math.max(most, a), -Infinity);
    const firstAfter = pairs.reduce((least, [, b]) => Math.min(least, b), Infinity);
    const [from, to] = pairs[0]!;
    return lastBefore < firstAfter || pairs.every(([a, b]) => Math.abs(b - a - (to - from)) < 1e-6);
  });
  return inOrder ? ranks.map((rank) => valued.map((column) => column[rank]!.slice)) : null;
}

/** In the order in which they are tried. */
export const divisions = {
  frameOfReference: (slices) =>
    byMostSlices([...Map.groupBy(slices, ({ frameOfReferenceUid }) => frameOfReferenceUid).values()]).map(
      (own, at) => ({
        label: `frame of reference ${at + 1}`,
        slices: own,
      }),
    ),
  reformat: (slices) =>
    byValue(
      slices,
      ({ reformat }) => Number(reformat),
      (value) => (value ? 'reformatted' : 'scanned'),
    ),
  orientation: (slices) =>
    byShape(slices, sameOrientation, (shape, ordinal) => `orientation ${ordinal} (${planeName(shape)})`),
  matrix: (slices) =>
    byMostSlices([...Map.groupBy(slices, ({ slice }) => `${slice.columns} x ${slice.rows}`).values()]).map((own) => ({
      label: `matrix ${own[0]!.slice.columns} x ${own[0]!.slice.rows}`,
      slices: own,
    })),
  pixelSpacing: (slices) =>
    byShape(slices, sameSpacing, ({ spacing }) => `pixel spacing ${[...new Set(spacing.map(mm))].join(' x ')} mm`),
  acquisition: (slices) =>
    byValue(
      slices,
      ({ timing }) => timing.acquisitionNumber,
      (value) => (value === null ? 'without acquisition number' : `acquisition ${value}`),
    ),
  temporalPosition: (slices) =>
    byValue(
      slices,
      ({ timing }) => timing.temporalPosition,
      (value) => (value === null ? 'without temporal position' : `phase ${value}`),
    ),
  acquisitionTime: (slices) => byValue(slices, ({ timing }) => timing.acquisitionSeconds, acquiredAt),
  timeCluster: (slices) => {
    const starts = scanStarts(slices);
    const startOf = ({ timing }: SliceToGroup): number | null => starts.get(timing.acquisitionSeconds ?? NaN) ?? null;
    return byValue(slices, startOf, acquiredAt);
  },
  copy: (slices) =>
    byValue(
      slices,
      ({ copy }) => copy,
      (value) => `copy ${(value ?? 0) + 1}`,
    ),
  repetition: (slices) => {
    const columns = columnsOf(slices);
    if (!columns || columns[0]!.length < 2) return [];
    const groups =
      ranked(columns, ({ timing }) => timing.acquisitionSeconds) ??
      ranked(columns, ({ timing }) => timing.contentSeconds) ??
      ranked(columns, ({ slice }) => slice.instanceNumber) ??
      [];
    return groups.map((own, at) => ({ label: `phase ${at + 1}`, slices: own }));
  },
} satisfies Record<string, Division>;
