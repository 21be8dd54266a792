import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostContext } from '../context.ts';
import { writeSampleCase } from '../sample/writeStudy.ts';
import { withReport } from './import.ts';
import { importFiles } from './importFiles.ts';

/** Starts a job of kind 'sample': writes the generated patient's two CT studies, imports them like any others, and removes the files. */
export function startSample(context: HostContext): { jobId: string } {
  const { jobId } = context.jobs.start('sample', 'Sample case', async (control) => {
    const folder = join(context.folder.uploads, `sample-${control.jobId}`);
    await withReport(context, control, [folder], async () => {
      try {
        await writeSampleCase(folder, {
          signal: control.signal,
          onProgress: (done, total) => {
            control.report({ done, total, step: `Generated ${done} of ${total} slices` });
          },
        });
        await importFiles(context, control, {
          sources: [folder],
          inPlace: false,
          shownBelow: folder,
          deidentify: false,
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
  return { jobId };
}
