/** Data folders made beforehand, without a window: for tests of what comes after the import. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { importPaths } from '../../../electron/host/library/index.ts';
import { openHost } from '../../../electron/host/open.ts';
import { writeSampleCase, type StudyTruth } from '../../fixtures/index.ts';

export interface PreparedFolder {
  readonly dataFolder: string;
  readonly studies: readonly StudyTruth[];
  readonly remove: () => Promise<void>;
}

/** The generated patient, coarse enough to be quick, imported; with its truth masks as segmentations if asked for. */
export async function sampleFolder({ truthMasks }: { truthMasks: boolean }): Promise<PreparedFolder> {
  const work = await mkdtemp(path.join(os.tmpdir(), 'remnant-sample-'));
  const dataFolder = path.join(work, 'data');
  const size = { dims: [176, 176, 95], spacingMm: [2, 2, 3] } as const;
  const truth = await writeSampleCase(path.join(work, 'case'), { ...size, truthMasks });
  const studies = [truth.baseline, truth.followUp];
  const host = await openHost({ dataFolder, version: 'test' });
  await importPaths(host.context, { paths: studies.map(({ folder }) => folder) });
  if (truthMasks)
    for (const { id: seriesId, seriesInstanceUid } of await host.handlers.library.listSeries({})) {
      const study = studies.find((each) => each.seriesInstanceUid === seriesInstanceUid);
      await host.handlers.segmentation.importMask({ seriesId, path: study!.maskFile!, labels: 'full' });
    }
  await host.close();
  return { dataFolder, studies, remove: () => rm(work, { recursive: true, force: true }) };
}
