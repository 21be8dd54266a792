/** A data folder in which people sign in. */
import { expect, type Page } from '@playwright/test';
import type { AccountRole } from '../../../electron/core/contract/accounts.ts';
import { openHost } from '../../../electron/host/open.ts';

export const PASSWORD = 'three blue herons';
const FIRST_PASSWORD = 'four green finches';

/** Makes ada the administrator and the others as their roles say; everybody's password is PASSWORD. */
export async function addPeople(dataFolder: string, others: Readonly<Record<string, AccountRole>>): Promise<void> {
  const host = await openHost({ dataFolder, version: 'test' });
  const ada = host.openSession().handlers.accounts;
  await ada.createFirst({ user: 'ada', printedName: 'Dr Ada', password: PASSWORD });
  for (const [user, role] of Object.entries(others)) {
    const { temporaryPassword } = await ada.add({ user, printedName: `Dr ${user}`, role });
    const own = host.openSession().handlers.accounts;
    await own.signIn({ user, password: temporaryPassword });
    await own.changePassword({ current: temporaryPassword, next: PASSWORD });
  }
  await host.close();
}

/** Nine wrong passwords, long enough ago that the next one is looked at. */
export async function failNineTimes(dataFolder: string, user: string): Promise<void> {
  let time = Date.now() - 3_600_000;
  const host = await openHost({ dataFolder, version: 'test', now: () => new Date((time += 60_000)) });
  const { accounts } = host.openSession().handlers;
  for (let tries = 0; tries < 9; tries++)
    await expect(Promise.resolve(accounts.signIn({ user, password: FIRST_PASSWORD }))).rejects.toThrow('not right');
  await host.close();
}

/** On the page that asks for it. */
export async function signIn(page: Page, user: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Login name').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

export async function signedIn(page: Page, user: string): Promise<void> {
  await signIn(page, user);
  await expect(page.getByRole('button', { name: new RegExp(`^Dr ${user}`, 'i') })).toBeVisible();
}
