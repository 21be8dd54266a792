/** Reads binary DICOM Segmentation objects, whoever wrote them, onto the voxels of a volume. */
import type { DataSet } from 'dicom-parser';
import { RemnantError } from '../../core/contract/errors.ts';
import { scale, voxelCount, type Vec3, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { placeOnGrid, type Placement } from '../../core/domain/gridMatch.ts';
import type { Code } from './codes.ts';
import { eachSetBit } from './segBits.ts';
import { segToLabels, type SegmentDescription } from './segSegments.ts';
import { parseHeader } from './segSource.ts';
import { SEGMENTATION_STORAGE } from './segWrite.ts';

/** A segmentation on a volume's grid. Masks are made when they are asked for: files may hold a hundred segments. */
export interface Seg {
  readonly seriesInstanceUid: string;
  readonly segments: readonly SegmentDescription[];
  /** One byte a voxel, 0 or 1, in volume order. */
  mask(segmentNumber: number): Uint8Array;
  /** All segments as the project's labels. */
  labels(): Uint8Array;
}

const unsupported = (what: string): RemnantError =>
  new RemnantError('unsupported', `This segmentation can't be read: ${what}.`);

const items = (dataSet: DataSet | undefined, tag: string): DataSet[] =>
  (dataSet?.elements[tag]?.items ?? []).flatMap(({ dataSet: item }) => (item ? [item] : []));
const first = (dataSet: DataSet | undefined, tag: string): DataSet | undefined => items(dataSet, tag)[0];

function numbers(dataSet: DataSet | undefined, tag: string, count: number): number[] | undefined {
  const values = dataSet?.string(tag)?.split('\\').map(Number);
  return values?.length === count && values.every(Number.isFinite) ? values : undefined;
}

function codeOf(item: DataSet | undefined): Code | undefined {
  const [value, scheme] = [item?.string('x00080100'), item?.string('x00080102')];
  return value === undefined || scheme === undefined
    ? undefined
    : { value, scheme, meaning: item?.string('x00080104') ?? '' };
}

function describe(item: DataSet): SegmentDescription {
  return {
    number: item.uint16('x00620004') ?? 0,
    label: item.string('x00620005') ?? '',
    type: codeOf(first(item, 'x0062000f')),
    regions: items(item, 'x00082218').flatMap((region) => codeOf(region) ?? []),
    algorithmType: item.string('x00620008') ?? '',
    algorithmName: item.string('x00620009') ?? '',
  };
}

interface Frame {
  readonly segment: number;
  readonly placement: Placement;
}

/** A functional group of a frame: its own, else the one shared by all (PS3.3 C.7.6.16.1.1). */
function placeFrame(
  shared: DataSet | undefined,
  own: DataSet,
  dims: { rows: number; columns: number },
  geometry: VolumeGeometry,
): Frame {
  const group = (tag: string): DataSet | undefined => first(own, tag) ?? first(shared, tag);
  const position = numbers(group('x00209113'), 'x00200032', 3);
  const orientation = numbers(group('x00209116'), 'x00200037', 6);
  const spacing = numbers(group('x00289110'), 'x00280030', 2);
  const segment = group('x0062000a')?.uint16('x0062000b');
  if (!position || !orientation || !spacing || segment === undefined) {
    throw unsupported('a frame lacks its position, orientation, pixel spacing or segment');
  }
  const alongRow = orientation.slice(0, 3) as unknown as Vec3;
  const alongColumn = orientation.slice(3) as unknown as Vec3;
  const placement = placeOnGrid(
    {
      originMm: position as unknown as Vec3,
      axes: [
        { size: dims.columns, stepMm: scale(alongRow, spacing[1]!) },
        { size: dims.rows, stepMm: scale(alongColumn, spacing[0]!) },
      ],
    },
    geometry,
  );
  if (!placement) {
    throw new RemnantError(
      'refused',
      'The segmentation lies on another grid than the series, so its voxels are not the voxels of this CT.',
    );
  }
  return { segment, placement };
}

/**
 * @param geometry of the volume that the masks are wanted for
 * @param frameOfReferenceUid of the series; '' when it has none, then only the positions tell
 * @throws RemnantError 'unsupported' for other objects and encodings, 'refused' for another patient space or grid
 */
export function readSeg(file: Uint8Array, geometry: VolumeGeometry, frameOfReferenceUid = ''): Seg {
  const dataSet = parseHeader(file);
  try {
    return read(dataSet, geometry, frameOfReferenceUid);
  } catch (error) {
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('unsupported', 'This segmentation is damaged.', { cause: error });
  }
}

function read(dataSet: DataSet, geometry: VolumeGeometry, frameOfReferenceUid: string): Seg {
  if (dataSet.string('x00080016') !== SEGMENTATION_STORAGE) throw unsupported('it is another kind of DICOM object');
  if (dataSet.string('x00620001') !== 'BINARY' || dataSet.uint16('x00280100') !== 1)
    throw unsupported('only binary segmentations are known');
  const ownFrame = dataSet.string('x00200052') ?? '';
  if (frameOfReferenceUid !== '' && ownFrame !== '' && ownFrame !== frameOfReferenceUid) {
    throw new RemnantError('refused', 'The segmentation belongs to another frame of reference than the series.');
  }
  const [rows, columns] = [dataSet.uint16('x00280010') ?? 0, dataSet.uint16('x00280011') ?? 0];
  const perFrame = items(dataSet, 'x52009230');
  const pixels = dataSet.elements['x7fe00010'];
  const frameSize = rows * columns;
  if (!pixels || pixels.length === 0xffffffff || pixels.encapsulatedPixelData)
    throw unsupported('its pixels are compressed or missing');
  if (frameSize === 0 || perFrame.length === 0 || dataSet.intString('x00280008') !== perFrame.length)
    throw unsupported('frames are missing');
  const available = Math.min(pixels.length, dataSet.byteArray.length - pixels.dataOffset);
  if (perFrame.length * frameSize > available * 8) throw unsupported('pixels are missing');

  const packed = dataSet.byteArray.subarray(pixels.dataOffset, pixels.dataOffset + available);
  const shared = first(dataSet, 'x52009229');
  const frames = perFrame.map((own) => placeFrame(shared, own, { rows, columns }, geometry));
  const segments = items(dataSet, 'x00620002').map(describe);
  if (segments.length === 0) throw unsupported('it describes no segment');

  const mask = (segmentNumber: number): Uint8Array => {
    const voxels = new Uint8Array(voxelCount(geometry));
    frames.forEach(({ segment, placement: { start, strides } }, at) => {
      if (segment !== segmentNumber) return;
      const [alongRow, alongColumn] = strides as [number, number];
      eachSetBit(packed, at * frameSize, frameSize, (place) => {
        const row = Math.floor(place / columns);
        voxels[start + row * alongColumn + (place - row * columns) * alongRow] = 1;
      });
    });
    return voxels;
  };
  const source = first(dataSet, 'x00081115')?.string('x0020000e') ?? '';
  return { seriesInstanceUid: source, segments, mask, labels: () => segToLabels(segments, mask) };
}
