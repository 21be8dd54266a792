/** The audit trail, a subject's history, backups and the second anchor, as site staff and an inspector use them. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from './support/test.ts';

test('a correction is found, followed from its record, proven, and exported', async ({ app, host }) => {
  const { page } = app;
  await app.open(host.url());
  await app.goTo('Record');
  await page.getByRole('button', { name: 'New subject' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Subject code').fill('NL01-001');
  await form.getByLabel('Measured on').fill('2026-01-05');
  await form.getByLabel('Height').fill('170');
  await form.getByLabel('Weight').fill('70');
  await form.getByRole('button', { name: 'Sex' }).click();
  await page.getByRole('option', { name: 'Female', exact: true }).click();
  await form.getByRole('button', { name: 'Add subject' }).click();
  await expect(form).toBeHidden();

  await page.getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('dialog', { name: 'History of NL01-001' });
  await expect(history.getByRole('row').filter({ hasText: 'create subject measure' })).toContainText('height (cm) 170');
  await page.keyboard.press('Escape');
  await expect(history).toBeHidden();

  await app.goTo('Audit trail');
  const trail = page.getByRole('table');
  await page.getByRole('textbox', { name: 'Subject', exact: true }).fill('NL01-001');
  await expect(trail.getByRole('row')).toHaveCount(3);
  await page.getByRole('textbox', { name: 'Subject', exact: true }).fill('NL01-999');
  await expect(page.getByText('There is no subject NL01-999.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByLabel('Text').fill('"heightCm":170');
  await expect(trail.getByRole('row')).toHaveCount(2);
  await page.getByLabel('From').fill('2026-02-30');
  await expect(page.getByText('A day such as 2026-03-31')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();

  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(page.getByText('Everything is as it was stored.')).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: 'As CSV' }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^audit-trail_.*\.csv$/);
  await expect(trail.getByRole('row').filter({ hasText: 'export file' })).toHaveCount(1);
});

test('a backup is made, and the end of the trail is kept elsewhere', async ({ app, host }) => {
  const { page } = app;
  const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'remnant-elsewhere-'));
  try {
    await app.open(host.url());
    await app.goTo('Settings');
    await page.getByLabel('Folder for the anchor').fill(host.dataFolder);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('must be outside the data folder')).toBeVisible();
    await page.getByLabel('Folder for the anchor').fill(elsewhere);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Up to date.')).toBeVisible();
    await page.getByLabel('Folder for backups').fill(elsewhere);
    await page.getByRole('button', { name: 'Back up now' }).click();
    await expect(page.getByText(/Last backup: .* to .*remnant-backup_/)).toBeVisible();
    const names = (await readdir(elsewhere)).map((name) => name.replace(/_.*|-[0-9a-f]{16}/, '')).sort();
    expect(names).toEqual(['remnant-anchor.jsonl', 'remnant-backup']);
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
});
