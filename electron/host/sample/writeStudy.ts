/** Writes the generated patient's two CT studies, which the app offers on first start and the tests import. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cut, Stroke } from '../../core/contract/common.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import { voxelCount, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { writeDicom } from '../dicom/write.ts';
import { ctDataset, ctUids, type CtSeriesDescription } from '../dicom/writeCt.ts';
import { writeNiftiFile } from '../nifti/write.ts';
import {
  demoSubject,
  SAMPLE_FLR_GROWTH,
  SAMPLE_MANUFACTURER,
  SAMPLE_PATIENT_ID,
  SAMPLE_PATIENT_NAME,
  sampleDates,
} from './demoSubject.ts';
import { abdomen, sampleStrokes, truthVolumesMl, type AbdomenOptions, type VolumesMl } from './phantom/index.ts';

export interface SampleCaseOptions extends Partial<AbdomenOptions> {
  /** Also writes the truth as `truth-baseline.nii.gz` and `truth-follow-up.nii.gz`, with the labels of the project. */
  readonly truthMasks?: boolean;
  /** Slices written, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** What is known of one generated study. */
export interface StudyTruth {
  /** Holds the study's files and nothing else. */
  readonly folder: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly geometry: VolumeGeometry;
  /** By membership of voxel centres, in volume order, with the labels of the project. */
  readonly labels: Uint8Array;
  readonly volumesMl: VolumesMl;
  readonly cut: Cut;
  readonly strokes: readonly Stroke[];
  /** Absolute path of the truth mask, if asked for. */
  readonly maskFile: string | null;
}
export interface SampleTruth {
  readonly baseline: StudyTruth;
  readonly followUp: StudyTruth;
}

/** Raised whenever the same options make other voxels, so that two versions never share a UID. */
const PHANTOM_VERSION = 1;

const compactDate = (date: string): string => date.replaceAll('-', '');

function describe(options: AbdomenOptions, date: string, seriesDescription: string): CtSeriesDescription {
  return {
    // Another patient, grid or noise is another study; the same is the same, so that importing twice adds nothing.
    uidSeed: `remnant sample ${PHANTOM_VERSION} ${date} ${JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)))}`,
    patientId: SAMPLE_PATIENT_ID,
    patientName: SAMPLE_PATIENT_NAME,
    patientSex: 'M',
    patientSizeM: demoSubject.measure.heightCm / 100,
    patientWeightKg: demoSubject.measure.weightKg,
    date: compactDate(date),
    studyDescription: 'CT liver, generated',
    seriesDescription,
    seriesNumber: 2,
    manufacturer: SAMPLE_MANUFACTURER,
    model: `Abdomen ${PHANTOM_VERSION}`,
    patientPosition: 'HFS',
  };
}

/**
 * @param folder is made if need be; the studies lie in its subfolders `baseline` and `follow-up`.
 * @throws RemnantError 'cancelled' after the signal's abort; files written so far stay.
 */
export async function writeSampleCase(folder: string, options: SampleCaseOptions = {}): Promise<SampleTruth> {
  const { truthMasks = false, onProgress, signal, ...phantomOptions } = options;
  const before = abdomen({ ...phantomOptions, flrGrowth: 1 });
  const after = abdomen({ ...phantomOptions, flrGrowth: phantomOptions.flrGrowth ?? SAMPLE_FLR_GROWTH });
  const slices = before.geometry.dims[2];
  let done = 0;

  const writeStudy = async (phantom: typeof before, name: string, date: string): Promise<StudyTruth> => {
    const { geometry } = phantom;
    const description = describe(phantom.options, date, `Portal venous ${geometry.spacingMm[2]} mm`);
    const studyFolder = join(folder, name);
    await mkdir(studyFolder, { recursive: true });
    const sliceSize = geometry.dims[0] * geometry.dims[1];
    const hu = new Int16Array(sliceSize);
    const labels = new Uint8Array(voxelCount(geometry));
    for (let k = 0; k < slices; k++) {
      if (signal?.aborted) throw new RemnantError('cancelled', 'The sample case was not finished.');
      phantom.renderSlice(k, hu, labels.subarray(k * sliceSize, (k + 1) * sliceSize));
      const file = join(studyFolder, `${String(k + 1).padStart(4, '0')}.dcm`);
      await writeFile(file, writeDicom(ctDataset(description, geometry, k, hu)));
      onProgress?.(++done, 2 * slices);
    }
    const maskFile = truthMasks ? join(folder, `truth-${name}.nii.gz`) : null;
    if (maskFile !== null) await writeNiftiFile(maskFile, { geometry, data: labels });
    const uids = ctUids(description);
    return {
      folder: studyFolder,
      date,
      studyInstanceUid: uids.study,
      seriesInstanceUid: uids.series,
      geometry,
      labels,
      volumesMl: truthVolumesMl(labels, geometry),
      cut: phantom.cut,
      strokes: sampleStrokes(phantom),
      maskFile,
    };
  };

  const baseline = await writeStudy(before, 'baseline', sampleDates.baseline);
  return { baseline, followUp: await writeStudy(after, 'follow-up', sampleDates.followUp) };
}
