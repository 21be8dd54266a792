/** `npm start -- [--data DIR] [--browser] [--port N] [--screenshot FILE]`: builds when needed, then opens the workstation. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded, root } from './buildAll.ts';
import { findElectron } from './findElectron.ts';
import { endWithParent, startHost } from './hostProcess.ts';
import { commandExists, hasDisplay, inCallersFolder, isRoot, softwareGraphics, underXvfb } from './machine.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    browser: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    screenshot: { type: 'string' },
  },
});
const tell = (line: string) => process.stdout.write(`${line}\n`);

async function start(): Promise<void> {
  await buildIfNeeded(tell);
  const wantsWindow = !values.browser && (hasDisplay() || values.screenshot !== undefined);
  const electron = wantsWindow ? await findElectron(tell) : undefined;
  if (electron !== undefined) return openShell(electron);
  if (values.screenshot !== undefined) throw new Error('A screenshot needs Electron.');
  await openBrowser();
}

async function openShell(electron: string): Promise<void> {
  const args = [root, ...(isRoot() ? ['--no-sandbox'] : [])];
  if (values.data !== undefined) args.push('--data', inCallersFolder(values.data));
  if (values.screenshot !== undefined) args.push('--screenshot', inCallersFolder(values.screenshot));
  const [command, commandArgs] = hasDisplay() ? [electron, args] : unseen(electron, args);
  // Its own group, so that ending this ends all of it, the X server too.
  const child = spawn(command, commandArgs, {
    cwd: root,
    stdio: 'inherit',
    detached: process.platform !== 'win32',
    env: { ...process.env, REMNANT_NODE: process.execPath },
  });
  const ended = once(child, 'exit');
  endWithParent(async () => {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid!, 'SIGTERM');
    await ended;
  });
  const [code] = (await ended) as [number | null];
  process.exitCode = code ?? 1;
}

function unseen(electron: string, args: string[]): [string, string[]] {
  if (!commandExists('xvfb-run'))
    throw new Error('A screenshot without a display needs xvfb-run. On Debian: apt-get install xvfb xauth');
  // Nobody reads what Chromium says of the desktop services that such a machine lacks.
  return underXvfb(electron, [...softwareGraphics, '--log-level=3', ...args]);
}

async function openBrowser(): Promise<void> {
  const dataFolder = values.data === undefined ? defaultDataFolder() : inCallersFolder(values.data);
  const host = await startHost({ dataFolder, fromSource: false, port: Number(values.port) });
  endWithParent(host.close);
  tell(`Remnant is open at ${host.url}\nIts data is in ${dataFolder}. Ctrl+C ends it.`);
  if (hasDisplay()) showInBrowser(host.url);
  await host.ended;
}

/** Where the desktop window keeps its data, too: both show the same record. */
function defaultDataFolder(): string {
  const home = os.homedir();
  const settings =
    process.platform === 'darwin'
      ? path.join(home, 'Library/Application Support')
      : process.platform === 'win32'
        ? (process.env['APPDATA'] ?? path.join(home, 'AppData/Roaming'))
        : (process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'));
  return path.join(settings, 'remnant', 'data');
}

function showInBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, [string, string[]]>> = {
    darwin: ['open', [url]],
    win32: ['cmd', ['/c', 'start', '', url]],
  };
  const [command, args] = openers[process.platform] ?? ['xdg-open', [url]];
  // The address has been printed: where there is no opener, the person opens it.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .once('error', () => undefined)
    .unref();
}

await start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
