/** Opens the line to the host: a MessagePort handed over by the desktop shell, otherwise a WebSocket on the page's own origin. */
import { portChannel, webSocketChannel, type Channel } from '../../electron/core/contract/channel.ts';
import { RemnantError } from '../../electron/core/contract/errors.ts';
import { shell, type RemnantShell } from './shell.ts';

export function openChannel(): Promise<Channel> {
  const desktop = shell();
  return desktop?.hostPort ? openPort(desktop) : openSocket();
}

/** The port can't pass the context bridge, so the preload script posts it to the window under this name. */
const PORT_MESSAGE = 'remnant:host-port';

function openPort(desktop: RemnantShell): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const onMessage = (event: MessageEvent<unknown>) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== PORT_MESSAGE || !port) return;
      window.removeEventListener('message', onMessage);
      resolve(portChannel(port));
    };
    window.addEventListener('message', onMessage);
    desktop.hostPort?.().catch((cause: unknown) => {
      window.removeEventListener('message', onMessage);
      reject(new RemnantError('io', 'The program did not answer.', { cause }));
    });
  });
}

function openSocket(): Promise<Channel> {
  const url = new URL('/ws', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  url.hash = '';
  const socket = new WebSocket(url);
  const channel = webSocketChannel(socket);
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => {
      resolve(channel);
    });
    socket.addEventListener('close', () => {
      reject(new RemnantError('io', 'The program did not answer.'));
    });
  });
}
