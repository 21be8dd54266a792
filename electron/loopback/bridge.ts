/** Between node:http and the Request and Response of the web, streaming both ways at the reader's pace. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream, ReadableStreamBYOBReader } from 'node:stream/web';

const PIECE_BYTES = 1024 * 1024;

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
    await sendBody(response.body as ReadableStream<Uint8Array>, outgoing);
  } catch {
    // The reader went away, or the source failed midway: either way the connection is ended, so that a short answer can't pass for a whole one.
    outgoing.destroy();
  }
}

async function sendBody(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = readerInto(body);
  if (reader) await sendPieces(reader, outgoing);
  else await pipeline(Readable.fromWeb(body), outgoing);
}

/** null for a stream that brings memory of its own. */
function readerInto(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}

/** One piece of memory for the whole body: fresh memory for each piece would be given back too late, and costs more than the sending. */
async function sendPieces(reader: ReadableStreamBYOBReader, outgoing: ServerResponse): Promise<void> {
  let memory = new ArrayBuffer(PIECE_BYTES);
  const gone = new Promise<never>((_, reject) => {
    outgoing.once('close', () => {
      reject(new Error('the other side is gone'));
    });
  });
  gone.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(memory));
      if (done) break;
      await Promise.race([written(outgoing, value), gone]);
      memory = value.buffer;
    }
    outgoing.end();
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}

/** Resolves when the bytes are with the system, so that their memory can be used again. */
const written = (outgoing: ServerResponse, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    outgoing.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
