/** The parts of the shell that speak to Electron, against a fake of it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dialog, handlers } from '../../tests/electron/support/fakeElectron.ts';
import { startLoopback, type Loopback } from '../loopback/server.ts';
import { readArguments } from './arguments.ts';
import { answerPage } from './dialogs.ts';
import { fetchBlob } from './fetchBlob.ts';
import { menuTemplate } from './menu.ts';
import { answerAppRequest } from './scheme.ts';

vi.mock('electron', () => import('../../tests/electron/support/fakeElectron.ts'));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'remnant-shell-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('app://remnant', () => {
  const sources = () => ({
    webRoot: path.join(folder, 'web'),
    fetchBlob: (request: Request) => Promise.resolve(new Response(request.url)),
  });
  const get = (url: string, init?: RequestInit) => answerAppRequest(new Request(url, init), sources());

  beforeAll(async () => {
    await mkdir(path.join(folder, 'web'));
    await writeFile(path.join(folder, 'web/index.html'), '<title>Remnant</title>');
    await writeFile(path.join(folder, 'secret.txt'), 'secret');
  });

  it('shows the page, isolated and with its policy', async () => {
    const response = await get('app://remnant/');
    expect(await response.text()).toContain('Remnant');
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('hands blobs to the host, with the same headers', async () => {
    const response = await get('app://remnant/blob/volume/1?from=2');
    expect(await response.text()).toBe('app://remnant/blob/volume/1?from=2');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  it.each(['app://other/', 'app://remnant/..%2fsecret.txt', 'app://remnant/absent'])(
    'has nothing at %s',
    async (url) => {
      const response = await get(url);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('secret');
    },
  );

  it('can only be read', async () => {
    expect((await get('app://remnant/', { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('says so when the host is gone', async () => {
    const gone = { ...sources(), fetchBlob: () => Promise.reject(new Error('ENOENT /secret')) };
    const response = await answerAppRequest(new Request('app://remnant/blob/x'), gone);
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('secret');
  });
});

describe('fetchBlob', () => {
  let loopback: Loopback;
  let socketPath: string;
  beforeAll(async () => {
    socketPath = process.platform === 'win32' ? `\\\\.\\pipe\\remnant-test-${process.pid}` : path.join(folder, 'host');
    const handleBlob = async (request: Request) =>
      Response.json({ method: request.method, body: await request.text() }, { status: 201 });
    loopback = await startLoopback({
      host: { openSession: () => ({}) as never, handleBlob },
      listen: { socketPath },
    });
  });
  afterAll(() => loopback.close());

  it('carries method, body, status and headers over the private socket', async () => {
    const request = new Request('app://remnant/blob/upload', { method: 'PUT', body: 'labels' });
    const response = await fetchBlob(request, { socketPath, token: loopback.token });
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({ method: 'PUT', body: 'labels' });
  });

  it('is refused without the token', async () => {
    const response = await fetchBlob(new Request('app://remnant/blob/x'), { socketPath, token: 'wrong' });
    expect(response.status).toBe(401);
  });

  it('rejects when nobody listens', async () => {
    const address = { socketPath: path.join(folder, 'nobody'), token: '' };
    await expect(fetchBlob(new Request('app://remnant/blob/x'), address)).rejects.toThrow();
  });
});

describe('what the page may ask', () => {
  const postMessage = vi.fn();
  const page = { url: 'app://remnant/', parent: null, postMessage };
  const connect = vi.fn();
  const ask = (channel: string, senderFrame: object, argument?: unknown) =>
    Promise.resolve().then(() => handlers.get(channel)!({ senderFrame, sender: {} }, argument));

  beforeEach(() => {
    vi.clearAllMocks();
    answerPage({ connect });
  });

  it('a folder, a file, and a line to the host', async () => {
    expect(await ask('remnant:choose-folder', page)).toBe('/scans');
    expect(await ask('remnant:choose-file', page, 'mask')).toBe('/scans');
    dialog.showOpenDialog.mockResolvedValueOnce({ filePaths: ['/scans/1.dcm', '/scans/2.dcm'] });
    expect(await ask('remnant:choose-files', page)).toEqual(['/scans/1.dcm', '/scans/2.dcm']);
    await ask('remnant:host-port', page);
    expect(connect).toHaveBeenCalledWith({ end: 1 });
    expect(postMessage).toHaveBeenCalledWith('remnant:host-port', null, [{ end: 2 }]);
  });

  it('null when the person chose nothing', async () => {
    dialog.showOpenDialog.mockResolvedValueOnce({ filePaths: [] });
    expect(await ask('remnant:choose-folder', page)).toBeNull();
    dialog.showOpenDialog.mockResolvedValueOnce({ filePaths: [] });
    expect(await ask('remnant:choose-files', page)).toEqual([]);
  });

  it.each(['remnant:choose-folder', 'remnant:choose-file', 'remnant:choose-files', 'remnant:host-port'])(
    'no other frame: %s',
    async (channel) => {
      await expect(ask(channel, { ...page, url: 'https://example.org/' })).rejects.toThrow();
      await expect(ask(channel, { ...page, parent: {} })).rejects.toThrow();
      expect(dialog.showOpenDialog).not.toHaveBeenCalled();
      expect(connect).not.toHaveBeenCalled();
    },
  );
});

it('reads its own options among those of Chromium', () => {
  const read = readArguments(['--no-sandbox', '/app', '--data', '/records', '--use-gl=angle', '--screenshot=/x.png']);
  expect(read).toEqual({ dataFolder: path.resolve('/records'), screenshot: path.resolve('/x.png') });
  expect(readArguments(['/app'])).toEqual({ dataFolder: undefined, screenshot: undefined });
});

it('leaves undo and redo to the drawing', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(JSON.stringify(menuTemplate(platform, true))).not.toMatch(/undo|redo/i);
  }
  expect(JSON.stringify(menuTemplate('linux', false))).not.toContain('toggleDevTools');
});
