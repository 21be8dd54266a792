/** The built window as answers to requests, for HTTP and for `app://` alike. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  // Decompressed by the page itself: with a Content-Encoding the browser would do it first.
  '.zst': 'application/octet-stream',
};

/**
 * The file of `root` that a URL path names; '/' is index.html. 404 for what isn't a file below `root`, links followed; 400 for a path that
 * can't be one.
 * @param pathname of the URL, still percent-encoded
 */
export async function serveStatic(root: string, pathname: string): Promise<Response> {
  const file = await resolveInside(root, pathname);
  if (file === 'malformed') return refuse(400, 'This address is not well-formed.');
  if (file === 'absent') return refuse(404, 'There is nothing at this address.');
  const { size } = await stat(file);
  const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  return new Response(body as NonNullable<ConstructorParameters<typeof Response>[0]>, {
    headers: {
      'Content-Type': contentTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
      'Content-Length': String(size),
      // Names of assets carry a hash; the page itself must be the one of this build.
      'Cache-Control': path.basename(path.dirname(file)) === 'assets' ? 'max-age=31536000, immutable' : 'no-cache',
    },
  });
}

async function resolveInside(root: string, pathname: string): Promise<string> {
  const decoded = decode(pathname);
  if (decoded === undefined) return 'malformed';
  try {
    const base = await realpath(root);
    const file = await realpath(path.join(base, decoded === '/' ? 'index.html' : decoded));
    const inside = file.startsWith(base + path.sep) && (await stat(file)).isFile();
    return inside ? file : 'absent';
  } catch {
    return 'absent';
  }
}

/** Backslashes and NUL mean something to a file system and nothing to a URL of ours. */
function decode(pathname: string): string | undefined {
  try {
    const decoded = decodeURIComponent(pathname);
    return decoded.includes('\\') || decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

export const refuse = (status: number, message: string) =>
  new Response(`${message}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
