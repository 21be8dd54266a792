import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { MaskLabels, Revision, RevisionAction } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { MAX_LABEL } from '../../core/domain/labels.ts';
import type { HostContext } from '../context.ts';
import { headRevision } from '../db/tables/revision.ts';
import { readSeg } from '../dicom/seg.ts';
import { getSeries } from '../library/index.ts';
import { labelsOnGrid, readNifti } from '../nifti/index.ts';
import { storeRevision } from './revisions.ts';
import { digest } from './runs.ts';
import { openSegmentation, volumeOf } from './segmentations.ts';
import { fromUserLabels } from './userLabels.ts';

/** A whole float NIfTI of 512 x 512 x 1000 voxels has this. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024;
const DICOM_PREAMBLE_BYTES = 128;

/**
 * A mask file on the series' own grid becomes the next revision of its segmentation.
 * @throws RemnantError 'not_found' or 'io' for the file, 'unsupported' for its format, 'refused' for another grid or a series without a volume,
 * 'invalid_input' for values that are no labels or no labelled voxel at all.
 */
export async function importMask(
  context: HostContext,
  { seriesId, path, labels: meaning }: { seriesId: string; path: string; labels: MaskLabels },
): Promise<Revision> {
  const series = getSeries(context, { seriesId });
  const geometry = volumeOf(series);
  const bytes = await readMaskFile(path);
  const { format, labels } = readMask(bytes, geometry, series.frameOfReferenceUid, meaning);
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  return storeRevision(context, {
    segmentationId,
    parentRevisionId: headRevision(context.db, segmentationId)?.id ?? null,
    action: importAction(basename(path), {
      format,
      ...(format === 'nifti' ? { labels: meaning } : {}),
      sha256: digest(bytes),
    }),
    cut: null,
    labels,
  });
}

async function readMaskFile(path: string): Promise<Buffer> {
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
function readMask(bytes: Buffer, geometry: VolumeGeometry, frameOfReferenceUid: string, meaning: MaskLabels): Mask {
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

function importAction(fileName: string, facts: Readonly<Record<string, string>>): RevisionAction {
  return { title: `Import mask ${fileName}`.slice(0, 200), tool: 'import-mask@1', parameters: { fileName, ...facts } };
}
