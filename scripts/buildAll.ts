/** Makes `dist`: the host, shell and command line by the compiler, the window by Vite. */
import { execFile } from 'node:child_process';
import { globSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = path.join(import.meta.dirname, '..');
const stamp = path.join(root, 'dist/.built');
const sources = [
  'electron/**',
  'renderer/**',
  'wasm/**',
  'resources/**',
  'vite.config.ts',
  'package-lock.json',
  'tsconfig*.json',
];

/** @throws Error with what the compiler says */
export async function buildAll(): Promise<void> {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, '-b', 'electron', 'electron/preload', 'wasm'], { cwd: root }).catch(
    (error: unknown) => {
      throw new Error(String((error as { stdout?: string }).stdout ?? error), { cause: error });
    },
  );
  const { build } = await import('vite');
  await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'error' });
  writeFileSync(stamp, '');
}

/** Builds when a source is newer than the last complete build. */
export async function buildIfNeeded(tell: (line: string) => void): Promise<void> {
  if (!isStale()) return;
  tell('Building Remnant (once after each change, about half a minute)...');
  await buildAll();
}

/** Is a source newer than the last complete build? */
export function isStale(): boolean {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return true;
  return globSync(sources, { cwd: root }).some(
    (file) => statSync(path.join(root, file), { throwIfNoEntry: false })!.mtimeMs > built,
  );
}
