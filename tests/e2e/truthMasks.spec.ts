import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startHost } from '../../scripts/hostProcess.ts';
import { labelVolumes } from '../../electron/core/domain/volumetry.ts';
import { countLabels } from '../../electron/core/domain/labels.ts';
import { importPaths } from '../../electron/host/library/index.ts';
import { openHost } from '../../electron/host/open.ts';
import { writeSampleCase, type StudyTruth } from '../fixtures/index.ts';
import { App } from './support/app.ts';
import { Reader } from './support/reader.ts';
import { expect, test } from './support/test.ts';

/** A data folder with the small generated patient, its truth masks imported as segmentations. */
async function truthFolder(work: string): Promise<{ dataFolder: string; studies: StudyTruth[] }> {
  const dataFolder = path.join(work, 'data');
  const truth = await writeSampleCase(path.join(work, 'case'), {
    dims: [176, 176, 95],
    spacingMm: [2, 2, 3],
    truthMasks: true,
  });
  const host = await openHost({ dataFolder, version: 'test' });
  const studies = [truth.baseline, truth.followUp];
  await importPaths(host.context, { paths: studies.map(({ folder }) => folder) });
  for (const series of await host.handlers.library.listSeries({})) {
    const { maskFile } = studies.find(({ seriesInstanceUid }) => seriesInstanceUid === series.seriesInstanceUid)!;
    await host.handlers.segmentation.importMask({ seriesId: series.id, path: maskFile!, labels: 'full' });
  }
  await host.close();
  return { dataFolder, studies };
}

test('imported truth masks are measured exactly', async ({ page }) => {
  const work = await mkdtemp(path.join(os.tmpdir(), 'remnant-truth-'));
  const { dataFolder, studies } = await truthFolder(work);
  const host = await startHost({ dataFolder, fromSource: true });
  const app = new App(page);
  await app.open(host.url);
  for (const { date, geometry, labels } of studies) {
    await app.goTo('Library');
    await app.library.openDated(date);
    await app.workspace.expectRendered();
    const reader = new Reader(page, geometry);
    await reader.expectSaved();
    const truth = labelVolumes(countLabels(labels), geometry);
    for (const quantity of ['tlv', 'tumour', 'flr', 'resected', 'flr_pct_functional'] as const)
      expect(await reader.value(quantity), `${quantity} of ${date}`).toBeCloseTo(truth[quantity].value!, 6);
  }
  await host.close();
  await rm(work, { recursive: true, force: true });
});
