/** What is done in `maskWorker.ts`: a mask file to the runs of a revision. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { RemnantError, toWireError } from '../../core/contract/errors.ts';
import type { WireError } from '../../core/contract/errors.ts';
import type { MaskLabels } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { MAX_LABEL } from '../../core/domain/labels.ts';
import { onGrid, type MaskGrid } from '../../core/domain/maskGrid.ts';
import type { NamedParts } from '../../core/domain/segmentParts.ts';
import { isRtStruct, readRtStruct } from '../dicom/rtstruct.ts';
import { readSeg, type SegmentedMask } from '../dicom/seg.ts';
import { niftiGrid, readNifti } from '../nifti/index.ts';
import { isNrrd, nrrdMask, readNrrd } from '../nrrd/index.ts';
import { digest, runsOfLabels } from './runs.ts';
import type { CountedRuns } from './runs.ts';
import { fromUserLabels } from './userLabels.ts';

/** A whole float NIfTI of 512 x 512 x 1000 voxels has this. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024;
const DICOM_PREAMBLE_BYTES = 128;

export type MaskFormat = 'nifti' | 'nrrd' | 'seg' | 'rtstruct';

export interface MaskTask {
  readonly path: string;
  readonly geometry: VolumeGeometry;
  readonly frameOfReferenceUid: string;
  /** Of the values of a file without named segments. */
  readonly meaning: MaskLabels;
  /** What a person said that segments are, by name. */
  readonly named: NamedParts;
  /** From which part of their maximum pixels of fractional segments count. */
  readonly threshold: number;
}

/** A refusal is an answer, because an error would lose its code on the way between threads. */
export type MaskAnswer =
  | {
      readonly format: MaskFormat;
      /** Of the file. */
      readonly sha256: string;
      readonly counted: CountedRuns;
      /** What was done to bring it to the grid of the series, in sentences. */
      readonly notes: readonly string[];
    }
  | { readonly refusal: WireError };

export async function readMaskFile(task: MaskTask): Promise<MaskAnswer> {
  try {
    const bytes = await readBytes(task.path);
    const { format, labels, notes } = readMask(bytes, task);
    return { format, notes, sha256: digest(bytes), counted: runsOfLabels(labels, task.geometry) };
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
  readonly format: MaskFormat;
  readonly labels: Uint8Array;
  readonly notes: readonly string[];
}

/** On the grid of the series, in the labels that are stored. */
function readMask(bytes: Buffer, task: MaskTask): Mask {
  const mask = maskOf(bytes, task);
  let highest = 0;
  for (const value of mask.labels) if (value > highest) highest = value;
  if (highest === 0) throw new RemnantError('invalid_input', 'The mask has no labelled voxel.');
  if (highest > MAX_LABEL) {
    throw new RemnantError('invalid_input', `The mask has the value ${highest}; full labels are 0 to ${MAX_LABEL}.`);
  }
  return mask;
}

function maskOf(bytes: Buffer, task: MaskTask): Mask {
  const { geometry, frameOfReferenceUid, named, threshold } = task;
  const ofSegments = (format: MaskFormat, mask: SegmentedMask): Mask => ({
    format,
    labels: mask.labels(named),
    notes: mask.notes,
  });
  if (isDicom(bytes))
    return isRtStruct(bytes)
      ? ofSegments('rtstruct', readRtStruct(bytes, geometry, frameOfReferenceUid))
      : ofSegments('seg', readSeg(bytes, geometry, frameOfReferenceUid, { threshold }));
  if (!isNrrd(bytes)) {
    const { values, grid } = niftiGrid(readNifti(bytes));
    return ofValues('nifti', values, grid, task);
  }
  const image = readNrrd(bytes);
  const mask = nrrdMask(image, geometry);
  if (mask) return ofSegments('nrrd', mask);
  if (image.layers.length > 1) throw new RemnantError('unsupported', 'This NRRD holds layers, but names no segments.');
  return ofValues('nrrd', image.layers[0]!, image.grid, task);
}

/** A file whose values mean what the person says. */
function ofValues(format: MaskFormat, values: Uint8Array, grid: MaskGrid, { geometry, meaning }: MaskTask): Mask {
  const gridded = onGrid(values, grid, geometry);
  if (!gridded) throw new RemnantError('refused', 'Nothing of the mask lies in this CT.');
  const { labels, resampled } = gridded;
  return {
    format,
    labels: meaning === 'user' ? fromUserLabels(labels, geometry.dims) : labels,
    notes: resampled === null ? [] : [resampled],
  };
}

const isDicom = (bytes: Buffer): boolean =>
  bytes.toString('latin1', DICOM_PREAMBLE_BYTES, DICOM_PREAMBLE_BYTES + 4) === 'DICM';
