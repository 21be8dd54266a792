/** Blob requests to the host's process, over its private socket. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SOCKET_HOST } from '../loopback/access.ts';

export interface HostAddress {
  readonly socketPath: string;
  readonly token: string;
}

/** Streams both ways; the answer is given once its head is there. Rejects when the host can't be reached. */
export function fetchBlob(request: Request, { socketPath, token }: HostAddress): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      socketPath,
      path: pathname + search,
      method: request.method,
      headers: { ...copied(request.headers), Host: SOCKET_HOST, Authorization: `Bearer ${token}` },
      signal: request.signal,
    });
    outgoing.once('response', (incoming) => {
      resolve(toResponse(incoming));
    });
    outgoing.once('error', reject);
    if (request.body) pipeline(Readable.fromWeb(request.body), outgoing).catch(reject);
    else outgoing.end();
  });
}

/** What a blob route may want to know; the rest (cookies, origin) is for the outside. */
function copied(headers: Headers): Record<string, string> {
  const names = ['accept', 'content-type', 'content-length', 'range'];
  return Object.fromEntries(names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)!]] : [])));
}

function toResponse(incoming: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const body = Readable.toWeb(incoming) as NonNullable<ConstructorParameters<typeof Response>[0]>;
  return new Response(body, { status: incoming.statusCode ?? 502, headers });
}
