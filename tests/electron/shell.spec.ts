import { expect, test } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openShell, reasonToSkip, type Shell } from './support/shell.ts';

const reason = reasonToSkip();
test.skip(reason !== undefined, reason ?? '');

test.describe('desktop shell', () => {
  let dataFolder: string;
  let shell: Shell | undefined;

  const open = async () => {
    shell = await openShell(dataFolder);
    await expect(shell.app.page.getByRole('navigation', { name: 'Places' })).toBeVisible();
    return shell;
  };
  const close = async () => {
    await shell?.electron.close();
    shell = undefined;
  };
  test.beforeEach(async () => {
    dataFolder = await mkdtemp(path.join(os.tmpdir(), 'remnant-electron-'));
  });
  test.afterEach(async () => {
    await close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  test('the window is a sandboxed page of its own origin without Node', async () => {
    const { electron, app } = await open();
    expect(new URL(app.page.url()).origin === 'null' || app.page.url().startsWith('app://remnant/')).toBe(true);
    expect(await app.isIsolated()).toBe(true);
    const seen = await app.page.evaluate(() => ({
      require: typeof (globalThis as Record<string, unknown>)['require'],
      process: typeof (globalThis as Record<string, unknown>)['process'],
      shell: Object.keys((globalThis as unknown as { remnantShell: object }).remnantShell).sort(),
    }));
    expect(seen).toEqual({
      require: 'undefined',
      process: 'undefined',
      shell: ['chooseFile', 'chooseFolder', 'hostPort', 'platform'],
    });
    const preferences = await electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity };
    });
    expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
  });

  test('the page can neither leave, nor open windows, nor reach the network', async () => {
    const { electron, app } = await open();
    const { page } = app;
    const address = page.url();
    expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
    await page.evaluate(() => {
      location.href = 'https://example.org/';
    });
    const refused = await page.evaluate(() =>
      fetch('http://127.0.0.1:9/').then(
        () => 'reached',
        () => 'refused',
      ),
    );
    expect(refused).toBe('refused');
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
    expect(page.url()).toBe(address);
    expect(electron.windows()).toHaveLength(1);
  });

  test('the sample case is imported and drawn, and is still there after closing', async () => {
    const first = await open();
    await first.app.library.importSample();
    await first.app.library.openSeries(0);
    await first.app.workspace.expectRendered();
    expect(first.complaints).toEqual([]);
    await close();
    const second = await open();
    await expect(second.app.library.rows).toHaveCount(2);
    expect(second.complaints).toEqual([]);
  });
});
