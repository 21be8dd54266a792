import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openHost } from '../../electron/host/open.ts';
import { openPackage, verifyPackage } from '../../electron/host/package/index.ts';
import { startHost } from '../../scripts/hostProcess.ts';
import { packageCase } from '../fixtures/package/case.ts';
import { App } from './support/app.ts';
import { expect, test } from './support/test.ts';

test('from the record to a package that verifies', async ({ page }) => {
  const work = await mkdtemp(path.join(os.tmpdir(), 'remnant-package-'));
  const dataFolder = path.join(work, 'data');
  const prepared = await openHost({ dataFolder, version: 'test' });
  const { code } = await packageCase(prepared.context, work);
  await prepared.close();
  const host = await startHost({ dataFolder, fromSource: true });
  const app = new App(page);
  await app.open(host.url);
  await app.goTo('Record');
  await page.getByRole('button', { name: 'Submission' }).click();
  await expect(page.getByRole('heading', { name: `Submission of ${code}` })).toBeVisible();

  const completeness = page.getByRole('region', { name: 'Completeness' });
  await expect(completeness.getByText('2 items are missing')).toBeVisible();
  await completeness.getByRole('button', { name: /Week 1.*is not signed/ }).click();
  await expect(page).toHaveURL(/#\/workspace\//);
  await page.goBack();

  const form = page.getByRole('region', { name: 'Package', exact: true });
  const make = form.getByRole('button', { name: 'Make package' });
  await make.click();
  await expect(form.getByText('Give a reason of at least three letters.')).toBeVisible();
  const handedOut = page.getByRole('region', { name: 'Packages handed out' });
  await expect(handedOut.getByText('No package of this subject was made yet.')).toBeVisible();

  const reason = form.getByLabel('Why it is handed out although something is missing');
  await reason.fill('the readings are signed next week');
  // By keyboard, as every form.
  await reason.press('Enter');
  await expect(handedOut.getByRole('row').filter({ hasText: 'the readings are signed next week' })).toBeVisible({
    timeout: 120_000,
  });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    handedOut.getByRole('button', { name: /^Download / }).click(),
  ]);
  const file = path.join(work, download.suggestedFilename());
  await download.saveAs(file);
  const report = await verifyPackage(await openPackage(file));
  expect(report).toMatchObject({
    ok: true,
    problem: null,
    manifest: { subjectCode: code, incompleteReason: 'the readings are signed next week' },
  });

  await expect(form.getByLabel(/^Why it replaces the package of /)).toBeVisible();
  const [pdf] = await Promise.all([
    page.waitForEvent('download'),
    form.getByRole('button', { name: 'Report (PDF)' }).click(),
  ]);
  expect(pdf.suggestedFilename()).toMatch(new RegExp(`^${code}_report_.*\\.pdf$`));
  await host.close();
  await rm(work, { recursive: true, force: true });
});
