/** The segments that 3D Slicer describes in the key/value pairs of a `.seg.nrrd`. */
import { RemnantError } from '../../core/contract/errors.ts';
import { voxelCount, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { onGrid, resampledFrom } from '../../core/domain/maskGrid.ts';
import { outsideMl } from '../../core/domain/maskOutside.ts';
import type { Code } from '../dicom/codes.ts';
import { segmentedMask, type SegmentDescription, type SegmentedMask } from '../dicom/seg.ts';
import type { NrrdImage } from './read.ts';

interface NrrdSegment extends SegmentDescription {
  readonly layer: number;
  readonly value: number;
}

/** `SCT^10200004^Liver` */
function codeOf(triplet: string | undefined): Code | undefined {
  const [scheme, value, meaning] = (triplet ?? '').split('^');
  return scheme && value ? { scheme, value, meaning: meaning ?? '' } : undefined;
}

/** `...|TerminologyEntry:context~category~type~modifier~context~region~modifier|` */
function terminology(tags: string): Pick<SegmentDescription, 'type' | 'regions'> {
  const entry = /TerminologyEntry:([^|]*)/.exec(tags)?.[1]?.split('~') ?? [];
  const region = codeOf(entry[5]);
  return { type: codeOf(entry[2]), regions: region ? [region] : [] };
}

function segmentsOf({ pairs, layers }: NrrdImage): NrrdSegment[] {
  const numbers = [...pairs.keys()].flatMap((key) => /^Segment(\d+)_ID$/.exec(key)?.[1] ?? []);
  return numbers.map((number, index) => {
    const pair = (name: string): string => pairs.get(`Segment${number}_${name}`) ?? '';
    const layer = Number(pair('Layer') || 0);
    const value = Number(pair('LabelValue') || index + 1);
    if (!(Number.isInteger(layer) && layer >= 0 && layer < layers.length) || !(value > 0 && value < 256))
      throw new RemnantError('unsupported', 'A segment of this NRRD names a layer or label that it does not have.');
    const label = pair('Name') || pair('ID');
    return {
      number: index + 1,
      label,
      ...terminology(pair('Tags')),
      algorithmType: '',
      algorithmName: '',
      layer,
      value,
    };
  });
}

/** @returns null for a NRRD without segments, whose values a person has to tell the meaning of */
export function nrrdMask(image: NrrdImage, geometry: VolumeGeometry): SegmentedMask | null {
  const segments = segmentsOf(image);
  if (segments.length === 0) return null;
  const { grid } = image;
  const nothing = { labels: new Uint8Array(voxelCount(geometry)), resampled: resampledFrom(grid, geometry) };
  const gridded = image.layers.map((layer) => onGrid(layer, grid, geometry) ?? nothing);
  const lost = image.layers.map((layer) => outsideMl(layer, grid, geometry));
  const placeOf = (number: number): NrrdSegment => segments.find((segment) => segment.number === number)!;
  return segmentedMask(
    {
      segments,
      mask: (number) => {
        const { layer, value } = placeOf(number);
        return gridded[layer]!.labels.map((label) => Number(label === value));
      },
      dims: geometry.dims,
    },
    {
      // Layers are all of one grid.
      resampled: gridded[0]!.resampled,
      outsideMl: (number) => {
        const { layer, value } = placeOf(number);
        return lost[layer]![value]!;
      },
    },
  );
}
