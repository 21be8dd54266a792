/** A person's own model on the open series: a job of the host, whose result is a preview like that of any other step. */
import { create } from 'zustand';
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import type { Job } from '../../../../electron/core/contract/jobs.ts';
import type { Model } from '../../../../electron/core/contract/models.ts';
import { modelAction } from '../../../../electron/core/domain/modelAction.ts';
import { knownSegments } from '../../../../electron/core/domain/modelDescription.ts';
import { fetchBlob, host } from '../../../host/index.ts';
import { blobError } from '../../../imaging/index.ts';
import { mt } from '../modelTexts.ts';
import { useSegmentation } from '../store.ts';
import { perform } from './tasks.ts';

export const useModels = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export function openModels(): void {
  useModels.setState({ isOpen: true });
}

export function closeModels(): void {
  useModels.setState({ isOpen: false });
}

/** Closes the list and runs the model. @returns whether it finished and changed something. */
export function runModel({ id: modelId, sha256, description }: Model): Promise<boolean> {
  closeModels();
  const known = knownSegments(description);
  const action = modelAction(description, sha256);
  return perform({
    kind: 'runModel',
    segment: known.length === 1 && known[0] === 'tumour' ? 'tumour' : 'liver',
    title: action.title,
    action,
    nothing: mt('problem.nothing'),
    run: async (
      { volume: { seriesId, labels, geometry }, tasks, drawing },
      { signal = new AbortController().signal, onProgress },
    ) => {
      const jobId = await runJob({ seriesId, modelId }, signal, ({ step, done, total }) => {
        onProgress?.(total > 0 ? done / total : 0);
        const { busy } = useSegmentation.getState();
        const title = mt('busy.model', { model: action.title, step });
        if (busy !== null && !signal.aborted) useSegmentation.setState({ busy: { ...busy, title } });
      });
      const runs = await fetchFound(jobId, signal);
      return tasks.run('applyFound', { runs, labels, geometry, known, cut: drawing.cut }, { signal });
    },
  });
}

/**
 * Starts the job and waits for its end; an abort cancels it and is waited for as well, so that its memory is free again.
 * @throws RemnantError of the job, or 'cancelled'
 */
async function runJob(
  input: { readonly seriesId: string; readonly modelId: string },
  signal: AbortSignal,
  onChange: (job: Job) => void,
): Promise<string> {
  const { jobId } = await host.client.models.run(input);
  const cancel = (): void => {
    host.client.jobs.cancel({ jobId }).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    const { state, error } = await jobEnded(jobId, onChange);
    if (state === 'done') return jobId;
    throw new RemnantError(error?.code ?? 'cancelled', error?.message ?? 'The model was stopped.');
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Asks again whenever the line comes back, because what was told in the meantime is lost. */
function jobEnded(jobId: string, onChange: (job: Job) => void): Promise<Job> {
  return new Promise((resolve, reject) => {
    const take = (job: Job): void => {
      if (job.id !== jobId) return;
      onChange(job);
      if (job.state === 'running') return;
      stop();
      resolve(job);
    };
    const ask = async (): Promise<void> => {
      const job = (await host.client.jobs.list({})).find(({ id }) => id === jobId);
      if (job) {
        take(job);
        return;
      }
      stop();
      reject(new RemnantError('io', mt('problem.gone')));
    };
    const askOrWait = (): void => {
      // A line that is lost again is asked when it is back.
      ask().catch(() => undefined);
    };
    const stopListening = host.listen('jobs.changed', take);
    const stopWatching = host.connection.subscribe(({ state }, before) => {
      if (state === 'open' && before.state !== 'open') askOrWait();
    });
    const stop = (): void => {
      stopListening();
      stopWatching();
    };
    askOrWait();
  });
}

async function fetchFound(jobId: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetchBlob(`/blob/found/${jobId}`, { signal });
  if (!response.ok) throw await blobError(response);
  const unzipped = response.body!.pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unzipped).arrayBuffer());
}
