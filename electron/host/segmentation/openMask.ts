/** A mask file of any kind as segments on the grid of a series. */
import { readFile, stat } from 'node:fs/promises';
import { RemnantError } from '../../core/contract/errors.ts';
import type { MaskForm, MaskFormat } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { onGrid, type MaskGrid } from '../../core/domain/maskGrid.ts';
import { outsideMl } from '../../core/domain/maskOutside.ts';
import { proposePartOfValue } from '../../core/domain/segmentParts.ts';
import { looksLikeDicom } from '../dicom/read.ts';
import { readRtStruct, RT_STRUCTURE_SET_STORAGE } from '../dicom/rtstruct.ts';
import {
  LABEL_MAP_SEGMENTATION_STORAGE,
  readSeg,
  segmentedMask,
  SEGMENTATION_STORAGE,
  type SegmentedMask,
} from '../dicom/seg.ts';
import { parseHeader } from '../dicom/segSource.ts';
import { text } from '../dicom/readValues.ts';
import { looksLikeNifti, niftiGrid, readNifti } from '../nifti/index.ts';
import { isNrrd, nrrdMask, readNrrd } from '../nrrd/index.ts';
import { digest } from './runs.ts';

/** A whole float NIfTI of 512 x 512 x 1000 voxels has this. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024;

/** What a mask must fit. */
export interface MaskSeries {
  readonly geometry: VolumeGeometry;
  readonly frameOfReferenceUid: string;
  /** '' for a series that was computed or joined, which no mask names. */
  readonly seriesInstanceUid: string;
  readonly patientLabel: string;
}

export interface MaskSource {
  readonly path: string;
  /** As the person knows the file. */
  readonly fileName: string;
  readonly series: MaskSeries;
  /** From which part of their maximum pixels of fractional segments count. */
  readonly threshold: number;
}

export interface OpenedMask {
  readonly format: MaskFormat;
  readonly form: MaskForm;
  /** Of the file. */
  readonly sha256: string;
  readonly mask: SegmentedMask;
  /** The values of a file without segments, which may be stored labels; null for all others. */
  readonly values: Uint8Array | null;
}

/** @throws RemnantError 'not_found' or 'io' for the file, 'unsupported' for what is in it, 'refused' for another patient space */
export async function openMask(source: MaskSource): Promise<OpenedMask> {
  const bytes = await readBytes(source);
  return { sha256: digest(bytes), ...maskOf(bytes, source) };
}

async function readBytes({ path, fileName }: MaskSource): Promise<Buffer> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new RemnantError('not_found', `There is no mask file ${fileName} at that place.`);
  if (found.size > MAX_FILE_BYTES)
    throw new RemnantError('unsupported', `The mask file ${fileName} is larger than 1 GiB.`);
  return readFile(path).catch((error: unknown) => {
    throw new RemnantError('io', `The mask file ${fileName} can't be read.`, { cause: error });
  });
}

type Read = Omit<OpenedMask, 'sha256'>;

function maskOf(bytes: Buffer, source: MaskSource): Read {
  if (looksLikeDicom(bytes)) return ofDicom(bytes, source);
  const { geometry } = source.series;
  if (isNrrd(bytes)) {
    const image = readNrrd(bytes);
    const mask = nrrdMask(image, geometry);
    if (mask) return { format: 'nrrd', form: 'segments', mask, values: null };
    if (image.layers.length > 1)
      throw new RemnantError('unsupported', 'This NRRD holds layers, but names no segments.');
    return ofValues('nrrd', image.layers[0]!, image.grid, geometry);
  }
  if (!looksLikeNifti(bytes))
    throw new RemnantError(
      'unsupported',
      'This is no mask that can be read; DICOM SEG, RT Structure Set, NIfTI and NRRD are.',
    );
  const { values, grid } = niftiGrid(readNifti(bytes));
  return ofValues('nifti', values, grid, geometry);
}

function ofDicom(bytes: Buffer, { series, threshold }: MaskSource): Read {
  const { geometry, frameOfReferenceUid } = series;
  const header = parseHeader(bytes);
  const sopClass = header.ascii(0x00080016);
  const patientId = text(header, 0x00100020);
  const isOther = patientId !== '' && series.patientLabel !== '' && patientId !== series.patientLabel;
  const notes = isOther
    ? ['The patient ID in the file is not the one of this CT: make sure it is the same patient.']
    : [];
  if (sopClass === RT_STRUCTURE_SET_STORAGE) {
    const mask = readRtStruct(bytes, geometry, frameOfReferenceUid);
    return { format: 'rtstruct', form: 'contours', mask: noted(mask, notes), values: null };
  }
  if (sopClass !== SEGMENTATION_STORAGE && sopClass !== LABEL_MAP_SEGMENTATION_STORAGE)
    throw new RemnantError(
      'unsupported',
      'This DICOM file is no mask: neither a segmentation (SEG) nor a structure set (RTSTRUCT).',
    );
  const seg = readSeg(bytes, geometry, frameOfReferenceUid, { threshold });
  const { seriesInstanceUid } = series;
  if (seriesInstanceUid !== '' && seg.seriesInstanceUid !== '' && seg.seriesInstanceUid !== seriesInstanceUid)
    notes.push('It was drawn on another series, not on this one.');
  return { format: 'seg', form: seg.form, mask: noted(seg, notes), values: null };
}

const noted = (mask: SegmentedMask, notes: readonly string[]): SegmentedMask => ({
  ...mask,
  notes: [...notes, ...mask.notes],
});

/** A file whose values mean what the person says: each is a segment, and none overlap. */
function ofValues(format: MaskFormat, given: Uint8Array, grid: MaskGrid, geometry: VolumeGeometry): Read {
  const gridded = onGrid(given, grid, geometry);
  if (!gridded) throw new RemnantError('refused', 'Nothing of the mask lies in this CT.');
  const { labels: values, resampled } = gridded;
  const isThere = new Uint8Array(256);
  for (let at = 0; at < values.length; at++) isThere[values[at]!] = 1;
  const lostMl = outsideMl(given, grid, geometry);
  // A value of which nothing is left is still shown with what is lost.
  for (const [value, volumeMl] of lostMl.entries()) if (volumeMl > 0) isThere[value] = 1;
  const present = [...isThere.keys()].filter((value) => value > 0 && isThere[value] === 1);
  if (present.length === 0) throw new RemnantError('invalid_input', 'The mask has no labelled voxel.');
  const segments = present.map((value) => ({
    number: value,
    label: String(value),
    regions: [],
    algorithmType: '',
    algorithmName: '',
    proposed: proposePartOfValue(value),
  }));
  const mask = segmentedMask(
    {
      segments,
      dims: geometry.dims,
      mask: (number) => values.map((value) => Number(value === number)),
      exclusive: () => ({ values, numbers: new Map(present.map((value) => [value, value])) }),
    },
    { resampled, outsideMl: (number) => lostMl[number]! },
  );
  return { format, form: 'values', mask, values };
}
