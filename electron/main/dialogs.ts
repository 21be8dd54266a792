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
  { name: 'Masks (NIfTI, DICOM SEG)', extensions: ['nii', 'gz', 'dcm'] },
  { name: 'All files', extensions: ['*'] },
];

/** Registers the handlers; the names are those of the preload script. */
export function answerPage(host: Pick<HostProcess, 'connect'>): void {
  handle('remnant:choose-folder', (event) => choose(event, { title: 'Open a folder', properties: ['openDirectory'] }));
  handle('remnant:choose-file', (event, kind) =>
    choose(event, { title: 'Open a file', properties: ['openFile'], ...(kind === 'mask' && { filters: maskFilters }) }),
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

async function choose(event: IpcMainInvokeEvent, options: OpenDialogOptions): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(event.sender);
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  return filePaths[0] ?? null;
}
