/** What is done in `maskWorker.ts`: a mask file to the runs of a revision. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { RemnantError, toWireError } from '../../core/contract/errors.ts';
import type { WireError } from '../../core/contract/errors.ts';
import type { MaskLabels } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { MAX_LABEL } from '../../core/domain/labels.ts';
import { readSeg } from '../dicom/seg.ts';
import { labelsOnGrid, readNifti } from '../nifti/index.ts';
import { digest, runsOfLabels } from './runs.ts';
import type { CountedRuns } from './runs.ts';
import { fromUserLabels } from './userLabels.ts';

/** A whole float NIfTI of 512 x 512 x 1000 voxels has this. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024;
const DICOM_PREAMBLE_BYTES = 128;

export interface MaskTask {
  readonly path: string;
  readonly geometry: VolumeGeometry;
  readonly frameOfReferenceUid: string;
  readonly meaning: MaskLabels;
}

/** A refusal is an answer, because an error would lose its code on the way between threads. */
export type MaskAnswer =
  | {
      readonly format: 'nifti' | 'seg';
      /** Of the file. */
      readonly sha256: string;
      readonly counted: CountedRuns;
    }
  | { readonly refusal: WireError };

export async function readMaskFile(task: MaskTask): Promise<MaskAnswer> {
  try {
    const bytes = await readBytes(task.path);
    const { format, labels } = readMask(bytes, task);
    return { format, sha256: digest(bytes), counted: runsOfLabels(labels, task.geometry) };
  } catch (error) {
    if (error instanceof RemnantError) return { refusal: toWireError(error) };
    throw error;
  }
}

async function readBytes(path: string): Promise<Buffer> {
  const name = basename(path);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new RemnantError('not_found', `There is no mask file ${name} at that place.`);
  if (found.size > MAX_FILE_BYTES) throw new RemnantError('unsupported', `The mask file ${name} is larger than 1 GiB.`);
  return readFile(path).catch((error: unknown) => {
    throw new RemnantError('io', `The mask file ${name} can't be read.`, { cause: error });
  });
}

interface Mask {
  readonly format: 'nifti' | 'seg';
  readonly labels: Uint8Array;
}

/** On the grid of the series, in the labels that are stored. A DICOM SEG names its segments itself, so `meaning` is that of NIfTI values. */
function readMask(bytes: Buffer, { geometry, frameOfReferenceUid, meaning }: MaskTask): Mask {
  const mask: Mask = isDicom(bytes)
    ? { format: 'seg', labels: readSeg(bytes, geometry, frameOfReferenceUid).labels() }
    : { format: 'nifti', labels: labelsOnGrid(readNifti(bytes), geometry) };
  let highest = 0;
  for (const value of mask.labels) if (value > highest) highest = value;
  if (highest === 0) throw new RemnantError('invalid_input', 'The mask has no labelled voxel.');
  if (mask.format === 'nifti' && meaning === 'user')
    return { ...mask, labels: fromUserLabels(mask.labels, geometry.dims) };
  if (highest > MAX_LABEL) {
    throw new RemnantError('invalid_input', `The mask has the value ${highest}; full labels are 0 to ${MAX_LABEL}.`);
  }
  return mask;
}

const isDicom = (bytes: Buffer): boolean =>
  bytes.toString('latin1', DICOM_PREAMBLE_BYTES, DICOM_PREAMBLE_BYTES + 4) === 'DICM';
