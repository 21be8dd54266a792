/** Voxels that leave where a person said, as NIfTI. */
import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import { hashFile } from '../backup/copyFile.ts';
import type { HostContext } from '../context.ts';
import { writeNiftiFile, type NiftiVolume } from '../nifti/index.ts';

/** What leaves, as the trail tells it. */
export interface VolumeOrigin {
  readonly kind: 'volume_nifti' | 'mask_nifti';
  readonly seriesId: string;
  /** The revision that the mask is of; left out for one that is not stored. */
  readonly revisionId?: string;
  /** What made a mask that is not stored, with its version. */
  readonly tool?: string;
}

/**
 * Writes the file and its entry in the trail; what can't be recorded isn't left behind.
 * @param target path of a `.nii` or `.nii.gz`
 * @throws RemnantError 'io' when it can't be written
 */
export async function exportVolume(
  context: HostContext,
  target: string,
  volume: NiftiVolume,
  { seriesId, ...origin }: VolumeOrigin,
): Promise<void> {
  try {
    await writeNiftiFile(target, volume);
  } catch (error) {
    throw new RemnantError('io', `${target} can't be written.`, { cause: error });
  }
  try {
    const [{ size: byteCount }, sha256] = await Promise.all([stat(target), hashFile(target)]);
    context.change((record) => {
      const newValue = { ...origin, fileName: basename(target), byteCount, sha256 };
      record({ action: 'export', entity: 'series', entityId: seriesId, newValue });
    });
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}
