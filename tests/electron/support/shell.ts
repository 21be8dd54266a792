import { _electron, type ElectronApplication } from '@playwright/test';
import path from 'node:path';
import { unpackedRuntime } from '../../../scripts/electronRuntime.ts';
import { isRoot, softwareGraphics } from '../../../scripts/machine.ts';
import { App } from '../../e2e/support/app.ts';

const root = path.join(import.meta.dirname, '../../..');

/** `npm test` names the Electron that it has found; alone, the fallback runtime is used when it is there. */
export const electronBinary = (): string | undefined => process.env['REMNANT_ELECTRON'] ?? unpackedRuntime();

/** Why the shell can't be tested here; undefined: it can. */
export function reasonToSkip(): string | undefined {
  if (!electronBinary()) return 'no Electron can be had on this machine';
  if (process.platform === 'linux' && !process.env['DISPLAY']) return 'no display; run under xvfb-run';
  return undefined;
}

export interface Shell {
  readonly electron: ElectronApplication;
  readonly app: App;
  /** Errors that the page has told so far. */
  readonly complaints: readonly string[];
}

export async function openShell(dataFolder: string): Promise<Shell> {
  const electron = await _electron.launch({
    executablePath: electronBinary()!,
    args: [...(isRoot() ? ['--no-sandbox'] : []), ...softwareGraphics, root, '--data', dataFolder],
    env: { ...withoutUndefined(process.env), REMNANT_NODE: process.execPath },
  });
  const page = await electron.firstWindow();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { electron, app: new App(page), complaints };
}

function withoutUndefined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
