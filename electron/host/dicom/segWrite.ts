/** Writes a labelmap as a DICOM Segmentation object (PS3.3 A.51), binary, one frame for each slice of a segment that holds something. */
import { RemnantError } from '../../core/contract/errors.ts';
import { indexToPatient, voxelCount, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { segmentNames, type SegmentName } from '../../core/domain/labels.ts';
import { codeItem, codes } from './codes.ts';
import { dateOf, timeOf } from './dates.ts';
import { packBits } from './segBits.ts';
import { segmentKinds, type SegmentKind } from './segSegments.ts';
import type { SegSource } from './segSource.ts';
import { newUid, uidFromSeed, writeDicom, type Dataset } from './write.ts';
import { writeTags } from './writeTags.ts';

export const SEGMENTATION_STORAGE = '1.2.840.10008.5.1.4.1.1.66.4';

export interface SegAlgorithm {
  readonly type: 'AUTOMATIC' | 'SEMIAUTOMATIC' | 'MANUAL';
  /** Name with version; shown to the reader. */
  readonly name: string;
}

export interface SegSourceImage {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  /** Default: that of the header. */
  readonly seriesInstanceUid?: string;
  /** Of a multi-frame image, from 1. */
  readonly frameNumber?: number | null;
  /** null: it is no slice of the volume. */
  readonly k: number | null;
}

export interface SegInput {
  /** In volume order. */
  readonly labels: Uint8Array;
  readonly geometry: VolumeGeometry;
  /** One for each slice k of the volume; or those that it was computed from, which are no slices of it. */
  readonly sourceImages: readonly SegSourceImage[];
  /** Patient, study and frame of reference of the source: `readSegSource` of any of its files. */
  readonly header: SegSource;
  /** How the segments were made: all alike, or each. */
  readonly algorithm: SegAlgorithm | Readonly<Record<SegmentName, SegAlgorithm>>;
  /** Of this program. */
  readonly version: string;
  readonly seriesDescription?: string;
  readonly seriesNumber?: number;
  readonly now?: Date;
  /** New ones by default. */
  readonly uids?: { readonly series: string; readonly instance: string };
}

interface Frame {
  /** Counted from 1. */
  readonly segment: number;
  readonly k: number;
}

/** Which slices each kind of segment has voxels in; kinds without any are left out. */
function layOut({ labels, geometry }: SegInput): { kinds: SegmentKind[]; frames: Frame[] } {
  const sliceSize = geometry.dims[0] * geometry.dims[1];
  const present = Array.from(
    { length: geometry.dims[2] },
    (_, k) => new Set(labels.subarray(k * sliceSize, (k + 1) * sliceSize)),
  );
  const kinds = segmentKinds.filter(({ holds }) => present.some((values) => [...values].some(holds)));
  const frames = kinds.flatMap(({ holds }, index) =>
    present.flatMap((values, k) => ([...values].some(holds) ? [{ segment: index + 1, k }] : [])),
  );
  return { kinds, frames };
}

function packFrames(
  { labels, geometry }: SegInput,
  kinds: readonly SegmentKind[],
  frames: readonly Frame[],
): Uint8Array {
  const sliceSize = geometry.dims[0] * geometry.dims[1];
  const packed = new Uint8Array(Math.ceil((frames.length * sliceSize) / 8));
  const bits = new Uint8Array(sliceSize);
  const inside = kinds.map(({ holds }) => Uint8Array.from({ length: 256 }, (_, label) => Number(holds(label))));
  frames.forEach(({ segment, k }, at) => {
    const member = inside[segment - 1]!;
    for (let voxel = 0; voxel < sliceSize; voxel++) bits[voxel] = member[labels[k * sliceSize + voxel]!]!;
    packBits(packed, at * sliceSize, bits);
  });
  return packed;
}

function segmentItems(kinds: readonly SegmentKind[], { algorithm }: SegInput): Dataset[] {
  const made = 'type' in algorithm ? Object.fromEntries(segmentNames.map((name) => [name, algorithm])) : algorithm;
  return kinds.map(({ label, of, category, type, region, colour }, index) => ({
    SegmentNumber: index + 1,
    SegmentLabel: label,
    SegmentedPropertyCategoryCodeSequence: codeItem(category),
    SegmentedPropertyTypeCodeSequence: codeItem(type),
    AnatomicRegionSequence: region ? codeItem(region) : undefined,
    SegmentAlgorithmType: made[of].type,
    // Required unless drawn by hand (PS3.3 C.8.20.2.3).
    SegmentAlgorithmName: made[of].type === 'MANUAL' ? undefined : made[of].name,
    RecommendedDisplayCIELabValue: colour,
  }));
}

const derivationOf = ({ sopClassUid, sopInstanceUid, frameNumber }: SegSourceImage): Dataset => ({
  SourceImageSequence: [
    {
      ReferencedSOPClassUID: sopClassUid,
      ReferencedSOPInstanceUID: sopInstanceUid,
      ReferencedFrameNumber: frameNumber ?? undefined,
      PurposeOfReferenceCodeSequence: codeItem(codes.sourceImage),
    },
  ],
  DerivationCodeSequence: codeItem(codes.segmentation),
});

/** Each image once, by the series it is of. */
function referencedSeries({ sourceImages, header }: SegInput): Dataset[] {
  const bySeries = new Map<string, Map<string, SegSourceImage>>();
  for (const image of sourceImages) {
    const uid = image.seriesInstanceUid ?? header.seriesInstanceUid;
    const images = bySeries.get(uid) ?? new Map<string, SegSourceImage>();
    bySeries.set(uid, images.set(image.sopInstanceUid, image));
  }
  return [...bySeries].map(([uid, images]) => ({
    SeriesInstanceUID: uid,
    ReferencedInstanceSequence: [...images.values()].map(({ sopClassUid, sopInstanceUid }) => ({
      ReferencedSOPClassUID: sopClassUid,
      ReferencedSOPInstanceUID: sopInstanceUid,
    })),
  }));
}

function frameItems({ geometry, sourceImages }: SegInput, frames: readonly Frame[]): Dataset[] {
  const images = new Map(sourceImages.map((image) => [image.k, image]));
  const positions = [...new Set(frames.map(({ k }) => k))].sort((a, b) => a - b);
  const ordinal = new Map(positions.map((k, at) => [k, at + 1]));
  return frames.map(({ segment, k }) => {
    const image = images.get(k);
    return {
      DerivationImageSequence: image ? [derivationOf(image)] : [],
      FrameContentSequence: [{ DimensionIndexValues: [segment, ordinal.get(k)!] }],
      PlanePositionSequence: [{ ImagePositionPatient: indexToPatient(geometry, [0, 0, k]) }],
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segment }],
    };
  });
}

function dimensions(organization: string) {
  return {
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: organization }],
    DimensionIndexSequence: [
      {
        DimensionOrganizationUID: organization,
        DimensionIndexPointer: writeTags.ReferencedSegmentNumber[0],
        FunctionalGroupPointer: writeTags.SegmentIdentificationSequence[0],
        DimensionDescriptionLabel: 'Segment',
      },
      {
        DimensionOrganizationUID: organization,
        DimensionIndexPointer: writeTags.ImagePositionPatient[0],
        FunctionalGroupPointer: writeTags.PlanePositionSequence[0],
        DimensionDescriptionLabel: 'Position',
      },
    ],
  } as const satisfies Dataset;
}

function sharedGroups({ spacingMm, direction }: VolumeGeometry): readonly Dataset[] {
  return [
    {
      PlaneOrientationSequence: [{ ImageOrientationPatient: [...direction.i, ...direction.j] }],
      PixelMeasuresSequence: [
        // The true distance of slices, which readers need for volumes; a CT's nominal thickness may differ.
        {
          SliceThickness: spacingMm[2],
          SpacingBetweenSlices: spacingMm[2],
          PixelSpacing: [spacingMm[1], spacingMm[0]],
        },
      ],
    },
  ];
}

/**
 * @returns the bytes of a Part 10 file
 * @throws RemnantError 'refused' when nothing is drawn
 * @throws RangeError when labels, geometry and source images don't belong together
 */
export function writeSeg(input: SegInput): Uint8Array<ArrayBuffer> {
  const { labels, geometry, sourceImages, header, version, now = new Date() } = input;
  if (labels.length !== voxelCount(geometry)) throw new RangeError('the labelmap doesn’t fill the volume');
  const placed = sourceImages.flatMap(({ k }) => k ?? []);
  const covers = new Set(placed).size === geometry.dims[2] && placed.length === geometry.dims[2];
  if (sourceImages.length === 0 || (placed.length > 0 && !covers))
    throw new RangeError('one source image is needed for each slice');
  const { kinds, frames } = layOut(input);
  if (frames.length === 0)
    throw new RemnantError('refused', 'Nothing is drawn in this segmentation yet, so there is nothing to export.');

  const { seriesInstanceUid, frameOfReferenceUid, lossy, attributes } = header;
  const uids = input.uids ?? { series: newUid(), instance: newUid() };
  const [date, time] = [dateOf(now), timeOf(now)];
  return writeDicom({
    ...attributes,
    ImageType: ['DERIVED', 'PRIMARY'],
    SOPClassUID: SEGMENTATION_STORAGE,
    SOPInstanceUID: uids.instance,
    SeriesInstanceUID: uids.series,
    SeriesDate: date,
    ContentDate: date,
    SeriesTime: time,
    ContentTime: time,
    Modality: 'SEG',
    Manufacturer: 'Remnant',
    ManufacturerModelName: 'Remnant',
    DeviceSerialNumber: '1',
    SoftwareVersions: version,
    SeriesDescription: input.seriesDescription ?? 'Liver segmentation',
    SeriesNumber: input.seriesNumber ?? 9001,
    InstanceNumber: 1,
    // Some CTs have none; the segmentation must, and every one of the series the same.
    FrameOfReferenceUID:
      frameOfReferenceUid === '' ? uidFromSeed(`frame of reference of ${seriesInstanceUid}`) : frameOfReferenceUid,
    ReferencedSeriesSequence: referencedSeries(input),
    ...dimensions(newUid()),
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    NumberOfFrames: frames.length,
    Rows: geometry.dims[1],
    Columns: geometry.dims[0],
    BitsAllocated: 1,
    BitsStored: 1,
    HighBit: 0,
    PixelRepresentation: 0,
    LossyImageCompression: lossy ? '01' : '00',
    SegmentationType: 'BINARY',
    SegmentsOverlap: kinds.length > 1 ? 'YES' : 'NO',
    ContentLabel: 'LIVER',
    ContentDescription: 'Liver, tumour and future liver remnant',
    ContentCreatorName: '',
    SegmentSequence: segmentItems(kinds, input),
    SharedFunctionalGroupsSequence: sharedGroups(geometry),
    PerFrameFunctionalGroupsSequence: frameItems(input, frames),
    PixelData: packFrames(input, kinds, frames),
  });
}
