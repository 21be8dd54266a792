/** The bulk bytes that never travel in frames: `/blob/...`, the same over the window's scheme and over HTTP. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { dropSentFiles, keepSentFile } from '../library/index.ts';
import { foundBytes } from '../models/index.ts';
import { dropUpload, revisionBytes, stageUpload } from '../segmentation/index.ts';
import { errorResponse } from './errorResponse.ts';
import { exportResponse } from './exportFile.ts';
import { volumeResponse } from './volume.ts';

const routes: readonly {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly path: RegExp;
  readonly answer: (context: HostContext, id: string, request: Request) => Promise<Response>;
}[] = [
  { method: 'GET', path: /^\/blob\/volume\/([0-9a-f-]{36})$/, answer: volumeResponse },
  { method: 'GET', path: /^\/blob\/revision\/([0-9a-f-]{36})$/, answer: revisionResponse },
  { method: 'GET', path: /^\/blob\/found\/([0-9a-f-]{36})$/, answer: foundResponse },
  { method: 'GET', path: /^\/blob\/export\/([0-9a-f-]{36})$/, answer: exportResponse },
  { method: 'PUT', path: /^\/blob\/upload$/, answer: uploadResponse },
  { method: 'PUT', path: /^\/blob\/source\/([0-9a-f-]{36})$/, answer: sourceResponse },
  // What was given up: by the person, or by a window that is closed.
  { method: 'DELETE', path: /^\/blob\/upload\/([0-9a-f-]{36})$/, answer: dropping(dropUpload) },
  { method: 'DELETE', path: /^\/blob\/source\/([0-9a-f-]{36})$/, answer: dropping(dropSentFiles) },
];

/**
 * Answers every request, also those that go wrong (JSON `{code, message}`); never rejects. Headers of isolation and access are the
 * transports' task.
 */
export async function handleBlob(context: HostContext, request: Request): Promise<Response> {
  try {
    const { pathname } = new URL(request.url);
    const route = routes.find(({ method, path }) => method === request.method && path.test(pathname));
    if (!route) throw new RemnantError('not_found', 'There is nothing at this address.');
    return await route.answer(context, route.path.exec(pathname)?.[1] ?? '', request);
  } catch (error) {
    if (!(error instanceof RemnantError)) context.log.error('blob.failed', error);
    return errorResponse(error);
  }
}

function revisionResponse(context: HostContext, id: string): Promise<Response> {
  return Promise.resolve(zippedResponse(revisionBytes(context, id)));
}

/** What a model's job found. */
async function foundResponse(context: HostContext, jobId: string): Promise<Response> {
  return zippedResponse(await foundBytes(context, jobId));
}

function zippedResponse(bytes: Uint8Array): Response {
  // No Content-Encoding: the window unpacks it itself, in a worker.
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(bytes.byteLength),
    'Cache-Control': 'no-store',
  };
  return new Response(new Uint8Array(bytes), { headers });
}

async function uploadResponse(context: HostContext, _id: string, { body }: Request): Promise<Response> {
  if (!body) throw new RemnantError('invalid_input', 'The upload is empty.');
  return Response.json({ uploadId: await stageUpload(context, body) });
}

/** `?path=` the file's path below the chosen folder. */
async function sourceResponse(context: HostContext, id: string, { url, body }: Request): Promise<Response> {
  await keepSentFile(context, id, new URL(url).searchParams.get('path') ?? '', body);
  return Response.json({});
}

function dropping(drop: (context: HostContext, id: string) => Promise<void>) {
  return async (context: HostContext, id: string): Promise<Response> => {
    await drop(context, id);
    return Response.json({});
  };
}
