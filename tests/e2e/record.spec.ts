/** The record as site staff keep it: entries, corrections, unfinished forms, and the site's overview. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { embolisationInput } from '../../electron/core/contract/trial.ts';
import { dateOfDay, dayNumber, localDate } from '../../electron/core/domain/dates.ts';
import { openContext } from '../../electron/host/openContext.ts';
import { addEmbolisation, addSite, addSubject } from '../../electron/host/trial/index.ts';
import { startHost } from '../../scripts/hostProcess.ts';
import { App } from './support/app.ts';
import { RecordPlace } from './support/record.ts';
import { expect, test } from './support/test.ts';

const subject = { code: 'NL01-007', sex: 'Male', date: '2026-01-05', heightCm: 175, weightKg: 80 };

const panel = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });

test('an entry is corrected and struck out with a reason, and what was there can still be read', async ({
  app,
  host,
}) => {
  await app.open(host.url());
  await app.goTo('Record');
  const { page } = app;
  await new RecordPlace(page).newSubject(subject);

  await page.getByRole('button', { name: /^Correct: Height and weight/ }).click();
  const form = dialog(page, 'Correct measurement');
  await expect(form.getByLabel('Weight')).toHaveValue('80');
  await form.getByLabel('Weight').fill('300');
  await expect(form.getByRole('status').filter({ hasText: 'outside of 1.2 to 2.8' })).toBeVisible();
  await form.getByLabel('Weight').fill('82.5');
  await form.getByRole('button', { name: 'Correct measurement' }).click();
  await expect(form.getByText('Give a reason of at least 3 letters.')).toBeVisible();
  await form.getByLabel('Reason for the change').fill('Read from the wrong line');
  await form.getByLabel('Reason for the change').press('Enter');
  await expect(form).toBeHidden();
  const measures = panel(page, 'Height and weight');
  await expect(measures.getByRole('row', { name: /2026-01-05/ })).toContainText('82.5 kg');
  await expect(measures.getByText('Corrected')).toBeVisible();

  await page.getByRole('button', { name: /^Strike out: Height and weight/ }).click();
  const strike = dialog(page, /^Strike out/);
  await strike.getByLabel('Reason').fill('Of another subject');
  await strike.getByRole('button', { name: 'Strike out', exact: true }).click();
  await expect(strike).toBeHidden();
  await measures.getByRole('button', { name: 'Former (2)' }).click();
  const history = dialog(page, 'Former entries: Height and weight');
  await expect(history).toContainText('Read from the wrong line');
  await expect(history).toContainText('Of another subject');
  await expect(history.getByRole('row', { name: /Weight/ }).last()).toContainText('82.5');
});

test('the subject itself is changed, and dates that run backwards are refused where they are typed', async ({
  app,
  host,
}) => {
  await app.open(host.url());
  await app.goTo('Record');
  const { page } = app;
  await new RecordPlace(page).newSubject(subject);

  await panel(page, 'Subject').getByRole('button', { name: 'Change' }).click();
  const form = dialog(page, 'Change NL01-007');
  await form.getByLabel('Year of birth').fill('1960');
  await form.getByRole('button', { name: 'Planned resection' }).click();
  await page.getByRole('option', { name: 'ALPPS' }).click();
  await form.getByRole('button', { name: 'Add an earlier procedure' }).click();
  await form.getByLabel('Date or year').fill('2024');
  await form.getByLabel('Note').fill('Mr Smith');
  await expect(form.getByText('This looks like a name.')).toBeVisible();
  await form.getByLabel('Note').fill('segment 6');
  await form.getByRole('button', { name: 'Store' }).click();
  await expect(form).toBeHidden();
  await expect(panel(page, 'Subject')).toContainText('Resection 2024 (segment 6)');
  await expect(panel(page, 'Subject')).toContainText('ALPPS');

  await page.getByRole('button', { name: 'Add measurement' }).click();
  const measure = dialog(page, 'Add measurement');
  await measure.getByLabel('Measured on').fill('1950-01-01');
  await expect(measure.getByText('The measure of 1950-01-01 is before the year of birth, 1960.')).toBeVisible();
  await measure.getByLabel('Height').fill('175');
  await measure.getByLabel('Weight').fill('80');
  await measure.getByRole('button', { name: 'Add measurement' }).click();
  await expect(measure.getByRole('alert').filter({ hasText: 'is before the year of birth' })).toBeVisible();
});

test('an unfinished form is there again after a crash, until it is discarded', async ({ app, host }) => {
  await app.open(host.url());
  await app.goTo('Record');
  const { page } = app;
  await new RecordPlace(page).newSubject(subject);
  await page.getByRole('button', { name: 'Add function test' }).click();
  const form = dialog(page, 'Add function test');
  await form.getByLabel('Date').fill('2026-01-06');
  await form.getByLabel('Total liver uptake').fill('13,9');
  await expect.poll(() => keptDrafts(host.dataFolder)).toContain('13,9');
  await host.killAndRestart();
  await app.close();
  await app.open(host.url());
  await app.goTo('Record');
  await page.getByRole('button', { name: 'Add function test' }).click();
  await expect(form.getByText(/^Unfinished entry from /)).toBeVisible();
  await expect(form.getByLabel('Date')).toHaveValue('2026-01-06');
  await expect(form.getByLabel('Total liver uptake')).toHaveValue('13,9');
  await form.getByRole('button', { name: 'Discard it' }).click();
  await expect(form.getByLabel('Total liver uptake')).toHaveValue('');
  await expect.poll(() => keptDrafts(host.dataFolder)).toBe('');
});

test('the overview shows what is due first, filters, and is walked by keys', async ({ page }) => {
  const dataFolder = await siteFolder(60);
  const host = await startHost({ dataFolder, fromSource: true });
  const app = new App(page);
  await app.open(host.url);
  await app.goTo('Record');
  await page.getByRole('link', { name: 'Planned CTs of all subjects' }).click();
  await expect(page.getByText('60 of 60 subjects')).toBeVisible();
  const rows = page.getByRole('row').filter({ has: page.getByRole('rowheader') });
  await expect(rows.first()).toContainText('NL01-0059');
  await expect(rows.first()).toContainText('Overdue');

  const leaving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Overview (PDF)' }).click();
  expect((await leaving).suggestedFilename()).toMatch(/\.pdf$/);

  await page.getByLabel('Find a subject').fill('-0002');
  await expect(rows).toHaveCount(1);
  await page.getByLabel('Find a subject').fill('nobody');
  await page.getByRole('button', { name: 'Show all subjects' }).click();
  await page.getByRole('button', { name: 'Order' }).click();
  await page.getByRole('option', { name: 'By code' }).click();
  await page.getByRole('link', { name: 'NL01-0000' }).focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('link', { name: 'NL01-0059' })).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'NL01-0001' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'NL01-0001' })).toBeVisible();

  // The trail knows of the paper before there is any.
  await page.evaluate(() => {
    window.print = () => {
      document.title = 'On paper';
    };
  });
  await page.keyboard.press('Control+p');
  await expect(page).toHaveTitle('On paper');
  await app.goTo('Audit trail');
  await expect(page.getByRole('row').nth(1)).toContainText('print subject');
  await host.close();
  await rm(dataFolder, { recursive: true, force: true });
});

/** What the host keeps of unfinished forms. */
async function keptDrafts(dataFolder: string): Promise<string> {
  const folder = path.join(dataFolder, 'drafts');
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).map((name) => readFile(path.join(folder, name), 'utf8'));
  return (await Promise.all(files)).join('');
}

/** Subjects of one site, each embolised a day before the one that was entered before it. */
async function siteFolder(count: number): Promise<string> {
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'remnant-overview-'));
  const { context, close } = openContext({ dataFolder, version: 'test' });
  const { id: siteId } = addSite(context, { code: 'NL01', name: '' });
  const today = dayNumber(localDate(new Date()));
  for (let index = 0; index < count; index++) {
    const code = `NL01-${String(index).padStart(4, '0')}`;
    const { id: subjectId } = addSubject(context, { code, sex: 'female', liverQuality: 'normal', siteId });
    const embolisation = embolisationInput.parse({
      date: dateOfDay(today - index),
      kind: 'pve',
      portalBranches: ['right_anterior'],
      hepaticVeins: [],
      materials: ['coils'],
    });
    addEmbolisation(context, { subjectId, embolisation });
  }
  await close();
  return dataFolder;
}
