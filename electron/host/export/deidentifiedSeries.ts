/** The images of a series without its patient, as files for whoever may have them. */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { deidentifiedImages, planOfSeries, type DeidentifyOptions } from './deidentifiedImages.ts';

export interface DeidentifiedSeries {
  /** Stands for the patient's name and id. */
  readonly code: string;
  readonly files: number;
  readonly byteCount: number;
}

/**
 * Writes the series' images below `outDir`, which must not be there yet or be empty. Under a temporary name first: a folder with the final name
 * is whole, and every file in it was read back.
 * @throws RemnantError 'refused' for a folder that holds something, an image that can't be de-identified, or where a name may be drawn into the
 * pixels; 'io' when something can't be read or written; then nothing is left
 */
export async function exportDeidentifiedSeries(
  context: HostContext,
  seriesId: string,
  outDir: string,
  options: DeidentifyOptions = {},
): Promise<DeidentifiedSeries> {
  const plan = await planOfSeries(context, seriesId);
  const present = await readdir(outDir).catch(() => []);
  if (present.length > 0) throw new RemnantError('refused', 'The folder to write to holds something already.');
  const partial = `${outDir}.part`;
  let [files, byteCount] = [0, 0];
  try {
    await mkdir(partial, { recursive: true });
    for await (const bytes of deidentifiedImages(context, seriesId, plan, options)) {
      byteCount += bytes.length;
      await writeProven(join(partial, `${String(++files).padStart(4, '0')}.dcm`), bytes);
    }
    await rm(outDir, { recursive: true, force: true });
    await rename(partial, outDir);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('io', "The images couldn't be written; check the space and the rights of the folder.", {
      cause: error,
    });
  }
  const made = { code: plan.code, files, byteCount };
  context.change((record) => {
    record({ action: 'export', entity: 'series', entityId: seriesId, newValue: { deidentified: true, ...made } });
  });
  return made;
}

async function writeProven(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  if (Buffer.compare(await readFile(path), bytes) !== 0) throw new Error('what was read back differs');
}
