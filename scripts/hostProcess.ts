/** Starts the host as a process of its own, built or from source, for the scripts and the end-to-end tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';

const root = path.join(import.meta.dirname, '..');

export const packageVersion = (): string =>
  (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;

export interface HostProcessOptions {
  readonly dataFolder: string;
  /** Runs the .ts files as they are; otherwise what `tsc -b` wrote to dist. */
  readonly fromSource: boolean;
  readonly port?: number;
  readonly token?: string;
  /** Origin of a development server that may connect as well. */
  readonly allowOrigin?: string;
}

export interface HostProcess {
  readonly origin: string;
  /** Holds the token: what to open in a browser. */
  readonly url: string;
  readonly pid: number;
  /** Resolves once it has ended, however it came to that. */
  readonly ended: Promise<void>;
  /** Asks it to close its database and end, and waits for that. */
  readonly close: () => Promise<void>;
}

/** @throws Error with the host's own sentence when it doesn't start */
export async function startHost(options: HostProcessOptions): Promise<HostProcess> {
  const entry = path.join(root, options.fromSource ? 'electron/loopback/main.ts' : 'dist/electron/loopback/main.js');
  const args = [
    entry,
    '--data',
    options.dataFolder,
    '--version',
    packageVersion(),
    '--port',
    String(options.port ?? 0),
  ];
  args.push('--web', path.join(root, 'dist/renderer'));
  if (options.allowOrigin !== undefined) args.push('--allow-origin', options.allowOrigin);
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...(options.token !== undefined && { REMNANT_TOKEN: options.token }) },
  });
  const ended = once(child, 'exit').then(() => undefined);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });

  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([first]) => String(first)),
    ended.then(() => undefined),
  ]);
  if (line === undefined) throw new Error(complaint.trim() || 'The host ended before it was ready.');
  child.stderr.pipe(process.stderr);
  const { origin, url } = JSON.parse(line) as { origin: string; url: string };
  const close = async () => {
    child.stdin.end();
    await ended;
  };
  return { origin, url, pid: child.pid!, ended, close };
}

/** Runs `close` once when this process is told to end, then ends it. */
export function endWithParent(close: () => Promise<void>): void {
  let closing = false;
  const end = () => {
    if (closing) return;
    closing = true;
    void close().finally(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
