import { expect, test } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { temporaryFolder, writeSeries } from '../fixtures/index.ts';
import { Reader } from '../e2e/support/reader.ts';
import { baselineReading } from '../e2e/support/sampleReader.ts';
import { openShell, reasonToSkip, type Shell } from './support/shell.ts';

const reason = reasonToSkip();
test.skip(reason !== undefined, reason ?? '');

test.describe('desktop shell', () => {
  let dataFolder: string;
  let shell: Shell | undefined;

  const open = async () => {
    shell = await openShell(dataFolder);
    await shell.app.enter();
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
      shell: ['chooseFile', 'chooseFiles', 'chooseFolder', 'hostPort', 'pathOf', 'platform'],
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

  test('a folder dropped on the window is read from where it is, and can be left there', async () => {
    const { app, complaints } = await open();
    const { page, library } = app;
    await using temporary = await temporaryFolder();
    await writeSeries(temporary.path);
    await page.getByRole('button', { name: 'Copy the files' }).click();
    await page.getByRole('menuitemradio', { name: 'Leave the files where they are' }).click();
    await library.drop([temporary.path], () => expect(page.getByText('They are left where they are.')).toBeVisible());
    await expect(library.rows).toHaveCount(1);
    await expect(library.details).toContainText('Left where they are');
    await page.getByRole('button', { name: 'Imports' }).click();
    await expect(page.getByRole('dialog', { name: 'Imports' })).toContainText(temporary.path);
    await page.keyboard.press('Escape');

    await rm(path.join(temporary.path, 'slice-003.dcm'));
    await library.details.getByRole('button', { name: 'Check the original files' }).click();
    await expect(library.details).toContainText('1 original file is missing');
    await expect(library.details).toContainText('slice-003.dcm');
    expect(complaints).toEqual([]);
  });

  test('the sample case is imported, its liver grown in a worker, and all of it still there after closing', async () => {
    const { date, geometry, liver, truth } = baselineReading();
    const first = await open();
    await first.app.library.importSample();
    await first.app.library.openDated(date);
    await first.app.workspace.expectRendered();
    const reader = new Reader(first.app.page, geometry);
    await reader.choose('Liver stroke');
    await reader.growOnlyWhenAsked();
    await reader.draw(liver);
    await reader.press('Grow liver');
    await reader.apply(/Grow liver from 3 strokes/);
    const grown = await reader.value('tlv');
    expect(grown).toBeGreaterThan(truth.tlv.value! * 0.8);
    expect(first.complaints).toEqual([]);
    await close();

    const second = await open();
    await second.app.library.openDated(date);
    await second.app.workspace.expectRendered();
    expect(await new Reader(second.app.page, geometry).value('tlv')).toBe(grown);
    expect(second.complaints).toEqual([]);
  });
});
