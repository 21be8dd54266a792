/** Reads contours of an RT Structure Set (PS3.3 A.19) onto the slices of a volume. Planes are never invented: only those that are drawn count. */
import { RemnantError } from '../../core/contract/errors.ts';
import { fillPolygon } from '../../core/domain/contours.ts';
import { patientToIndex, voxelCount, voxelVolumeMl, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { codeOf } from './codes.ts';
import type { Elements } from './readElements.ts';
import { integer, text } from './readValues.ts';
import { requireSameFrame } from './segRead.ts';
import { segmentedMask, type SegmentDescription, type SegmentedMask } from './segMask.ts';
import { parseHeader } from './segSource.ts';

export const RT_STRUCTURE_SET_STORAGE = '1.2.840.10008.5.1.4.1.1.481.3';

/** How much, in slices, one contour may rise and fall and still be flat. */
const FLAT_TOLERANCE = 0.1;
/** 8192 x 8192: some metres, of any CT. */
const MAX_PLANE_PIXELS = 2 ** 26;

interface Contour {
  /** Fractional slice. */
  readonly plane: number;
  /** Corners in pixels of the slice. */
  readonly polygon: readonly number[];
}

const unsupported = (what: string): RemnantError =>
  new RemnantError('unsupported', `This structure set can't be read: ${what}.`);

/**
 * @param geometry of the volume that the masks are wanted for
 * @throws RemnantError 'unsupported' for contours that don't lie in slices of the volume, 'refused' for another frame of reference
 */
export function readRtStruct(file: Uint8Array, geometry: VolumeGeometry, frameOfReferenceUid = ''): SegmentedMask {
  const dataSet = parseHeader(file);
  if (dataSet.ascii(0x00080016) !== RT_STRUCTURE_SET_STORAGE) throw unsupported('it is another kind of DICOM object');
  const segments = describe(dataSet, frameOfReferenceUid);
  const contours = new Map<number, Contour[]>();
  for (const roi of dataSet.items(0x30060039)) {
    const own = integer(roi, 0x30060084) ?? -1;
    const known = contours.get(own) ?? [];
    contours.set(own, known);
    for (const item of roi.items(0x30060040)) known.push(...contourOf(item, geometry));
  }
  const drawn = segments.filter((segment) => (contours.get(segment.number)?.length ?? 0) > 0);
  if (drawn.length === 0) throw unsupported('it holds no closed contour');
  const mask = (number: number): Uint8Array => fillAll(contours.get(number) ?? [], geometry);
  const notes = [...new Set(drawn.flatMap(({ label, number }) => planeNotes(label, contours.get(number)!, geometry)))];
  const outsideMl = (number: number): number =>
    outsideVoxels(contours.get(number) ?? [], geometry) * voxelVolumeMl(geometry);
  return segmentedMask({ segments: drawn, mask, dims: geometry.dims }, { resampled: null, notes, outsideMl });
}

function describe(dataSet: Elements, frameOfReferenceUid: string): SegmentDescription[] {
  const codes = new Map(
    [...dataSet.items(0x30060080)].map((item) => [integer(item, 0x30060084), codeOf(item.item(0x30060086))]),
  );
  return [...dataSet.items(0x30060020)].map((item) => {
    requireSameFrame(item.ascii(0x30060024), frameOfReferenceUid);
    const number = integer(item, 0x30060022) ?? 0;
    return {
      number,
      label: text(item, 0x30060026),
      type: codes.get(number),
      regions: [],
      algorithmType: item.ascii(0x30060036),
      algorithmName: '',
    };
  });
}

/** Nothing for points and open lines. */
function contourOf(item: Elements, geometry: VolumeGeometry): Contour[] {
  const kind = item.ascii(0x30060042);
  if (kind !== 'CLOSED_PLANAR' && kind !== 'CLOSEDPLANAR_XOR') return [];
  const values = Buffer.from(item.value(0x30060050)).toString('latin1').split('\\').map(Number);
  const count = values.length / 3;
  if (!Number.isInteger(count) || !values.every(Number.isFinite)) throw unsupported('a contour is damaged');
  const polygon: number[] = [];
  let [lowest, highest] = [Infinity, -Infinity];
  for (let at = 0; at < count; at++) {
    const [i, j, k] = patientToIndex(geometry, [values[3 * at]!, values[3 * at + 1]!, values[3 * at + 2]!]);
    polygon.push(i, j);
    lowest = Math.min(lowest, k);
    highest = Math.max(highest, k);
  }
  if (highest - lowest > FLAT_TOLERANCE) throw unsupported('its contours do not lie in slices of this CT');
  return [{ plane: (lowest + highest) / 2, polygon }];
}

/** By slice, also those that the CT would have below and above it, the planes that are its: of several the nearest one, so that none is filled twice. */
function planesOfSlices(contours: readonly Contour[]): Map<number, Contour[]> {
  const bySlice = new Map<number, Contour[]>();
  for (const contour of contours) {
    const slice = Math.round(contour.plane);
    const known = bySlice.get(slice);
    if (known) known.push(contour);
    else bySlice.set(slice, [contour]);
  }
  for (const [slice, found] of bySlice) {
    const off = ({ plane }: Contour): number => Math.abs(plane - slice);
    const nearest = found.reduce((best, contour) => (off(contour) < off(best) ? contour : best)).plane;
    bySlice.set(
      slice,
      found.filter(({ plane }) => Math.abs(plane - nearest) < FLAT_TOLERANCE),
    );
  }
  return bySlice;
}

const isSliceOf = ({ dims }: VolumeGeometry, slice: number): boolean => slice >= 0 && slice < dims[2];

function fillAll(contours: readonly Contour[], geometry: VolumeGeometry): Uint8Array {
  const sliceSize = geometry.dims[0] * geometry.dims[1];
  const voxels = new Uint8Array(voxelCount(geometry));
  for (const [slice, found] of planesOfSlices(contours)) {
    if (!isSliceOf(geometry, slice)) continue;
    const pixels = voxels.subarray(slice * sliceSize, (slice + 1) * sliceSize);
    for (const { polygon } of found) fillPolygon(polygon, pixels, geometry.dims[0]);
  }
  return voxels;
}

/** How many voxels the contours have beyond the border of the slices, and on slices that the CT doesn't have. */
function outsideVoxels(contours: readonly Contour[], geometry: VolumeGeometry): number {
  let count = 0;
  for (const [slice, found] of planesOfSlices(contours)) {
    const filled = fillAround(found);
    if (isSliceOf(geometry, slice)) eraseInside(filled, geometry);
    for (const value of filled.pixels) count += value;
  }
  return count;
}

/** Pixels of a plane around what is drawn on it; the first one is pixel (left, top) of the slice. */
interface FilledPlane {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly left: number;
  readonly top: number;
}

function fillAround(contours: readonly Contour[]): FilledPlane {
  const [low, high]: [number[], number[]] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ];
  for (const { polygon } of contours)
    polygon.forEach((value, at) => {
      low[at % 2] = Math.min(low[at % 2]!, Math.floor(value));
      high[at % 2] = Math.max(high[at % 2]!, Math.ceil(value));
    });
  const [left, top] = low as [number, number];
  const [width, height] = [high[0]! - left + 1, high[1]! - top + 1];
  if (!(width * height <= MAX_PLANE_PIXELS)) throw unsupported('a contour reaches far beyond any CT');
  const pixels = new Uint8Array(width * height);
  for (const { polygon } of contours) {
    const moved = polygon.map((value, at) => value - (at % 2 === 0 ? left : top));
    fillPolygon(moved, pixels, width);
  }
  return { pixels, width, left, top };
}

function eraseInside({ pixels, width, left, top }: FilledPlane, { dims }: VolumeGeometry): void {
  const from = Math.max(0, -left);
  const to = Math.min(width, dims[0] - left);
  const last = Math.min(pixels.length / width, dims[1] - top);
  for (let row = Math.max(0, -top); row < last; row++)
    pixels.fill(0, row * width + from, row * width + Math.max(from, to));
}

/** What a person must know where the planes are not the slices. */
function planeNotes(label: string, all: readonly Contour[], geometry: VolumeGeometry): string[] {
  const contours = all.filter(({ plane }) => isSliceOf(geometry, Math.round(plane)));
  const slices = [...planesOfSlices(contours).keys()];
  const planes = new Set(contours.map(({ plane }) => plane.toFixed(1))).size;
  if (slices.length === 0) return [`The contours of "${label}" lie outside of this CT.`];
  const between = Math.max(...slices) - Math.min(...slices) + 1;
  return [
    ...(slices.length < between
      ? [
          `"${label}" is drawn on ${slices.length} of ${between} slices; those between were left empty, not interpolated.`,
        ]
      : []),
    ...(planes > slices.length
      ? [
          `${planes - slices.length} of ${planes} contour planes of "${label}" lie on no slice of their own and were left out.`,
        ]
      : []),
  ];
}
