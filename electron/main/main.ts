/** The desktop shell: one window, one host, and the order in which they start and end. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, session } from 'electron';
import { readArguments } from './arguments.ts';
import { answerPage } from './dialogs.ts';
import { fetchBlob } from './fetchBlob.ts';
import { installMenu } from './menu.ts';
import { handleScheme, registerScheme } from './scheme.ts';
import { takeScreenshot } from './screenshot.ts';
import { lockApp, lockSession } from './security.ts';
import { startHost, type HostProcess } from './startHost.ts';
import { openWindow } from './window.ts';

const { dataFolder, screenshot } = readArguments(process.argv.slice(1));
const webRoot = fileURLToPath(new URL('../../renderer', import.meta.url));

registerScheme();
lockApp(app);
// Chromium's own files can't be shared by two windows on two data folders.
if (dataFolder !== undefined) app.setPath('userData', path.join(dataFolder, 'window'));

if (app.requestSingleInstanceLock()) run().catch(fail);
else app.quit();

async function run(): Promise<void> {
  // A utility process can't be started earlier.
  await app.whenReady();
  const host = await startHost(dataFolder ?? path.join(app.getPath('userData'), 'data'), app.getVersion());
  const isClosing = closeBeforeQuit(host);
  lockSession(session.defaultSession);
  handleScheme({ webRoot, fetchBlob: (request) => fetchBlob(request, host.address) });
  answerPage(host);
  installMenu(!app.isPackaged);

  const window = await openWindow();
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  void host.ended.then(() => (isClosing() ? undefined : offerRestart()));
  if (screenshot !== undefined) {
    await takeScreenshot(window.webContents, screenshot);
    app.quit();
  }
}

/** Quitting waits until the host has closed its database. */
function closeBeforeQuit(host: HostProcess): () => boolean {
  let closing = false;
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    if (closing) return;
    closing = true;
    void host.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  return () => closing;
}

async function offerRestart(): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Remnant has to start again.',
    detail: 'The part of the program that stores your work has stopped. What was stored is safe.',
    buttons: ['Start again', 'Close'],
  });
  if (response === 0) app.relaunch();
  app.exit(1);
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Remnant could not start: ${message}\n`);
  // Nobody is there to close a box while a screenshot is taken.
  if (screenshot === undefined) dialog.showErrorBox('Remnant could not start', message);
  app.exit(1);
}
