import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startHost, type HostProcess } from '../../scripts/hostProcess.ts';
import { indexToPatient } from '../../electron/core/domain/geometry.ts';
import { App } from './support/app.ts';
import { addPeople, failNineTimes, PASSWORD, signedIn, signIn } from './support/people.ts';
import { sampleFolder } from './support/preparedFolder.ts';
import { Reader } from './support/reader.ts';
import { expect, test } from './support/test.ts';

const IDLE = '16:00';
const locked = { name: 'Locked' } as const;

test('an empty folder asks who will use it, and one key makes it a place for one person', async ({ page, host }) => {
  await page.goto(host.url());
  await expect(page.getByRole('heading', { name: 'Who will use this installation?' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Work alone without accounts' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('No accounts', { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible();
});

test('the administrator’s account is made by keyboard, and from then on everybody signs in', async ({ page, host }) => {
  await page.goto(host.url());
  await page.getByRole('button', { name: 'Make the administrator’s account' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Login name').fill('ada');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Dr Ada');
  await page.keyboard.press('Tab');
  await page.keyboard.type('short');
  await page.keyboard.press('Tab');
  await expect(page.getByText('A password has at least 12 characters')).toBeVisible();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('The same again').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Dr Ada, Administrator' })).toBeVisible();

  await page.getByRole('button', { name: 'Dr Ada, Administrator' }).click();
  await page.getByRole('menuitem', { name: 'Accounts' }).click();
  await page.getByRole('button', { name: 'Add an account' }).click();
  await page.getByLabel('Login name').fill('rea');
  await page.getByLabel('Printed name').fill('Dr Rea');
  await page.getByRole('dialog').getByRole('button', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Reader', exact: true }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const temporary = await page.locator('output').innerText();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name: /Dr Rea/ })).toContainText('Temporary password');

  await page.getByRole('button', { name: 'Dr Ada, Administrator' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await signIn(page, 'rea', temporary);
  await expect(page.getByRole('heading', { name: 'Choose your own password' })).toBeVisible();
  await page.getByLabel('Present password').fill(temporary);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByLabel('The same again').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Dr Rea, Reader' })).toBeVisible();
});

test.describe('with accounts', () => {
  let dataFolder: string;
  let host: HostProcess;
  const begin = async (): Promise<void> => {
    host = await startHost({ dataFolder, fromSource: true });
  };
  test.beforeEach(async () => {
    dataFolder = await mkdtemp(path.join(os.tmpdir(), 'remnant-people-'));
    await addPeople(dataFolder, { mo: 'monitor', sam: 'site_staff' });
  });
  test.afterEach(async () => {
    await host.close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  test('a wrong password is said, the tenth locks out, and an administrator undoes it', async ({ page, browser }) => {
    await failNineTimes(dataFolder, 'sam');
    await begin();
    await page.goto(host.url);
    await signIn(page, 'nobody', PASSWORD);
    await expect(page.getByRole('alert')).toHaveText('The name or the password is not right.');
    await signIn(page, 'sam', 'three blue herrings');
    await expect(page.getByRole('alert')).toContainText('locked for 30 minutes');
    await signIn(page, 'sam');
    await expect(page.getByRole('alert')).toContainText('Too many wrong passwords');

    const other = await browser.newPage();
    await other.goto(host.url);
    await signedIn(other, 'ada');
    await other.goto(`${host.origin}/#/accounts`);
    const row = other.getByRole('row', { name: /Dr sam/ });
    await expect(row).toContainText('Locked out until');
    await row.getByRole('button', { name: 'Change Dr sam' }).click();
    await other.getByRole('menuitem', { name: 'End the lock-out' }).click();
    await expect(row).toContainText('Active');
    await other.close();
    await signedIn(page, 'sam');
  });

  test('a monitor sees what there is, and is told why nothing can be changed', async ({ page }) => {
    await begin();
    await page.goto(host.url);
    await signedIn(page, 'mo');
    const app = new App(page);
    const sample = page.getByRole('button', { name: 'Open the sample case' });
    await expect(sample).toBeDisabled();
    await expect(sample).toHaveAttribute('title', /Your role \(monitor\) does not include this/);
    await page.keyboard.press('Control+O');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await app.goTo('Settings');
    await expect(page.getByText('it is for: administrator').first()).toBeVisible();
    await app.goTo('Audit trail');
    await expect(page.getByText('sign in account').first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeDisabled();
  });

  test('another person begins anew', async ({ page }) => {
    await begin();
    await page.goto(host.url);
    await signedIn(page, 'sam');
    await page.keyboard.press('Alt+L');
    await expect(page.getByRole('dialog', locked)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', locked)).toBeVisible();
    await page.getByRole('button', { name: 'Sign in as someone else' }).click();
    await signedIn(page, 'ada');
  });
});

test('a window that nobody uses locks itself, and what was drawn is there and stored after unlocking', async ({
  page,
}) => {
  const { dataFolder, studies, remove } = await sampleFolder({ truthMasks: false });
  await addPeople(dataFolder, { rea: 'reader' });
  const host = await startHost({ dataFolder, fromSource: true });
  const { date, geometry } = studies[0]!;
  await page.clock.install();
  await page.goto(host.url);
  await signedIn(page, 'rea');
  const app = new App(page);
  await app.library.openDated(date);
  await app.workspace.expectRendered();
  const reader = new Reader(page, geometry);

  // The stroke can't be stored before the lock.
  await page.route('**/blob/upload*', (route) => route.abort());
  await reader.choose('Brush');
  await reader.setBrush('Disc in the slice', 20);
  await reader.click([{ k: 40, pointsMm: [indexToPatient(geometry, [60, 80, 40])] }]);
  await expect(page.locator('[data-save="failed"]')).toBeVisible();
  const drawnMl = await reader.value('tlv');
  await page.clock.fastForward(IDLE);
  const lock = page.getByRole('dialog', locked);
  await expect(lock).toBeVisible();
  await expect(lock.getByText('Dr rea drew is not stored yet')).toBeVisible();
  await page.unroute('**/blob/upload*');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(lock).toBeHidden();
  await page.clock.fastForward('02:00');
  await reader.expectSaved();
  expect(await reader.value('tlv')).toBe(drawnMl);
  expect(drawnMl).toBeGreaterThan(0);

  await page.reload();
  await signedIn(page, 'rea');
  await app.workspace.expectRendered();
  expect(await reader.value('tlv')).toBe(drawnMl);
  await host.close();
  await remove();
});
