/** Mask files of the command line: liver 1, tumour 2, FLR 3 in the person's terms, or the label values of the partition. */
import { maskLabels, type MaskLabels } from '../core/contract/segmentation.ts';
import { RemnantError } from '../core/contract/errors.ts';
import { voxelCount, type VolumeGeometry } from '../core/domain/geometry.ts';
import { MAX_LABEL } from '../core/domain/labels.ts';
import type { HostContext } from '../host/context.ts';
import { exportVolume, type VolumeOrigin } from '../host/export/index.ts';
import { labelsOnGrid, readNiftiFile } from '../host/nifti/index.ts';
import { fromUserLabels } from '../host/segmentation/userLabels.ts';
import { parseInput } from './usage.ts';

/** By label 0..6: other non-functional tissue is shown with the parenchyma of its side. */
const userLabels = [0, 1, 3, 2, 2, 1, 3];
const toUserLabels = (labels: Uint8Array): Uint8Array => labels.map((label) => userLabels[label] ?? 0);

export const parseMaskLabels = (text: string): MaskLabels => parseInput(maskLabels, text);

/** Labels for workers to change in place. */
export const sharedLabels = (geometry: VolumeGeometry): Uint8Array<SharedArrayBuffer> =>
  new Uint8Array(new SharedArrayBuffer(voxelCount(geometry)));

/** @returns the partition's labels on the series' grid. @throws RemnantError when the file is on another grid or is no mask. */
export async function readMask(
  path: string,
  geometry: VolumeGeometry,
  meaning: MaskLabels,
): Promise<Uint8Array<SharedArrayBuffer>> {
  const values = labelsOnGrid(await readNiftiFile(path), geometry);
  if (meaning === 'full' && values.some((value) => value > MAX_LABEL))
    throw new RemnantError(
      'invalid_input',
      `The mask ${path} has values above ${MAX_LABEL}, so these are no full labels.`,
    );
  const labels = sharedLabels(geometry);
  labels.set(meaning === 'full' ? values : fromUserLabels(values, geometry.dims));
  return labels;
}

/** With its entry in the trail. @throws RemnantError as `exportVolume` */
export async function writeMask(
  context: HostContext,
  path: string,
  { geometry, labels, meaning }: { geometry: VolumeGeometry; labels: Uint8Array; meaning: MaskLabels },
  origin: Omit<VolumeOrigin, 'kind'>,
): Promise<void> {
  const data = meaning === 'full' ? labels : toUserLabels(labels);
  await exportVolume(context, path, { geometry, data }, { kind: 'mask_nifti', ...origin });
}
