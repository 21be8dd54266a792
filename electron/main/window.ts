import { fileURLToPath } from 'node:url';
import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { APP_ORIGIN } from './security.ts';

export const windowOptions: BrowserWindowConstructorOptions = {
  title: 'Remnant',
  width: 1600,
  height: 1000,
  minWidth: 1024,
  minHeight: 700,
  // The theme's own ground, so that nothing flashes in a dark reading room.
  backgroundColor: '#0e1116',
  show: false,
  autoHideMenuBar: true,
  webPreferences: {
    preload: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  },
};

/** Shown once the page has something to show. */
export async function openWindow(): Promise<BrowserWindow> {
  const window = new BrowserWindow(windowOptions);
  window.once('ready-to-show', () => {
    window.show();
  });
  await window.loadURL(`${APP_ORIGIN}/`);
  return window;
}
