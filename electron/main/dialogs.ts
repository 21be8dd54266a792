/** What the page may ask of the shell. Each request is answered only when it comes from the page itself. */
import {
  BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  type IpcMainInvokeEvent,
  type OpenDialogOptions,
} from 'electron';
import type { HostProcess } from './startHost.ts';
import { isOwnFrame } from './security.ts';

const maskFilters = [
  { name: 'Masks (DICOM, NIfTI, NRRD)', extensions: ['dcm', 'nii', 'gz', 'nrrd'] },
  { name: 'All files', extensions: ['*'] },
];

/** Registers the handlers; the names are those of the preload script. */
export function answerPage(host: Pick<HostProcess, 'connect'>): void {
  handle('remnant:choose-folder', async (event) => {
    const [path = null] = await choose(event, { title: 'Open a folder', properties: ['openDirectory'] });
    return path;
  });
  handle('remnant:choose-file', async (event, kind) => {
    const filters = kind === 'mask' ? { filters: maskFilters } : {};
    const [path = null] = await choose(event, { title: 'Open a file', properties: ['openFile'], ...filters });
    return path;
  });
  handle('remnant:choose-files', (event) =>
    choose(event, { title: 'Open files', properties: ['openFile', 'multiSelections'] }),
  );
  handle('remnant:host-port', (event) => {
    const { port1, port2 } = new MessageChannelMain();
    host.connect(port1);
    event.senderFrame?.postMessage('remnant:host-port', null, [port2]);
  });
}

function handle(channel: string, answer: (event: IpcMainInvokeEvent, argument: unknown) => unknown): void {
  ipcMain.handle(channel, (event, argument: unknown) => {
    if (!isOwnFrame(event.senderFrame)) throw new Error('Only the page itself may ask this.');
    return answer(event, argument);
  });
}

/** @returns what was chosen; empty when nothing was */
async function choose(event: IpcMainInvokeEvent, options: OpenDialogOptions): Promise<string[]> {
  const window = BrowserWindow.fromWebContents(event.sender);
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  return filePaths;
}
