/** The host over HTTP and a WebSocket on this machine alone: for a browser, for the tests, and for the shell's own child process. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { webSocketChannel, type Channel } from '../core/contract/channel.ts';
import { contract } from '../core/contract/index.ts';
import { serve } from '../core/contract/serve.ts';
import type { Host, HostSession } from '../host/open.ts';
import {
  judgeSender,
  judgeToken,
  newToken,
  sameToken,
  SOCKET_HOST,
  tokenCookie,
  type AccessRules,
  type Refusal,
} from './access.ts';
import { sendResponse, toRequest } from './bridge.ts';
import { secureHeaders } from './headers.ts';
import { refuse, serveStatic } from './staticFiles.ts';

/** Frames are small: voxels travel as blobs. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;
const ADDRESS = '127.0.0.1';

/** What a connection needs of its session. */
export type ServedSession = Pick<HostSession, 'handlers' | 'onEvent' | 'close'>;
export interface ServedHost extends Pick<Host, 'handleBlob'> {
  /** Each connection is a session of its own, which ends with it. */
  readonly openSession: () => ServedSession;
}

export interface LoopbackOptions {
  readonly host: ServedHost;
  /** A TCP port of 127.0.0.1 (0: a free one), or a socket file or named pipe that only this user can reach. */
  readonly listen: { readonly port: number } | { readonly socketPath: string };
  /** Folder of the built window; none: no page is served. */
  readonly webRoot?: string;
  readonly token?: string;
  /** Further origins that may connect, for the development server. */
  readonly allowedOrigins?: readonly string[];
  readonly onUnexpected?: (error: unknown, where: string) => void;
}

export interface Loopback {
  /** `http://127.0.0.1:PORT`, or '' on a socket file. */
  readonly origin: string;
  /** What to open in a browser; holds the token. */
  readonly url: string;
  readonly token: string;
  /** Serves the contract over a line of another kind. */
  readonly connect: (channel: Channel) => void;
  close(): Promise<void>;
}

/** @throws the error of `listen`, e.g. EADDRINUSE */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const { token = newToken(), onUnexpected = () => undefined } = options;
  const server = createServer();
  server.listen(
    'port' in options.listen ? { host: ADDRESS, port: options.listen.port } : { path: options.listen.socketPath },
  );
  await once(server, 'listening');

  const port = 'port' in options.listen ? (server.address() as AddressInfo).port : undefined;
  const rules = accessRules(token, port, options.allowedOrigins ?? []);
  const headers = secureHeaders(port === undefined ? [] : [`ws://${ADDRESS}:${port}`]);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });

  const connect = (channel: Channel) => {
    const session = options.host.openSession();
    serve(contract, session.handlers, session.onEvent, channel, { onUnexpected });
    channel.onClose(session.close);
  };
  const accept = (webSocket: WebSocket) => {
    // Too long a frame and the like: the socket closes itself, and that is told by 'close'.
    webSocket.on('error', () => undefined);
    connect(webSocketChannel(webSocket));
  };
  server.on('request', (incoming, outgoing) => {
    void answer(incoming, outgoing, options, rules)
      .catch((error: unknown) => {
        onUnexpected(error, 'http');
        return refuse(500, 'Something went wrong in the program.');
      })
      .then((response) => sendResponse(response, outgoing, headers))
      .catch((error: unknown) => {
        onUnexpected(error, 'http');
        outgoing.destroy();
      });
  });
  server.on('upgrade', (incoming, socket, head) => {
    const refusal = judgeUpgrade(incoming, rules);
    if (refusal) rejectUpgrade(socket, refusal);
    else sockets.handleUpgrade(incoming, socket, head, accept);
  });

  const origin = port === undefined ? '' : `http://${ADDRESS}:${port}`;
  const url = port === undefined ? '' : `${origin}/?token=${token}`;
  return { origin, url, token, connect, close: () => closeAll(server, sockets) };
}

function accessRules(token: string, port: number | undefined, allowedOrigins: readonly string[]): AccessRules {
  const names = port === undefined ? [SOCKET_HOST] : [`${ADDRESS}:${port}`, `localhost:${port}`];
  return {
    token,
    hosts: new Set(names),
    origins: new Set([...names.map((name) => `http://${name}`), ...allowedOrigins]),
    cookieName: `remnant-${port ?? 'shell'}`,
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: LoopbackOptions,
  rules: AccessRules,
): Promise<Response> {
  const sender = judgeSender(incoming.headers, rules);
  if (sender) return refuse(sender.status, sender.message);
  if (!URL.canParse(incoming.url ?? '', 'http://localhost')) return refuse(400, 'This address is not well-formed.');

  const request = toRequest(incoming, outgoing, `http://${incoming.headers.host ?? ''}`);
  const { pathname, searchParams } = new URL(request.url);
  const shown = searchParams.get('token');
  if (pathname === '/' && shown !== null && sameToken(shown, rules.token)) {
    return new Response(null, { status: 303, headers: { Location: './', 'Set-Cookie': tokenCookie(rules) } });
  }
  const stranger = judgeToken(incoming.headers, rules);
  if (stranger) return refuse(stranger.status, stranger.message);

  if (pathname.startsWith('/blob/')) return options.host.handleBlob(request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'This address can only be read.');
  if (options.webRoot === undefined) return refuse(404, 'There is nothing at this address.');
  return serveStatic(options.webRoot, pathname);
}

function judgeUpgrade(incoming: IncomingMessage, rules: AccessRules): Refusal | { status: 404; message: string } {
  if (incoming.url !== '/ws') return { status: 404, message: 'There is nothing at this address.' };
  return judgeSender(incoming.headers, rules) ?? judgeToken(incoming.headers, rules);
}

function rejectUpgrade(socket: Duplex, { status, message }: { status: number; message: string }): void {
  socket.on('error', () => undefined);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${message.length}\r\n\r\n${message}`,
  );
}

async function closeAll(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
