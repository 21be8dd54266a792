/** All that the page gets of the shell. Runs sandboxed, so it is CommonJS and imports nothing but Electron. */
import { contextBridge, ipcRenderer } from 'electron';

// A port can't pass the bridge; the page gets it as a message of its own window.
ipcRenderer.on('remnant:host-port', (event) => {
  window.postMessage('remnant:host-port', window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('remnantShell', {
  platform: process.platform,
  chooseFolder: () => ipcRenderer.invoke('remnant:choose-folder'),
  chooseFile: (kind: 'mask' | 'any') => ipcRenderer.invoke('remnant:choose-file', kind),
  hostPort: () => ipcRenderer.invoke('remnant:host-port'),
});
