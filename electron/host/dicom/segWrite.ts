/**
 * Writes a labelmap as a DICOM Segmentation object (PS3.3 A.51): binary, one frame for each slice of a segment that holds something, or as a
 * label map, one frame for each slice, RLE compressed.
 */
import { RemnantError } from '../../core/contract/errors.ts';
import { voxelCount, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { segmentNames, type SegmentName } from '../../core/domain/labels.ts';
import { trialAttributes, type ClinicalTrial } from './clinicalTrial.ts';
import { codeItem, codes } from './codes.ts';
import { ownAttributes } from './ownObject.ts';
import { encodeRle, RLE_LOSSLESS } from './rleWrite.ts';
import { dimensions, frameItems, referencedSeries, sharedGroups, type SegSourceImage } from './segGroups.ts';
import { layOut, packFrames, type NumberedKind, type SegForm } from './segLayout.ts';
import { trackingOf } from './segSegments.ts';
import type { SegSource } from './segSource.ts';
import { uidFromSeed, writeDicom, type Dataset } from './write.ts';

export const SEGMENTATION_STORAGE = '1.2.840.10008.5.1.4.1.1.66.4';
export const LABEL_MAP_SEGMENTATION_STORAGE = '1.2.840.10008.5.1.4.1.1.66.7';

export type { SegSourceImage } from './segGroups.ts';

export interface SegAlgorithm {
  readonly type: 'AUTOMATIC' | 'SEMIAUTOMATIC' | 'MANUAL';
  /** Name with version; shown to the reader. */
  readonly name: string;
}

export interface SegInput {
  /** In volume order. */
  readonly labels: Uint8Array;
  readonly geometry: VolumeGeometry;
  /** Default: binary. */
  readonly form?: SegForm;
  /** One for each slice k of the volume; or those that it was computed from, which are no slices of it. */
  readonly sourceImages: readonly SegSourceImage[];
  /** Patient, study and frame of reference of the source: `readSegSource` of any of its files. */
  readonly header: SegSource;
  /** How the segments were made: all alike, or each. */
  readonly algorithm: SegAlgorithm | Readonly<Record<SegmentName, SegAlgorithm>>;
  /** Of this program. */
  readonly version: string;
  /** Id of the subject: gives the segments tracking UIDs, the same in all its segmentations and reports. */
  readonly trackedBy?: string;
  readonly trial?: ClinicalTrial | null;
  readonly seriesDescription?: string;
  readonly seriesNumber?: number;
  readonly now?: Date;
  /** New ones by default. */
  readonly uids?: { readonly series: string; readonly instance: string };
}

/** PS3.3 C.8.20.2.3; required unless drawn by hand. */
const algorithmAttributes = ({ type, name }: SegAlgorithm, version: string): Dataset => ({
  SegmentAlgorithmType: type,
  ...(type !== 'MANUAL' && {
    SegmentAlgorithmName: name,
    SegmentationAlgorithmIdentificationSequence: [
      { AlgorithmFamilyCodeSequence: codeItem(codes.neighbourhood), AlgorithmName: name, AlgorithmVersion: version },
    ],
  }),
});

function segmentItems(kinds: readonly NumberedKind[], { algorithm, trackedBy, version }: SegInput): Dataset[] {
  const made = 'type' in algorithm ? Object.fromEntries(segmentNames.map((name) => [name, algorithm])) : algorithm;
  return kinds.map(({ number, label, of, category, type, region, colour }) => {
    const tracking = trackedBy === undefined ? null : trackingOf(trackedBy, label);
    return {
      SegmentNumber: number,
      SegmentLabel: label,
      SegmentedPropertyCategoryCodeSequence: codeItem(category),
      SegmentedPropertyTypeCodeSequence: codeItem(type),
      AnatomicRegionSequence: region ? codeItem(region) : undefined,
      ...algorithmAttributes(made[of], version),
      RecommendedDisplayCIELabValue: colour,
      TrackingID: tracking?.id,
      TrackingUID: tracking?.uid,
    };
  });
}

/** Bits for a pixel and what they mean. */
const pixelAttributes = (form: SegForm, overlap: boolean): Dataset => ({
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  PixelRepresentation: 0,
  ...(form === 'binary'
    ? {
        BitsAllocated: 1,
        BitsStored: 1,
        HighBit: 0,
        SegmentationType: 'BINARY',
        SegmentsOverlap: overlap ? 'YES' : 'NO',
      }
    : {
        BitsAllocated: 8,
        BitsStored: 8,
        HighBit: 7,
        // What no segment has (PS3.3 C.8.20.2).
        UnsignedPixelPaddingValue: 0,
        SegmentationType: 'LABELMAP',
        SegmentsOverlap: 'NO',
      }),
});

function checkInput({ labels, geometry, sourceImages }: SegInput): void {
  if (labels.length !== voxelCount(geometry)) throw new RangeError('the labelmap doesn’t fill the volume');
  const placed = sourceImages.flatMap(({ k }) => k ?? []);
  const covers = new Set(placed).size === geometry.dims[2] && placed.length === geometry.dims[2];
  if (sourceImages.length === 0 || (placed.length > 0 && !covers))
    throw new RangeError('one source image is needed for each slice');
}

/**
 * @returns the bytes of a Part 10 file
 * @throws RemnantError 'refused' when nothing is drawn
 * @throws RangeError when labels, geometry and source images don't belong together
 */
export function writeSeg(input: SegInput): Uint8Array<ArrayBuffer> {
  const { labels, geometry, form = 'binary', sourceImages, header, trial, now = new Date() } = input;
  checkInput(input);
  const layout = layOut(input, form);
  const { kinds, frames } = layout;
  if (frames.length === 0)
    throw new RemnantError('refused', 'Nothing is drawn in this segmentation yet, so there is nothing to export.');

  const { seriesInstanceUid, frameOfReferenceUid, lossy, attributes } = header;
  const own = ownAttributes({
    ...input,
    sopClassUid: form === 'binary' ? SEGMENTATION_STORAGE : LABEL_MAP_SEGMENTATION_STORAGE,
    modality: 'SEG',
    seriesDescription: input.seriesDescription ?? 'Liver segmentation',
    seriesNumber: input.seriesNumber ?? 9001,
    now,
  });
  const sliceSize = geometry.dims[0] * geometry.dims[1];
  const dataset: Dataset & { SOPClassUID: string; SOPInstanceUID: string } = {
    ...attributes,
    ...(trial && trialAttributes(trial)),
    ...pixelAttributes(form, kinds.length > 1),
    ImageType: ['DERIVED', 'PRIMARY'],
    ...own,
    // Some CTs have none; the segmentation must, and every one of the series the same.
    FrameOfReferenceUID:
      frameOfReferenceUid === '' ? uidFromSeed(`frame of reference of ${seriesInstanceUid}`) : frameOfReferenceUid,
    ReferencedSeriesSequence: referencedSeries(sourceImages, seriesInstanceUid),
    // The same file gets the same UID.
    ...dimensions(uidFromSeed(`dimensions of ${own.SOPInstanceUID}`), form === 'binary'),
    NumberOfFrames: frames.length,
    Rows: geometry.dims[1],
    Columns: geometry.dims[0],
    LossyImageCompression: lossy ? '01' : '00',
    ContentLabel: 'LIVER',
    ContentDescription: 'Liver, tumour and future liver remnant',
    ContentCreatorName: '',
    SegmentSequence: segmentItems(kinds, input),
    SharedFunctionalGroupsSequence: sharedGroups(geometry),
    PerFrameFunctionalGroupsSequence: frameItems(geometry, sourceImages, frames),
  };
  if (form === 'binary') return writeDicom({ ...dataset, PixelData: packFrames(input, layout) });
  const coded = frames.map(({ k }) => encodeRle(labels.subarray(k * sliceSize, (k + 1) * sliceSize), geometry.dims[0]));
  return writeDicom(dataset, { transferSyntaxUid: RLE_LOSSLESS, frames: coded });
}
