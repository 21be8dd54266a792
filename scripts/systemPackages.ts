/** What the tests need of the system. As root on Debian it is installed; elsewhere one line says what to install. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { electronLibraries } from './findElectron.ts';
import { commandExists, findCommand, isRoot } from './machine.ts';

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
export function prepareSystem(tell: (line: string) => void, more: readonly string[] = []): void {
  if (commandExists('apt-get') && commandExists('dpkg-query')) installDebian(tell, [...helpful, ...more]);
  if (findChromium() === undefined) installPlaywrightChromium(tell);
}

/** A Chromium of the system, preferred because it is kept up to date; undefined: Playwright looks for its own. */
export const findChromium = (): string | undefined =>
  ['chromium', 'chromium-browser', 'google-chrome'].map(findCommand).find((found) => found !== undefined);

/** Mesa draws faster than Chromium's own software renderer, and has 16-bit textures. */
export const hasMesaEgl = (): boolean =>
  ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64'].some(
    (folder) => existsSync(`${folder}/libEGL_mesa.so.0`) && existsSync(`${folder}/dri/swrast_dri.so`),
  );

function installDebian(tell: (line: string) => void, wanted: readonly string[]): void {
  const missing = [...needed, ...wanted].filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  if (!isRoot()) {
    tell(`Some tests need more of the system: sudo apt-get install ${missing.join(' ')}`);
    return;
  }
  tell(`Installing what the tests need: ${missing.join(' ')}`);
  apt('update');
  const toInstall = (names: readonly string[]) => names.filter((name) => missing.includes(name));
  for (const group of [toInstall(needed), toInstall(wanted)]) {
    if (group.length > 0 && !apt('install', '-y', '--no-install-recommends', ...group))
      tell(`apt-get could not install ${group.join(' ')}.`);
  }
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' });
  return stdout.startsWith('installed');
}

function apt(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=580', ...args], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) process.stderr.write(stderr);
  return status === 0;
}

function installPlaywrightChromium(tell: (line: string) => void): void {
  tell("Fetching Playwright's Chromium.");
  const { status } = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], {
    stdio: 'inherit',
  });
  if (status !== 0) tell('No Chromium: install one (Debian: apt-get install chromium) to run the end-to-end tests.');
}
