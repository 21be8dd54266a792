/** What kind of machine this is. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

export const isRoot = (): boolean => process.getuid?.() === 0;

export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

/** Path of a command, looked up as a shell would. */
export function findCommand(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

export const commandExists = (name: string): boolean => findCommand(name) !== undefined;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The command line that runs `command` on a display without a screen. */
export const underXvfb = (command: string, args: readonly string[]): [string, string[]] => [
  'xvfb-run',
  ['--auto-servernum', '--server-args=-screen 0 1920x1200x24', command, ...args],
];

/** Graphics in software, for Chromium and Electron without a graphics card. */
export const softwareGraphics = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

/** npm runs scripts in the project's folder; a relative path of a person means the folder that they are in. */
export const inCallersFolder = (file: string): string => path.resolve(process.env['INIT_CWD'] ?? process.cwd(), file);
