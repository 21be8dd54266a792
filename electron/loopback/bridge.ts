/** Between node:http and the Request and Response of the web, streaming both ways at the reader's pace. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/**
 * @param origin what relative URLs are resolved against
 * @returns a request whose signal aborts when the other side goes away before the answer is complete
 */
export function toRequest(incoming: IncomingMessage, outgoing: ServerResponse, origin: string): Request {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const method = incoming.method ?? 'GET';
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(incoming.url ?? '/', origin), {
    method,
    headers,
    signal: gone.signal,
    // Node wants 'half' for a body that is a stream.
    ...(hasBody && {
      body: Readable.toWeb(incoming) as ReadableStream<Uint8Array> as NonNullable<
        ConstructorParameters<typeof Response>[0]
      >,
      duplex: 'half',
    }),
  });
}

/** Writes `response`; resolves when it is written or the other side is gone. */
export async function sendResponse(
  response: Response,
  outgoing: ServerResponse,
  extraHeaders: Readonly<Record<string, string>> = {},
): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  for (const [name, value] of Object.entries(extraHeaders)) outgoing.setHeader(name, value);
  if (!response.body || outgoing.req.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  try {
    await pipeline(Readable.fromWeb(response.body as ReadableStream<Uint8Array>), outgoing);
  } catch {
    // The reader went away, or the source failed midway: either way the connection is ended, so that a short answer can't pass for a whole one.
    outgoing.destroy();
  }
}
