/** A model as a job of the window, which takes what was found as a preview and stores it like any other step. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { DataFolder, HostContext } from '../context.ts';
import { openVolume } from '../pixels/index.ts';
import { zipRuns } from '../segmentation/runs.ts';
import { segmentSeries } from './segmentSeries.ts';
import { getModel, modelPath } from './store.ts';

const PREFIX = 'found-';
const foundFile = ({ uploads }: DataFolder, jobId: string): string => join(uploads, `${PREFIX}${jobId}`);

/**
 * One at a time: a network takes all cores and most of the memory.
 * @throws RemnantError 'not_found', 'busy', 'refused' for a series without a volume
 */
export function startModel(
  context: HostContext,
  { seriesId, modelId }: { seriesId: string; modelId: string },
): { jobId: string } {
  openVolume(context, seriesId);
  const { sha256, byteSize, description, channels, peakBytes } = getModel(context, modelId);
  if (context.jobs.list().some(({ kind, state }) => kind === 'model' && state === 'running')) {
    throw new RemnantError('busy', 'A model is running already; wait for it or stop it.');
  }
  const path = modelPath(context.folder, sha256);
  const title = `Model ${description.name} ${description.version}`;
  const { jobId } = context.jobs.start('model', title, async (control) => {
    await forgetFound(context.folder);
    control.report({ done: 0, total: 0, step: 'Loading the model' });
    const runs = await segmentSeries(context, {
      seriesId,
      model: { path, sha256, byteSize, description },
      measured: { channels, peakBytes },
      signal: control.signal,
      onProgress: (done, total) => {
        control.report({ done, total, step: `Patch ${done} of ${total}` });
      },
    });
    await writeFile(foundFile(context.folder, control.jobId), await zipRuns(runs));
  });
  return { jobId };
}

async function forgetFound({ uploads }: DataFolder): Promise<void> {
  for (const name of await readdir(uploads))
    if (name.startsWith(PREFIX)) await rm(join(uploads, name), { force: true });
}

/** Gzipped run-length form. @throws RemnantError 'not_found' */
export function foundBytes({ folder }: HostContext, jobId: string): Promise<Buffer> {
  return readFile(foundFile(folder, jobId)).catch((cause: unknown) => {
    throw new RemnantError('not_found', 'What the model found is not kept any more; run it again.', { cause });
  });
}
