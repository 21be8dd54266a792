/** CT Image Storage datasets (PS3.3 A.3) from a volume: what the sample case and the tests import. */
import { indexToPatient, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { uidFromSeed, type Dataset } from './write.ts';

export const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';

export interface CtSeriesDescription {
  /** All UIDs follow from it: the same seed is the same study, series and instances. */
  readonly uidSeed: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly patientSex: 'M' | 'F' | 'O' | '';
  /** Metres and kilograms, as DICOM has them. */
  readonly patientSizeM?: number;
  readonly patientWeightKg?: number;
  /** YYYYMMDD */
  readonly date: string;
  readonly studyDescription: string;
  readonly seriesDescription: string;
  readonly seriesNumber: number;
  readonly manufacturer: string;
  readonly model: string;
  /** How the patient lies (PS3.3 C.7.3.1.1.2). */
  readonly patientPosition: 'HFS' | 'FFS' | 'HFP' | 'FFP';
}

/** Stored values are unsigned, as most scanners write them. */
const RESCALE_INTERCEPT = -1024;

export const ctUids = ({ uidSeed }: Pick<CtSeriesDescription, 'uidSeed'>) => ({
  study: uidFromSeed(`${uidSeed} study`),
  series: uidFromSeed(`${uidSeed} series`),
  frameOfReference: uidFromSeed(`${uidSeed} frame of reference`),
  instance: (k: number): string => uidFromSeed(`${uidSeed} instance ${k}`),
});

export type CtDataset = Dataset & { readonly SOPClassUID: string; readonly SOPInstanceUID: string };

/**
 * Slice k of the volume as a dataset.
 * @param hu dims[0] * dims[1] values in HU
 */
export function ctDataset(
  description: CtSeriesDescription,
  geometry: VolumeGeometry,
  k: number,
  hu: Int16Array,
): CtDataset {
  const { dims, spacingMm, direction } = geometry;
  const uids = ctUids(description);
  const positionMm = indexToPatient(geometry, [0, 0, k]);
  const stored = new Uint8Array(hu.length * 2);
  const view = new DataView(stored.buffer);
  for (let at = 0; at < hu.length; at++) view.setUint16(at * 2, Math.max(0, hu[at]! - RESCALE_INTERCEPT), true);
  const { date } = description;
  const time = '101500';
  return {
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    SOPClassUID: CT_IMAGE_STORAGE,
    SOPInstanceUID: uids.instance(k),
    StudyDate: date,
    SeriesDate: date,
    AcquisitionDate: date,
    ContentDate: date,
    StudyTime: time,
    SeriesTime: time,
    AcquisitionTime: time,
    ContentTime: time,
    AccessionNumber: '',
    Modality: 'CT',
    Manufacturer: description.manufacturer,
    ManufacturerModelName: description.model,
    ReferringPhysicianName: '',
    StudyDescription: description.studyDescription,
    SeriesDescription: description.seriesDescription,
    PatientName: description.patientName,
    PatientID: description.patientId,
    PatientBirthDate: '',
    PatientSex: description.patientSex,
    PatientSize: description.patientSizeM,
    PatientWeight: description.patientWeightKg,
    BodyPartExamined: 'ABDOMEN',
    SliceThickness: spacingMm[2],
    KVP: 120,
    PatientPosition: description.patientPosition,
    ConvolutionKernel: 'STANDARD',
    StudyInstanceUID: uids.study,
    SeriesInstanceUID: uids.series,
    StudyID: '1',
    SeriesNumber: description.seriesNumber,
    AcquisitionNumber: 1,
    InstanceNumber: k + 1,
    ImagePositionPatient: positionMm,
    ImageOrientationPatient: [...direction.i, ...direction.j],
    FrameOfReferenceUID: uids.frameOfReference,
    PositionReferenceIndicator: '',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: dims[1],
    Columns: dims[0],
    // Row spacing comes first (PS3.3 10.7.1.3).
    PixelSpacing: [spacingMm[1], spacingMm[0]],
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 0,
    WindowCenter: 60,
    WindowWidth: 400,
    RescaleIntercept: RESCALE_INTERCEPT,
    RescaleSlope: 1,
    RescaleType: 'HU',
    PixelData: stored,
  };
}
