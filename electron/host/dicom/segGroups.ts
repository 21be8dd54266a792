/** The parts of a segmentation that place its frames and name what they were drawn on (PS3.3 C.7.6.16, C.7.6.17). */
import { indexToPatient, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { codeItem, codes } from './codes.ts';
import type { SegFrame } from './segLayout.ts';
import type { Dataset } from './write.ts';
import { writeTags } from './writeTags.ts';

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
export function referencedSeries(sourceImages: readonly SegSourceImage[], seriesInstanceUid: string): Dataset[] {
  const bySeries = new Map<string, Map<string, SegSourceImage>>();
  for (const image of sourceImages) {
    const uid = image.seriesInstanceUid ?? seriesInstanceUid;
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

/** One item a frame: its place, its segment where it has one, and the image that it was drawn on. */
export function frameItems(
  geometry: VolumeGeometry,
  sourceImages: readonly SegSourceImage[],
  frames: readonly SegFrame[],
): Dataset[] {
  const images = new Map(sourceImages.map((image) => [image.k, image]));
  const positions = [...new Set(frames.map(({ k }) => k))].sort((a, b) => a - b);
  const ordinal = new Map(positions.map((k, at) => [k, at + 1]));
  return frames.map(({ segment, k }) => {
    const image = images.get(k);
    const place = ordinal.get(k)!;
    return {
      DerivationImageSequence: image ? [derivationOf(image)] : [],
      FrameContentSequence: [{ DimensionIndexValues: segment === null ? [place] : [segment, place] }],
      PlanePositionSequence: [{ ImagePositionPatient: indexToPatient(geometry, [0, 0, k]) }],
      SegmentIdentificationSequence: segment === null ? undefined : [{ ReferencedSegmentNumber: segment }],
    };
  });
}

/** Frames are ordered by segment, where each has one, and by position. */
export function dimensions(organization: string, bySegment: boolean) {
  const segment: Dataset = {
    DimensionOrganizationUID: organization,
    DimensionIndexPointer: writeTags.ReferencedSegmentNumber[0],
    FunctionalGroupPointer: writeTags.SegmentIdentificationSequence[0],
    DimensionDescriptionLabel: 'Segment',
  };
  const position: Dataset = {
    DimensionOrganizationUID: organization,
    DimensionIndexPointer: writeTags.ImagePositionPatient[0],
    FunctionalGroupPointer: writeTags.PlanePositionSequence[0],
    DimensionDescriptionLabel: 'Position',
  };
  return {
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: organization }],
    DimensionIndexSequence: bySegment ? [segment, position] : [position],
  } satisfies Dataset;
}

export const sharedGroups = ({ spacingMm, direction }: VolumeGeometry): readonly Dataset[] => [
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
