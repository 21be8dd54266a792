import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { webSocketChannel } from '../core/contract/channel.ts';
import { createClient } from '../core/contract/client.ts';
import { contract, type HostHandlers } from '../core/contract/index.ts';
import { startLoopback, type Loopback } from './server.ts';

const MEGABYTE = 1024 * 1024;
let folder: string;
let loopback: Loopback;
let sourceCancelled: Promise<void>;
let produced = 0;

/** Only what these tests call. */
const handlers = {
  app: { info: () => ({ name: 'Remnant', version: '1', dataFolder: '/', accounts: 'none', platform: 'test' }) },
} as unknown as HostHandlers;

const openSession = () => ({ handlers, onEvent: () => () => undefined, close: () => undefined });

function endlessBody(): { body: ReadableStream<Uint8Array>; cancelled: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      produced += 1;
      controller.enqueue(new Uint8Array(MEGABYTE));
    },
    cancel: () => {
      resolve(undefined);
    },
  });
  return { body, cancelled: promise };
}

async function handleBlob(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/blob/endless') {
    const { body, cancelled } = endlessBody();
    sourceCancelled = cancelled;
    return new Response(body);
  }
  if (pathname === '/blob/broken') throw new Error('DOE^JANE');
  const bytes = request.body ? (await request.arrayBuffer()).byteLength : 0;
  return Response.json({ pathname, bytes });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'remnant-loopback-'));
  const web = path.join(folder, 'web');
  await mkdir(path.join(web, 'assets'), { recursive: true });
  await mkdir(path.join(folder, 'web-secret'));
  await writeFile(path.join(web, 'index.html'), '<!doctype html><title>Remnant</title>');
  await writeFile(path.join(web, 'kernel.wasm'), 'wasm');
  await writeFile(path.join(web, 'pipeline.wasm.zst'), 'zst');
  await writeFile(path.join(folder, 'secret.txt'), 'secret');
  await writeFile(path.join(folder, 'web-secret/secret.txt'), 'secret');
  await symlink(path.join(folder, 'secret.txt'), path.join(web, 'link.txt'));
  loopback = await startLoopback({
    host: { openSession, handleBlob },
    listen: { port: 0 },
    webRoot: web,
  });
});
afterAll(async () => {
  await loopback.close();
  await rm(folder, { recursive: true });
});

/** `fetch` would tidy up the path and the headers first. */
async function raw(pathname: string, options: RequestOptions = {}, body?: Uint8Array): Promise<IncomingMessage> {
  const { port } = new URL(loopback.origin);
  const request = httpRequest({ host: '127.0.0.1', port, path: pathname, ...options });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}
const bearer = () => ({ Authorization: `Bearer ${loopback.token}` });
const withToken = (pathname: string, headers: Record<string, string> = {}) =>
  raw(pathname, { headers: { ...bearer(), ...headers } });

describe('access', () => {
  it.each(['/', '/index.html', '/blob/volume/x', '/kernel.wasm'])(
    'opens nothing without the token: %s',
    async (pathname) => {
      const response = await raw(pathname);
      expect(response.statusCode).toBe(401);
      expect(await text(response)).toContain('Open the address that the program printed');
    },
  );

  it('opens nothing with another token', async () => {
    expect((await raw('/', { headers: { Authorization: 'Bearer wrong' } })).statusCode).toBe(401);
    expect((await raw('/?token=wrong')).statusCode).toBe(401);
  });

  it('swaps the token of the printed address for a cookie that no script and no other site can use', async () => {
    const swapped = await raw(loopback.url.slice(loopback.origin.length));
    expect(swapped.statusCode).toBe(303);
    expect(swapped.headers.location).toBe('./');
    const cookie = swapped.headers['set-cookie']![0]!;
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    const page = await raw('/', { headers: { Cookie: `other=1; ${cookie.split(';')[0]!}` } });
    expect(page.statusCode).toBe(200);
    expect(await text(page)).toContain('Remnant');
  });

  it('does not answer to a foreign name that was made to point here', async () => {
    const { port } = new URL(loopback.origin);
    expect((await withToken('/', { Host: `evil.example:${port}` })).statusCode).toBe(421);
    expect((await withToken('/', { Host: '127.0.0.1:1' })).statusCode).toBe(421);
  });

  it.each([
    [{ Origin: 'https://evil.example' }],
    [{ Origin: 'null' }],
    [{ Origin: 'http://127.0.0.1:1' }],
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
  ])('refuses a page of another site: %o', async (headers) => {
    expect((await withToken('/blob/volume/x', headers)).statusCode).toBe(403);
  });

  it('answers its own page', async () => {
    const response = await withToken('/blob/volume/x', { Origin: loopback.origin, 'Sec-Fetch-Site': 'same-origin' });
    expect(response.statusCode).toBe(200);
  });
});

describe('static files', () => {
  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/..%5csecret.txt',
    '/../web-secret/secret.txt',
    '/link.txt',
    '/assets',
    '//etc/passwd',
    '/absent.js',
    '/index.html%00.js',
    '/%',
  ])('gives nothing but files of its own folder: %s', async (pathname) => {
    const response = await withToken(pathname);
    expect([400, 404]).toContain(response.statusCode);
    expect(await text(response)).not.toContain('secret');
  });

  it('names the types that a browser insists on', async () => {
    expect((await withToken('/kernel.wasm')).headers['content-type']).toBe('application/wasm');
    const zst = await withToken('/pipeline.wasm.zst');
    expect(zst.headers['content-type']).toBe('application/octet-stream');
    expect(zst.headers['content-encoding']).toBeUndefined();
    expect((await withToken('/')).headers['content-type']).toContain('text/html');
  });

  it('isolates the page and allows only its own parts', async () => {
    const { headers } = await withToken('/');
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    const policy = headers['content-security-policy'];
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain(`connect-src 'self' blob: data: ws://127.0.0.1:${new URL(loopback.origin).port};`);
    expect(policy).not.toContain("'unsafe-eval'");
  });

  it('can only be read', async () => {
    expect((await raw('/index.html', { method: 'PUT', headers: bearer() }, new Uint8Array(3))).statusCode).toBe(405);
  });
});

describe('blobs', () => {
  it('hands over the body', async () => {
    const response = await raw('/blob/upload', { method: 'PUT', headers: bearer() }, new Uint8Array(3 * MEGABYTE));
    expect(JSON.parse(await text(response))).toEqual({ pathname: '/blob/upload', bytes: 3 * MEGABYTE });
  });

  it('reads the source only as fast as the window, and stops when it is gone', async () => {
    produced = 0;
    const response = await withToken('/blob/endless');
    await once(response, 'readable');
    response.destroy();
    await sourceCancelled;
    expect(produced).toBeLessThan(100);
  });

  it('keeps the details of a failure to itself', async () => {
    const response = await withToken('/blob/broken');
    expect(response.statusCode).toBe(500);
    expect(await text(response)).not.toContain('DOE');
  });
});

describe('WebSocket', () => {
  const socket = (headers: Record<string, string>, pathname = '/ws') =>
    new WebSocket(`${loopback.origin.replace('http', 'ws')}${pathname}`, { headers });
  const status = async (headers: Record<string, string>, pathname?: string) => {
    const refused = socket(headers, pathname);
    refused.on('error', () => undefined);
    const [, response] = (await once(refused, 'unexpected-response')) as [unknown, IncomingMessage];
    response.destroy();
    return response.statusCode;
  };

  it('serves the contract to its own page', async () => {
    const { client, close } = createClient(
      contract,
      webSocketChannel(socket({ ...bearer(), Origin: loopback.origin })),
    );
    expect(await client.app.info({})).toMatchObject({ name: 'Remnant' });
    close();
  });

  it('refuses other pages, names, tokens and addresses', async () => {
    expect(await status({ ...bearer(), Origin: 'https://evil.example' })).toBe(403);
    expect(await status({ ...bearer(), Host: 'evil.example' })).toBe(421);
    expect(await status({ Origin: loopback.origin })).toBe(401);
    expect(await status(bearer(), '/other')).toBe(404);
  });

  it('ends a connection that sends too much at once', async () => {
    const greedy = socket(bearer());
    await once(greedy, 'open');
    greedy.send('x'.repeat(5 * MEGABYTE));
    const [code] = (await once(greedy, 'close')) as [number];
    expect(code).toBe(1009);
  });
});
