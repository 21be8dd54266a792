/** What the tests need of the system. As root on Debian it is installed; elsewhere one line says what to install. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { electronLibraries } from './findElectron.ts';
import { commandExists, findCommand, isRoot } from './machine.ts';

const run = promisify(execFile);

/** `--no-install-recommends` leaves Chromium without its GL drivers: they are named. */
const needed = [
  'chromium',
  'xvfb',
  'xauth',
  'libegl1',
  'libegl-mesa0',
  'libgl1-mesa-dri',
  'fonts-dejavu-core',
  ...electronLibraries,
];
/** Other people's DICOM checkers and readers; tests that need them say so when they are skipped. */
const helpful = [
  'admesh',
  'dcm2niix',
  'dcmtk',
  'dicom3tools',
  'libgdcm-tools',
  'python3-gdcm',
  'python3-nibabel',
  'python3-numpy',
  'python3-pydicom',
];

/** @param more of the packages that are only helpful */
export async function prepareSystem(tell: (line: string) => void, more: readonly string[] = []): Promise<void> {
  if (commandExists('apt-get') && commandExists('dpkg-query')) await installDebian(tell, [...helpful, ...more]);
  if (findChromium() === undefined) await installPlaywrightChromium(tell);
}

/** A Chromium of the system, preferred because it is kept up to date; undefined: Playwright looks for its own. */
export const findChromium = (): string | undefined =>
  ['chromium', 'chromium-browser', 'google-chrome'].map(findCommand).find((found) => found !== undefined);

/** Mesa draws faster than Chromium's own software renderer, and has 16-bit textures. */
export const hasMesaEgl = (): boolean =>
  ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64'].some(
    (folder) => existsSync(`${folder}/libEGL_mesa.so.0`) && existsSync(`${folder}/dri/swrast_dri.so`),
  );

async function installDebian(tell: (line: string) => void, wanted: readonly string[]): Promise<void> {
  const missing = [...needed, ...wanted].filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  if (!isRoot()) {
    tell(`Some tests need more of the system: sudo apt-get install ${missing.join(' ')}`);
    return;
  }
  tell(`Installing what the tests need: ${missing.join(' ')}`);
  await apt('update');
  const toInstall = (names: readonly string[]) => names.filter((name) => missing.includes(name));
  for (const group of [toInstall(needed), toInstall(wanted)]) {
    if (group.length > 0 && !(await apt('install', '-y', '--no-install-recommends', ...group)))
      tell(`apt-get could not install ${group.join(' ')}.`);
  }
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' });
  return stdout.startsWith('installed');
}

async function apt(...args: string[]): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=580', ...args], { env, maxBuffer: Infinity });
    return true;
  } catch (error) {
    process.stderr.write((error as { stderr?: string }).stderr ?? '');
    return false;
  }
}

async function installPlaywrightChromium(tell: (line: string) => void): Promise<void> {
  tell("Fetching Playwright's Chromium.");
  const args = ['node_modules/@playwright/test/cli.js', 'install', 'chromium'];
  const [code] = (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')) as [number | null];
  if (code !== 0) tell('No Chromium: install one (Debian: apt-get install chromium) to run the end-to-end tests.');
}
