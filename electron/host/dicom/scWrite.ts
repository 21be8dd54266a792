/** Writes a picture as a DICOM Secondary Capture (PS3.3 A.8) in the study of the CT that it was made from. */
import { trialAttributes, type ClinicalTrial } from './clinicalTrial.ts';
import { codeItem, codes } from './codes.ts';
import { ownAttributes } from './ownObject.ts';
import type { SegSourceImage } from './segGroups.ts';
import type { SegSource } from './segSource.ts';
import { writeDicom } from './write.ts';

export const SECONDARY_CAPTURE_STORAGE = '1.2.840.10008.5.1.4.1.1.7';

export interface CaptureInput {
  readonly width: number;
  readonly height: number;
  /** RGB, row by row from the top; no text of the patient in it. */
  readonly rgb: Uint8Array;
  readonly header: SegSource;
  /** What it was made from. */
  readonly sourceImages: readonly SegSourceImage[];
  readonly trial?: ClinicalTrial | null;
  readonly version: string;
  readonly seriesDescription: string;
  readonly now?: Date;
  readonly uids?: { readonly series: string; readonly instance: string };
}

/** @returns the bytes of a Part 10 file */
export function writeCapture(input: CaptureInput): Uint8Array<ArrayBuffer> {
  const { width, height, rgb, header, sourceImages, trial, now = new Date() } = input;
  if (rgb.length !== width * height * 3) throw new RangeError('the pixels don’t fill the picture');
  const instances = new Map(sourceImages.map((image) => [image.sopInstanceUid, image]));
  return writeDicom({
    ...header.attributes,
    ...(trial && trialAttributes(trial)),
    PositionReferenceIndicator: undefined,
    ImageType: ['DERIVED', 'SECONDARY'],
    ...ownAttributes({
      ...input,
      sopClassUid: SECONDARY_CAPTURE_STORAGE,
      modality: 'OT',
      seriesNumber: 9003,
      now,
    }),
    ConversionType: 'WSD',
    PatientOrientation: '',
    Laterality: '',
    BurnedInAnnotation: 'NO',
    LossyImageCompression: header.lossy ? '01' : '00',
    SourceImageSequence: [...instances.values()].map((image) => ({
      ReferencedSOPClassUID: image.sopClassUid,
      ReferencedSOPInstanceUID: image.sopInstanceUid,
      PurposeOfReferenceCodeSequence: codeItem(codes.sourceImage),
    })),
    SamplesPerPixel: 3,
    PhotometricInterpretation: 'RGB',
    PlanarConfiguration: 0,
    Rows: height,
    Columns: width,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    PixelData: rgb,
  });
}
