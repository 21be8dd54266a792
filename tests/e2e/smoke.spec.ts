import { expect, test } from './support/test.ts';

test('first start offers the sample case and a folder', async ({ app, host }) => {
  await app.open(host.url());
  await expect(app.library.openSample).toBeVisible();
  await expect(app.library.openFolder).toBeVisible();
  expect(await app.isIsolated()).toBe(true);
});

test('the token leaves the address, and nobody gets in without it', async ({ app, host, browser }) => {
  await app.open(host.url());
  expect(app.page.url()).not.toContain('token');
  const stranger = await browser.newPage();
  const response = await stranger.goto(host.origin());
  expect(response?.status()).toBe(401);
  await stranger.close();
});

test('every place opens', async ({ app, host }) => {
  await app.open(host.url());
  for (const place of ['Workspace', 'Record', 'Audit trail', 'Settings', 'Library'] as const) {
    await app.goTo(place);
    await expect(app.page.getByRole('link', { name: place })).toHaveAttribute('aria-current', 'page');
  }
});

test('the sample case is imported and drawn, and is still there after the host was killed', async ({ app, host }) => {
  await app.open(host.url());
  await app.library.importSample();
  await app.library.openSeries(0);
  await app.workspace.expectRendered();
  await app.close();
  await host.killAndRestart();
  await app.open(host.url());
  await expect(app.library.rows).toHaveCount(2);
});
