/** Reads binary DICOM Segmentation objects, whoever wrote them, onto the voxels of a volume. */
import { RemnantError } from '../../core/contract/errors.ts';
import { scale, voxelCount, type Vec3, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { placeOnGrid, type Placement } from '../../core/domain/gridMatch.ts';
import { codeOf } from './codes.ts';
import { OPEN, type Elements } from './readElements.ts';
import { integer, numbers, text } from './readValues.ts';
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

function describe(item: Elements): SegmentDescription {
  return {
    number: item.uint16(0x00620004) ?? 0,
    label: text(item, 0x00620005),
    type: codeOf(item.item(0x0062000f)),
    regions: [...item.items(0x00082218)].flatMap((region) => codeOf(region) ?? []),
    algorithmType: item.ascii(0x00620008),
    algorithmName: text(item, 0x00620009),
  };
}

interface Frame {
  readonly segment: number;
  readonly placement: Placement;
}

/** A functional group of a frame: its own, else the one shared by all (PS3.3 C.7.6.16.1.1). */
function placeFrame(
  shared: Elements | undefined,
  own: Elements,
  dims: { rows: number; columns: number },
  geometry: VolumeGeometry,
): Frame {
  const group = (tag: number): Elements | undefined => own.item(tag) ?? shared?.item(tag);
  const position = numbers(group(0x00209113), 0x00200032, 3);
  const orientation = numbers(group(0x00209116), 0x00200037, 6);
  const spacing = numbers(group(0x00289110), 0x00280030, 2);
  const segment = group(0x0062000a)?.uint16(0x0062000b);
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

function read(dataSet: Elements, geometry: VolumeGeometry, frameOfReferenceUid: string): Seg {
  if (dataSet.ascii(0x00080016) !== SEGMENTATION_STORAGE) throw unsupported('it is another kind of DICOM object');
  if (dataSet.ascii(0x00620001) !== 'BINARY' || dataSet.uint16(0x00280100) !== 1)
    throw unsupported('only binary segmentations are known');
  const ownFrame = dataSet.ascii(0x00200052);
  if (frameOfReferenceUid !== '' && ownFrame !== '' && ownFrame !== frameOfReferenceUid) {
    throw new RemnantError('refused', 'The segmentation belongs to another frame of reference than the series.');
  }
  const [rows, columns] = [dataSet.uint16(0x00280010) ?? 0, dataSet.uint16(0x00280011) ?? 0];
  const perFrame = [...dataSet.items(0x52009230)];
  const pixels = dataSet.find(0x7fe00010);
  const frameSize = rows * columns;
  if (!pixels || pixels.length === OPEN) throw unsupported('its pixels are compressed or missing');
  if (frameSize === 0 || perFrame.length === 0 || integer(dataSet, 0x00280008) !== perFrame.length)
    throw unsupported('frames are missing');
  const available = Math.min(pixels.length, dataSet.bytes.length - pixels.offset);
  if (perFrame.length * frameSize > available * 8) throw unsupported('pixels are missing');

  const packed = dataSet.bytes.subarray(pixels.offset, pixels.offset + available);
  const shared = dataSet.item(0x52009229);
  const frames = perFrame.map((own) => placeFrame(shared, own, { rows, columns }, geometry));
  const segments = [...dataSet.items(0x00620002)].map(describe);
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
  const source = dataSet.item(0x00081115)?.ascii(0x0020000e) ?? '';
  return { seriesInstanceUid: source, segments, mask, labels: () => segToLabels(segments, mask) };
}
