/** `app://remnant`: the built window and the host's blobs on one origin of their own, isolated so that it may share memory with workers. */
import { protocol } from 'electron';
import { secureHeaders } from '../loopback/headers.ts';
import { refuse, serveStatic } from '../loopback/staticFiles.ts';
import { APP_ORIGIN } from './security.ts';

export interface AppSources {
  readonly webRoot: string;
  readonly fetchBlob: (request: Request) => Promise<Response>;
}

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

export function handleScheme(sources: AppSources): void {
  protocol.handle('app', (request) => answerAppRequest(request, sources));
}

export async function answerAppRequest(request: Request, sources: AppSources): Promise<Response> {
  const response = await route(request, sources);
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(secureHeaders())) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}

async function route(request: Request, { webRoot, fetchBlob }: AppSources): Promise<Response> {
  const { protocol: scheme, host, pathname } = new URL(request.url);
  if (`${scheme}//${host}` !== APP_ORIGIN) return refuse(404, 'There is nothing at this address.');
  if (pathname.startsWith('/blob/')) return fetchBlob(request).catch(() => refuse(502, 'The program did not answer.'));
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'This address can only be read.');
  return serveStatic(webRoot, pathname);
}
