/** The ways in which CTs come into the library. */
import { noticeError } from '../../../app/notices.ts';
import { host, shell } from '../../../host/index.ts';
import { filesOfEntries, filesOfInput, uniquePaths, type Entry } from '../model/sources.ts';
import { useLibrary } from '../store.ts';
import { sendOrSay } from './sending.ts';

const { setState: set, getState: get } = useLibrary;

/** Files and folders of this machine, copied or left where they are as the person has set it. */
export async function importPaths(paths: readonly string[]): Promise<void> {
  await host.client.library.startImport({ paths: [...paths], inPlace: get().inPlace });
}

/** The system's own dialog where there is one, otherwise the folder browser. */
export async function openFolder(): Promise<void> {
  const desktop = shell();
  if (!desktop) {
    set({ isBrowsing: true });
    return;
  }
  const path = await desktop.chooseFolder();
  if (path !== null) await importPaths([path]);
}

/** Single files or ZIP archives. */
export async function openFiles(): Promise<void> {
  const desktop = shell();
  if (!desktop) {
    chooseAndSend('files');
    return;
  }
  const paths = await desktop.chooseFiles();
  if (paths.length > 0) await importPaths(paths);
}

/** Closes the folder browser once the import has begun: a folder that can't be read is said where it was chosen. */
export async function importFolder(path: string): Promise<void> {
  await importPaths([path]);
  set({ isBrowsing: false });
}

/** The browser's own dialog; what is chosen in it is sent. */
export function chooseAndSend(what: 'files' | 'folder'): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.webkitdirectory = what === 'folder';
  input.addEventListener('change', () => {
    set({ isBrowsing: false });
    const files = filesOfInput([...(input.files ?? [])]);
    sendOrSay(() => Promise.resolve(files));
  });
  input.click();
}

/** Must run inside the drop's own event: afterwards the browser no longer tells what was dropped. */
export function takeDrop(transfer: DataTransfer): void {
  const desktop = shell();
  const paths = desktop ? [...transfer.files].map((file) => desktop.pathOf(file)) : [];
  if (paths.length > 0 && paths.every((path) => path !== '')) {
    importPaths(paths).catch(noticeError);
    return;
  }
  const entries: Entry[] = [];
  const files: File[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    else if (file !== null) files.push(file);
  }
  sendOrSay(async (options) => uniquePaths([...(await filesOfEntries(entries, options)), ...filesOfInput(files)]));
}

export async function openSample(): Promise<void> {
  await host.client.library.startSample({});
}

export const closeBrowser = (): void => {
  set({ isBrowsing: false });
};
export const browseTo = (browsePath: string | null): void => {
  set({ browsePath });
};
/** Copy files into the data folder, or index them where they are. */
export const setInPlace = (inPlace: boolean): void => {
  set({ inPlace });
};
