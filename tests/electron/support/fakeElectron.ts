/** As much of Electron as the shell's unit tests touch: it remembers what it was told. */
import { vi } from 'vitest';

type IpcListener = (event: object, argument?: unknown) => unknown;

export const handlers = new Map<string, IpcListener>();
export const ipcMain = { handle: (channel: string, listener: IpcListener) => handlers.set(channel, listener) };

export const dialog = { showOpenDialog: vi.fn(() => Promise.resolve({ filePaths: ['/scans'] })) };
export const BrowserWindow = { fromWebContents: () => null };
export class MessageChannelMain {
  readonly port1 = { end: 1 };
  readonly port2 = { end: 2 };
}
export const protocol = { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() };
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: vi.fn() };
export const utilityProcess = { fork: vi.fn() };
