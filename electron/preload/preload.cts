/** All that the page gets of the shell. Runs sandboxed, so it is CommonJS and imports nothing but Electron. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';

// A port can't pass the bridge; the page gets it as a message of its own window.
ipcRenderer.on('remnant:host-port', (event) => {
  window.postMessage('remnant:host-port', window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('remnantShell', {
  platform: process.platform,
  chooseFolder: () => ipcRenderer.invoke('remnant:choose-folder'),
  chooseFile: (kind: 'mask' | 'any') => ipcRenderer.invoke('remnant:choose-file', kind),
  chooseFiles: () => ipcRenderer.invoke('remnant:choose-files'),
  // What a person dropped on the window; the page can't name a path of its own.
  pathOf: (file: File) => webUtils.getPathForFile(file),
  hostPort: () => ipcRenderer.invoke('remnant:host-port'),
});
