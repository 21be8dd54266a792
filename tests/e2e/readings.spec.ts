import { startHost, type HostProcess } from '../../scripts/hostProcess.ts';
import type { Page } from '@playwright/test';
import { embolisationInput } from '../../electron/core/contract/trial.ts';
import { openHost } from '../../electron/host/open.ts';
import { App } from './support/app.ts';
import { addPeople, PASSWORD, signedIn } from './support/people.ts';
import { sampleFolder, type PreparedFolder } from './support/preparedFolder.ts';
import { Reader } from './support/reader.ts';
import { expect, test } from './support/test.ts';

const EMBOLISED_ON = '2025-03-09';

test.describe('two readers', () => {
  let folder: PreparedFolder;
  let host: HostProcess;
  test.beforeEach(async () => {
    folder = await sampleFolder({ truthMasks: true });
    await addRecord(folder);
    await addPeople(folder.dataFolder, { ann: 'reader', bob: 'reader' });
    host = await startHost({ dataFolder: folder.dataFolder, fromSource: true });
  });
  test.afterEach(async () => {
    await host.close();
    await folder.remove();
  });

  /** The follow-up CT in the hands of a person, in a window of their own. */
  const openAs = async (page: Page, user: string) => {
    const { date, geometry } = folder.studies[1]!;
    await page.goto(host.url);
    await signedIn(page, user);
    const app = new App(page);
    await app.library.openDated(date);
    return { app, reader: new Reader(page, geometry) };
  };

  const reviewAndSign = async (page: Page, reader: Reader) => {
    await reader.takeStep('Sign');
    await reader.press('I looked at all slices');
    await reader.press('Sign…');
    const dialog = page.getByRole('dialog', { name: 'Sign this reading' });
    await dialog.getByLabel('Your password').fill('not the password');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('password');
    await dialog.getByLabel('Your password').fill(PASSWORD);
    // After a wrong one the next try has to wait a moment.
    await expect(async () => {
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden({ timeout: 5000 });
    }).toPass();
    await expect(page.locator('[data-reading-state="signed"]')).toBeVisible();
  };

  test('review, sign, correct, and begin blind a second time', async ({ page, browser }) => {
    test.slow();
    const first = await openAs(page, 'ann');
    await first.app.workspace.expectRendered();
    await first.reader.expectSaved();

    await test.step('nothing in the workspace tells of the treatment', async () => {
      await first.reader.takeStep('Sign');
      await expect(page.locator('.readings-values')).toBeVisible();
      const everything = `${await page.locator('body').innerText()} ${await page.content()}`;
      expect(everything).not.toContain(EMBOLISED_ON);
      expect(everything).not.toMatch(/\bPVE\b|\bHVE\b|emboli[sz]|days since|growth|kinetic|plug\b/i);
    });

    await test.step('a signed reading shows who, when and what, and is not drawn on', async () => {
      await reviewAndSign(page, first.reader);
      const signature = page.locator('[data-signature]');
      await expect(signature).toContainText('Dr ann');
      await expect(signature).toContainText('I drew and checked these volumes');
      await expect(page.getByText('This reading is signed and is not drawn on.')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Brush', exact: true })).toBeDisabled();
      await page.keyboard.press('a');
      await expect(page.locator('[data-preview]')).toHaveCount(0);
    });

    await test.step('a correction is a new version with a reason', async () => {
      await page.getByRole('button', { name: 'Correct…' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Correct a signed reading' });
      await expect(dialog.getByRole('button', { name: 'Begin the correction' })).toBeDisabled();
      await dialog.getByLabel('Why it is corrected').fill('The cut runs too far to the left');
      await dialog.getByRole('button', { name: 'Begin the correction' }).click();
      await first.app.workspace.expectRendered();
      await first.reader.expectSaved();
      await first.reader.takeStep('Sign');
      await expect(page.locator('[data-reading-state="draft"]')).toContainText('version 2');
      await expect(page.getByText('The cut runs too far to the left')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Brush', exact: true })).toBeEnabled();
      await reviewAndSign(page, first.reader);
    });

    const other = await browser.newPage();
    await test.step('another reader sees nothing of it and begins anew', async () => {
      const second = await openAs(other, 'bob');
      await expect(other.getByText('it is read blind').first()).toBeVisible({ timeout: 60_000 });
      await other.getByRole('button', { name: 'Read independently' }).first().click();
      await second.reader.expectSaved();
      await expect(other.locator('[data-quantity="tlv"]').first()).toHaveAttribute('data-value', '');
      await other.close();
    });
  });
});

/** A subject with both CTs and an embolisation in between. */
async function addRecord({ dataFolder, studies }: PreparedFolder): Promise<void> {
  const host = await openHost({ dataFolder, version: 'test' });
  const { trial, library } = host.handlers;
  const subject = await trial.addSubject({ code: 'NL01-007', sex: 'male', liverQuality: 'normal' });
  for (const { id: seriesId, acquisitionDate } of await library.listSeries({})) {
    const kind = acquisitionDate === studies[1]!.date ? 'w1' : 'baseline';
    await trial.setTimePoint({ subjectId: subject.id, kind, seriesId, date: acquisitionDate! });
  }
  await trial.addEmbolisation({
    subjectId: subject.id,
    embolisation: embolisationInput.parse({
      date: EMBOLISED_ON,
      kind: 'pve_hve',
      portalBranches: ['right_anterior'],
      hepaticVeins: ['right'],
      materials: ['plug'],
    }),
  });
  await host.close();
}
