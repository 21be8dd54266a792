/** Reads DICOM Segmentation objects, whoever wrote them, onto the voxels of a volume. */
import { RemnantError } from '../../core/contract/errors.ts';
import { voxelCount, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { placeOnGrid } from '../../core/domain/gridMatch.ts';
import { onGrid, resampledFrom } from '../../core/domain/maskGrid.ts';
import { outsideMl } from '../../core/domain/maskOutside.ts';
import { codeOf } from './codes.ts';
import type { Elements } from './readElements.ts';
import { findStart } from './readStart.ts';
import { text } from './readValues.ts';
import { readSegFrames, stackOf, unsupported, type SegFrames } from './segFrames.ts';
import { segmentedMask, type SegmentDescription, type SegmentedMask } from './segMask.ts';
import { parseHeader } from './segSource.ts';
import { LABEL_MAP_SEGMENTATION_STORAGE, SEGMENTATION_STORAGE } from './segWrite.ts';

export interface Seg extends SegmentedMask {
  readonly sopInstanceUid: string;
  /** Of the images that it was drawn on; '' when it doesn't say. */
  readonly seriesInstanceUid: string;
  readonly form: 'binary' | 'fractional' | 'labelmap';
}

export interface SegReading {
  /** From which part of their maximum pixels of fractional segments count, 0 to 1. */
  readonly threshold?: number;
}

/** Half is what is drawn. */
export const DEFAULT_THRESHOLD = 0.5;

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

/**
 * @param geometry of the volume that the masks are wanted for
 * @param frameOfReferenceUid of the series; '' when it has none, then only the positions tell
 * @throws RemnantError 'unsupported' for other objects and encodings, 'refused' for another patient space
 */
export function readSeg(
  file: Uint8Array,
  geometry: VolumeGeometry,
  frameOfReferenceUid = '',
  reading: SegReading = {},
): Seg {
  const dataSet = parseHeader(file);
  try {
    const transferSyntaxUid = findStart(file)?.transferSyntaxUid ?? '';
    return read(dataSet, transferSyntaxUid, { geometry, frameOfReferenceUid, ...reading });
  } catch (error) {
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('unsupported', 'This segmentation is damaged.', { cause: error });
  }
}

interface Wanted extends SegReading {
  readonly geometry: VolumeGeometry;
  readonly frameOfReferenceUid: string;
}

/** @throws RemnantError 'refused' when both say which patient space they are in, and it is not the same */
export function requireSameFrame(own: string, ofSeries: string): void {
  if (ofSeries !== '' && own !== '' && own !== ofSeries)
    throw new RemnantError('refused', 'The segmentation belongs to another frame of reference than the series.');
}

function read(dataSet: Elements, transferSyntaxUid: string, wanted: Wanted): Seg {
  const { geometry, frameOfReferenceUid, threshold = DEFAULT_THRESHOLD } = wanted;
  const sopClass = dataSet.ascii(0x00080016);
  if (sopClass !== SEGMENTATION_STORAGE && sopClass !== LABEL_MAP_SEGMENTATION_STORAGE)
    throw unsupported('it is another kind of DICOM object');
  requireSameFrame(dataSet.ascii(0x00200052), frameOfReferenceUid);
  const frames = readSegFrames(dataSet, transferSyntaxUid, threshold);
  // Number 0 stands for the background of a label map.
  const segments = [...dataSet.items(0x00620002)].map(describe).filter((segment) => segment.number > 0);
  if (segments.length === 0) throw unsupported('it describes no segment');
  const { mask, ...fit } = maskReader(frames, geometry);
  const [isFractional, isLabelMap] = ['FRACTIONAL', 'LABELMAP'].map((type) => dataSet.ascii(0x00620001) === type);
  const percent = Math.round(threshold * 100);
  const notes = isFractional ? [`Its segments are fractional; what reaches ${percent} % counts.`] : [];
  return {
    sopInstanceUid: dataSet.ascii(0x00080018),
    seriesInstanceUid: dataSet.item(0x00081115)?.ascii(0x0020000e) ?? '',
    form: isLabelMap ? 'labelmap' : isFractional ? 'fractional' : 'binary',
    ...segmentedMask({ segments, mask, dims: geometry.dims }, { ...fit, notes }),
  };
}

type MaskReader = Pick<Seg, 'mask' | 'resampled' | 'outsideMl'>;

/** Voxel by voxel where the frames are slices of the volume, else by way of their own grid. */
function maskReader(frames: SegFrames, geometry: VolumeGeometry): MaskReader {
  const { rows, columns } = frames;
  const placements = frames.frames.map(({ originMm, stepsMm }) =>
    placeOnGrid(
      {
        originMm,
        axes: [
          { size: columns, stepMm: stepsMm[0] },
          { size: rows, stepMm: stepsMm[1] },
        ],
      },
      geometry,
    ),
  );
  if (placements.includes(null)) return resampledReader(frames, geometry);
  const mask = (segment: number): Uint8Array => {
    const voxels = new Uint8Array(voxelCount(geometry));
    placements.forEach((placement, at) => {
      const own = frames.frames[at]!.segment;
      if (own !== null && own !== segment) return;
      const { start, strides } = placement!;
      const [alongRow, alongColumn] = strides as [number, number];
      frames.visit(at, segment, (place) => {
        const row = Math.floor(place / columns);
        voxels[start + row * alongColumn + (place - row * columns) * alongRow] = 1;
      });
    });
    return voxels;
  };
  return { mask, resampled: null, outsideMl: () => 0 };
}

/** Of a thousand slices of 512 x 512: frames that lie further apart are of no CT. */
const MAX_VOXELS = 2 ** 28;

function resampledReader(frames: SegFrames, geometry: VolumeGeometry): MaskReader {
  const { grid, slices } = stackOf(frames);
  const count = grid.dims[0] * grid.dims[1] * grid.dims[2];
  if (!(count <= MAX_VOXELS)) throw unsupported('its frames lie too far apart');
  const sliceSize = frames.rows * frames.columns;
  const valuesOf = (segment: number): Uint8Array => {
    const values = new Uint8Array(count);
    frames.frames.forEach(({ segment: own }, at) => {
      if (own !== null && own !== segment) return;
      frames.visit(at, segment, (place) => {
        values[slices[at]! * sliceSize + place] = 1;
      });
    });
    return values;
  };
  return {
    // Of another organ there may be nothing at all in this CT.
    mask: (segment) => onGrid(valuesOf(segment), grid, geometry)?.labels ?? new Uint8Array(voxelCount(geometry)),
    resampled: resampledFrom(grid, geometry),
    outsideMl: (segment) => outsideMl(valuesOf(segment), grid, geometry)[1]!,
  };
}
