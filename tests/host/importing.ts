/** A host as the window has it, for tests that import files and look at what became of them. */
import { onTestFinished } from 'vitest';
import { memoryChannels } from '../../electron/core/contract/channel.ts';
import { createClient } from '../../electron/core/contract/client.ts';
import { contract } from '../../electron/core/contract/index.ts';
import type { ImportReport, ReportedFile, Series } from '../../electron/core/contract/library.ts';
import { serve } from '../../electron/core/contract/serve.ts';
import { openHost } from '../../electron/host/open.ts';
import { temporaryFolder, VERSION } from './support.ts';

export interface Imported {
  readonly report: ImportReport;
  /** All files with what became of them. */
  readonly files: readonly ReportedFile[];
  /** Those of the import, in its order. */
  readonly series: readonly Series[];
}

export interface ImportingHost {
  readonly client: ReturnType<typeof createClient<typeof contract>>['client'];
  import(...paths: readonly string[]): Promise<Imported>;
  /** @throws RemnantError as the library's `startImport`, or an Error with the message of a volume that can't be read */
  hu(seriesId: string): Promise<Int16Array>;
}

/** On an empty data folder; closed when the test ends. */
export async function importingHost(): Promise<ImportingHost> {
  const host = await openHost({ dataFolder: temporaryFolder(), version: VERSION });
  const [here, there] = memoryChannels();
  const stop = serve(contract, host.handlers, host.onEvent, there);
  const { client, listen } = createClient(contract, here);
  onTestFinished(async () => {
    stop();
    await host.close();
  });

  async function ended(begin: () => Promise<{ jobId: string }>): Promise<string> {
    const over = new Set<string>();
    let wake: () => void = () => undefined;
    const stopListening = listen('jobs.changed', ({ id, state }) => {
      if (state !== 'running') over.add(id);
      wake();
    });
    const { jobId } = await begin();
    for (const { id, state } of await client.jobs.list({})) if (state !== 'running') over.add(id);
    while (!over.has(jobId)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    stopListening();
    return jobId;
  }

  return {
    client,
    async import(...paths) {
      const jobId = await ended(() => client.library.startImport({ paths: [...paths] }));
      const report = await client.library.importReport({ jobId });
      const { files } = await client.library.importFiles({ jobId, offset: 0, limit: 1000 });
      const series = await Promise.all(report.seriesIds.map((seriesId) => client.library.getSeries({ seriesId })));
      return { report, files, series };
    },
    async hu(seriesId) {
      const response = await host.handleBlob(new Request(`http://host/blob/volume/${seriesId}`));
      if (!response.ok) throw new Error(await response.text());
      return new Int16Array(await response.arrayBuffer());
    },
  };
}

/** Whether all values are the same; told without listing those that are not, which are many. */
export const sameHu = (a: Int16Array, b: Int16Array): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at]);
