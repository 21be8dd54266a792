import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import WebSocket, { WebSocketServer } from 'ws';
import { memoryChannels, portChannel, webSocketChannel } from '../../electron/core/contract/channel.ts';
import { conformanceSuite } from './conformance.ts';

conformanceSuite('memory', () => {
  const [window, host] = memoryChannels();
  return Promise.resolve({ window, host, dispose: () => Promise.resolve() });
});

conformanceSuite('a MessagePort', () => {
  const { port1, port2 } = new MessageChannel();
  return Promise.resolve({
    window: portChannel(port1),
    host: portChannel(port2),
    dispose: () => {
      port1.close();
      return Promise.resolve();
    },
  });
});

conformanceSuite('a WebSocket', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const accepted = new Promise<WebSocket>((resolve) => server.once('connection', resolve));
  const window = webSocketChannel(new WebSocket(`ws://127.0.0.1:${port}`));
  const host = webSocketChannel(await accepted);
  return {
    window,
    host,
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of server.clients) socket.terminate();
      }),
  };
});
