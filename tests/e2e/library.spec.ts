import type { Page } from '@playwright/test';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { uidFromSeed } from '../../electron/host/dicom/write.ts';
import { seriesFaults, smallGeometry, strayFiles, temporaryFolder, writeSeries } from '../fixtures/index.ts';
import { Reader } from './support/reader.ts';
import { expect, test } from './support/test.ts';

const geometry = smallGeometry({ dims: [48, 48, 10] });

const stat = (page: Page, name: string) => page.getByRole('dialog').getByRole('group', { name, exact: true });

test('dropped folders and chosen files come in, and the report of each import stays', async ({ app, host }) => {
  const { page, library } = app;
  await using temporary = await temporaryFolder();
  const folder = temporary.path;
  const { files } = await writeSeries(path.join(folder, 'CD', 'DICOM', 'ST000'), { geometry });
  const stray = strayFiles();
  for (const [name, bytes] of Object.entries(stray)) await writeFile(path.join(folder, 'CD', name), bytes);
  await app.open(host.url());
  await expect(library.openSample).toBeVisible();

  await test.step('a folder dropped on the window is read with all its subfolders', async () => {
    await library.drop([path.join(folder, 'CD')], () => expect(page.getByText('Drop CTs here')).toBeVisible());
    await expect(page.getByText('Drop CTs here')).toBeHidden();
    const report = page.getByRole('dialog', { name: 'Import report' });
    await expect(report).toBeVisible();
    await expect(stat(page, 'Imported')).toContainText(`${files.length} files`);
    const skipped = report.getByRole('region', { name: 'Files and what became of them' });
    for (const name of Object.keys(stray)) await expect(skipped).toContainText(name);
    await expect(skipped).not.toContainText('slice-001.dcm');
    await report.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('option', { name: /^Imported/ }).click();
    await expect(skipped.getByRole('row')).toHaveCount(1 + files.length);
    await expect(skipped).toContainText('slice-001.dcm');
    await report.getByRole('button', { name: 'Close' }).last().click();
    await expect(library.rows).toHaveCount(1);
  });

  await test.step('the same files chosen again are already there', async () => {
    await library.chooseFiles(files);
    await expect(page.getByText(`0 files imported, ${files.length} already there.`)).toBeVisible();
    await expect(library.rows).toHaveCount(1);
  });

  await test.step('both imports are listed, with what became of their files', async () => {
    await page.getByRole('button', { name: 'Imports' }).click();
    const list = page.getByRole('dialog', { name: 'Imports' }).getByRole('row');
    await expect(list).toHaveCount(3);
    await expect(list.nth(1)).toContainText(`${files.length} already there`);
    await list.nth(2).dblclick();
    await expect(stat(page, 'Imported')).toContainText(`${files.length} files`);
    await page.keyboard.press('Escape');
  });
});

test('files that were left where they are and are gone are named, in the library and in the workspace', async ({
  app,
  host,
}) => {
  const { page, library } = app;
  await using temporary = await temporaryFolder();
  const { files } = await writeSeries(temporary.path, { geometry });
  await app.open(host.url());
  await library.openFolder.click();
  const dialog = page.getByRole('dialog', { name: 'Choose a folder with CT files' });
  await dialog.getByText('Leave the files where they are').click();
  await library.chooseFolder(temporary.path);
  await expect(library.details).toContainText('Left where they are');
  const check = library.details.getByRole('button', { name: 'Check the original files' });
  await check.click();
  await expect(library.details).toContainText('All original files are there and unchanged.');

  await rm(files[2]!);
  await check.click();
  await expect(library.details).toContainText('1 original file is missing');
  app.expectedComplaints.push('status of 500');
  await library.open(library.rows.first());
  await expect(page.getByText('The images could not be loaded')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'slice-003.dcm' })).toBeVisible();
});

test('a proposed phase is confirmed, and stays so', async ({ app, host }) => {
  const { page, library } = app;
  await using temporary = await temporaryFolder();
  const folder = temporary.path;
  await writeSeries(folder, { geometry, description: { seriesDescription: 'Liver portal venous 3.0' } });
  await app.open(host.url());
  await library.drop([folder]);
  const phase = library.rows.first().getByRole('button', { name: /^Contrast phase/ });
  await expect(phase).toHaveAccessibleName('Contrast phase: Portal venous (proposed)');
  await expect(library.details).toContainText('is a proposal');
  await phase.click();
  await page.getByRole('menuitemradio', { name: 'Portal venous' }).click();
  await expect(phase).toHaveAccessibleName('Contrast phase: Portal venous');
  await page.reload();
  await expect(phase).toHaveAccessibleName('Contrast phase: Portal venous');
  await expect(library.details).not.toContainText('is a proposal');
});

test('two series that form one volume are offered, joined and separated', async ({ app, host }) => {
  const { page, library } = app;
  await using temporary = await temporaryFolder();
  const folder = temporary.path;
  const SeriesInstanceUID = uidFromSeed('second half');
  await writeSeries(folder, {
    geometry,
    change: (dataset, k) => (k < 5 ? dataset : { ...dataset, SeriesInstanceUID }),
  });
  await app.open(host.url());
  await library.drop([folder]);
  await expect(library.rows).toHaveCount(2);
  const offer = page.getByRole('status').filter({ hasText: 'These series form one volume' });
  await offer.getByRole('button', { name: 'Join' }).click();
  await expect(library.rows).toHaveCount(1);
  await expect(library.rows).toContainText('10');
  await expect(offer).toBeHidden();
  await library.details.getByRole('button', { name: 'Separate' }).click();
  await expect(library.rows).toHaveCount(2);
  // What was just taken apart is not offered again at once.
  await expect(offer).toBeHidden();
});

test('a tilted series is computed onto a regular grid, drawn on, and told to be cut off at its last slice', async ({
  app,
  host,
}) => {
  const { page, library } = app;
  await using temporary = await temporaryFolder();
  const folder = temporary.path;
  const { change } = seriesFaults.find(({ code }) => code === 'gantry_tilt')!;
  await writeSeries(folder, { geometry, change });
  await app.open(host.url());
  await library.drop([folder]);
  await expect(library.rows).toContainText('Refused');
  await library.details.getByRole('button', { name: 'Compute a regular volume' }).click();
  const computed = library.row('Computed');
  await expect(computed).toContainText('Warning');
  const spacingMm = (await computed.getByRole('gridcell').allInnerTexts())
    .map((text) => text.split(' × ').map(Number))
    .find(({ length }) => length === 3)!;
  await library.open(computed);
  await app.workspace.expectRendered();
  const notice = page.getByRole('status').filter({ hasText: 'Computed' });
  await notice.getByText('Images:').click();
  await expect(notice.getByRole('listitem').first()).toBeVisible();

  const radiusMm = 12;
  const reader = new Reader(page, geometry);
  await reader.choose('Brush');
  await reader.setBrush('Disc in the slice', radiusMm);
  await app.workspace.view('axial').click();
  await reader.expectDone(/^Brush liver, 12 mm$/);
  const discMl = Math.PI * radiusMm ** 2 * spacingMm[2]! * 1e-3;
  expect(Math.abs((await reader.value('tlv')) / discMl - 1), 'disc of 12 mm radius').toBeLessThan(0.05);
  const cutOff = page.getByText(/The liver touches the last slice.*it may be cut off/);
  await expect(cutOff).toBeHidden();

  const axial = app.workspace.view('axial');
  await axial.press('Home');
  await axial.click();
  await expect(cutOff).toBeVisible();
  await reader.expectSaved();
  await page.keyboard.press('Control+z');
  await expect(cutOff).toBeHidden();
});

test('what this machine has no memory for is said before, and opens at half size', async ({ app, host }) => {
  const { page, library } = app;
  await using temporary = await temporaryFolder();
  await writeSeries(temporary.path, { geometry });
  // 161 kB are three quarters of such a machine.
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 0.0002 });
  });
  await app.open(host.url());
  await library.drop([temporary.path]);
  await expect(library.details).toContainText('Opening it takes 161 kB of the 215 kB that this machine has.');
  await library.open(library.rows.first());
  await expect(page.getByText('This series is too large to be opened as it is')).toBeVisible();
  await page.getByRole('button', { name: 'Open at half size' }).click();
  await app.workspace.expectRendered();
  await expect(page.getByRole('status').filter({ hasText: 'Computed' })).toBeVisible();
  await app.goTo('Library');
  await expect(library.row('Computed')).toContainText('4.00 × 4.00 × 3.00');
});
