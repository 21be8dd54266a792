import { startHost } from '../../scripts/hostProcess.ts';
import { countLabels } from '../../electron/core/domain/labels.ts';
import { labelVolumes } from '../../electron/core/domain/volumetry.ts';
import { App } from './support/app.ts';
import { sampleFolder } from './support/preparedFolder.ts';
import { Reader } from './support/reader.ts';
import { expect, test } from './support/test.ts';

test('imported truth masks are measured exactly', async ({ page }) => {
  const { dataFolder, studies, remove } = await sampleFolder({ truthMasks: true });
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
  await remove();
});
