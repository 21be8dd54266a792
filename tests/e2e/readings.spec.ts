import { startHost, type HostProcess } from '../../scripts/hostProcess.ts';
import type { Page } from '@playwright/test';
import { embolisationInput } from '../../electron/core/contract/trial.ts';
import { iccAgreement } from '../../electron/core/domain/agreement.ts';
import { countLabels, Label } from '../../electron/core/domain/labels.ts';
import { labelVolumes } from '../../electron/core/domain/volumetry.ts';
import { openHost } from '../../electron/host/open.ts';
import { App } from './support/app.ts';
import { addPeople, PASSWORD, signedIn } from './support/people.ts';
import { sampleFolder, type PreparedFolder } from './support/preparedFolder.ts';
import { Reader } from './support/reader.ts';
import { RecordPlace } from './support/record.ts';
import { expect, test } from './support/test.ts';
import { addReadings, drawnBy } from './support/twoReaders.ts';

const EMBOLISED_ON = '2025-03-09';

test.describe('two readers', () => {
  let folder: PreparedFolder;
  let host: HostProcess;
  test.beforeEach(async () => {
    folder = await sampleFolder({ truthMasks: true });
    await addRecord(folder);
    await addPeople(folder.dataFolder, { ann: 'reader', bob: 'reader', cay: 'reader' });
  });
  test.afterEach(async () => {
    await host.close();
    await folder.remove();
  });
  const start = async () => {
    host = await startHost({ dataFolder: folder.dataFolder, fromSource: true });
  };

  /** The follow-up CT in the hands of a person, in a window of their own. */
  const openAs = async (page: Page, user: string) => {
    const { date, geometry } = folder.studies[1]!;
    await page.goto(host.url);
    await signedIn(page, user);
    const app = new App(page);
    await app.library.openDated(date);
    return { app, reader: new Reader(page, geometry) };
  };

  /** In the dialog; what is tried first is another password than the right one. */
  const reviewAndSign = async (page: Page, reader: Reader, triedFirst?: string) => {
    await reader.takeStep('Sign');
    await reader.press('I looked at all slices');
    await reader.press('Sign…');
    const dialog = page.getByRole('dialog', { name: 'Sign this reading' });
    if (triedFirst !== undefined) {
      await dialog.getByLabel('Your password').fill(triedFirst);
      await page.keyboard.press('Enter');
      await expect(dialog.getByRole('alert')).toContainText('password');
    }
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
    await start();
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
      await reviewAndSign(page, first.reader, 'not the password');
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

      await second.reader.takeStep('Sign');
      await other.getByRole('button', { name: 'Discard…' }).click();
      const dialog = other.getByRole('dialog', { name: 'Discard this second reading' });
      await expect(dialog.getByRole('button', { name: 'Discard it' })).toBeDisabled();
      await dialog.getByLabel('Why it is discarded').fill('meant for another CT');
      await dialog.getByRole('button', { name: 'Discard it' }).click();
      await expect(other.getByText('it is read blind').first()).toBeVisible({ timeout: 60_000 });
      await expect(other.getByRole('button', { name: 'Read independently' }).first()).toBeVisible();
      await other.close();
    });
  });

  test('sign the second reading, compare both, and let a third person decide which one counts', async ({
    page,
    browser,
  }) => {
    test.slow();
    await addReadings(folder);
    await start();
    const [drawnBefore, drawnAfter] = drawnBy(folder).map(({ ann, bob }, at) => {
      const { geometry } = folder.studies[at]!;
      const flrMl = (labels: Uint8Array) => labelVolumes(countLabels(labels), geometry).flr.value!;
      return { labels: { ann, bob }, flr: { ann: flrMl(ann), bob: flrMl(bob) } };
    });
    const { ann, bob } = drawnAfter!.flr;

    const second = await openAs(page, 'bob');
    await test.step('the second reader signs, and only then sees the first', async () => {
      await second.app.workspace.expectRendered();
      await second.reader.takeStep('Sign');
      const readings = page.getByRole('region', { name: 'Readings of this CT' });
      await expect(readings).toContainText('Dr ann · counts · hidden: read blind');
      await reviewAndSign(page, second.reader);
      await expect(readings.getByRole('button', { name: 'Show' })).toBeVisible();
      await expect(readings).not.toContainText('hidden');
      await expect(readings.getByRole('button', { name: 'Decide…' })).toHaveCount(0);
    });

    await test.step('how far both agree: numbers, chart and masks', async () => {
      await second.app.goTo('Readings');
      const row = page.getByRole('table', { name: 'CT by CT' }).getByRole('row', { name: /Week 1/ });
      await expect(row.getByRole('cell')).toContainText([
        `${ann.toFixed(1)}Dr ann`,
        `${bob.toFixed(1)}Dr bob`,
        (bob - ann).toFixed(1),
        `${((200 * (bob - ann)) / (bob + ann)).toFixed(2)} %`,
        'First reading',
      ]);
      const before = drawnBefore!.flr;
      const pairs = [before, { ann, bob }].map((flr) => [flr.ann, flr.bob] as const);
      const bias = (before.bob - before.ann + bob - ann) / 2;
      const variance = pairs.map(([a, b]) => (2 * (a - b) ** 2) / (a + b) ** 2);
      const cvPct = 100 * Math.sqrt((variance[0]! + variance[1]!) / 2);
      const figure = (name: string) => page.getByRole('group', { name, exact: true });
      await expect(figure('Bias (second - first)')).toContainText(`${bias.toFixed(1)} mL`);
      await expect(figure('Coefficient of variation')).toContainText(`${cvPct.toFixed(2)} %`);
      await expect(figure('ICC(2,1), absolute agreement')).toContainText(iccAgreement(pairs)!.value.toFixed(3));
      const chart = page.getByRole('img', { name: /^Bland-Altman chart of Future liver remnant/ });
      await expect(chart).toContainText(`Bias: ${bias.toFixed(1)}`);
      await expect(chart.locator('circle')).toHaveCount(2);

      await row.getByRole('button', { name: 'Compare masks' }).click();
      const masks = page.getByRole('table', { name: 'Masks of both readings' });
      const dice = diceOfFlr(drawnAfter!.labels.ann, drawnAfter!.labels.bob);
      await expect(masks.getByRole('row', { name: /^FLR/ }).getByRole('cell')).toHaveText(
        // The cut lies one voxel of 2 mm further, and nothing else is farther apart.
        [dice.toFixed(4), /^[01]\.\d\d mm$/, '2.00 mm'],
      );
      await expect(masks.getByRole('row', { name: /^Tumour/ }).getByRole('cell')).toHaveText([
        '1.0000',
        '0.00 mm',
        '0.00 mm',
      ]);
    });

    const other = await browser.newPage();
    await test.step('a third person looks at both and decides, with a reason', async () => {
      const third = await openAs(other, 'cay');
      await third.app.workspace.expectRendered();
      await expect(other.getByText('First reading, by Dr ann. You are looking on.')).toBeVisible();
      await third.reader.takeStep('Sign');
      const readings = other.getByRole('region', { name: 'Readings of this CT' });
      await readings.getByRole('button', { name: 'Show' }).click();
      await expect(other.getByText('Second reading, by Dr bob. You are looking on.')).toBeVisible();
      await expect(other.getByRole('button', { name: 'Back to the first reading' })).toBeVisible();
      expect(await third.reader.value('flr')).toBeCloseTo(bob, 1);

      await third.reader.takeStep('Sign');
      await readings.getByRole('button', { name: 'Decide…' }).click();
      const dialog = other.getByRole('dialog', { name: 'Decide which reading counts' });
      await dialog.getByRole('button', { name: 'What counts from now on' }).click();
      await expect(other.getByRole('option', { name: /The first reading, by Dr ann/ })).toContainText(
        `FLR ${ann.toFixed(0)} mL`,
      );
      await other.getByRole('option', { name: /The second reading, by Dr bob/ }).click();
      await expect(dialog.getByRole('button', { name: 'Decide' })).toBeDisabled();
      await dialog.getByLabel('Why').fill('The first cut leaves the vein');
      await dialog.getByRole('button', { name: 'Decide' }).click();
      await expect(dialog).toBeHidden();
      await expect(readings).toContainText('Dr bob · counts');
      await expect(readings).toContainText(/Dr cay, .*: the second reading counts\. The first cut leaves the vein/);

      await test.step('what counts is recorded, and the record shows its numbers', async () => {
        await third.app.goTo('Readings');
        const counts = other.getByRole('table', { name: 'CT by CT' });
        await expect(counts.getByRole('row', { name: /Week 1/ })).toContainText('Second reading');
        await expect(counts.getByRole('row', { name: /Baseline/ })).toContainText('First reading');
        await third.app.goTo('Record');
        await other.getByRole('link', { name: /NL01-007/ }).click();
        await expect(other.getByRole('region', { name: /^Week 1/ })).toContainText('Second reading · Signed');
        await expect(new RecordPlace(other).cell('Volumes and ratios', 'flr', 1)).toContainText(`${bob.toFixed(0)} mL`);
      });
      await other.close();
    });
  });
});

/** Of the remnant: twice what both hold by what each holds. */
function diceOfFlr(a: Uint8Array, b: Uint8Array): number {
  let [both, each] = [0, 0];
  for (const [at, label] of a.entries()) {
    each += Number(label === Label.flr) + Number(b[at] === Label.flr);
    both += Number(label === Label.flr && b[at] === Label.flr);
  }
  return (2 * both) / each;
}

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
