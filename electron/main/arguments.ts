import path from 'node:path';
import { parseArgs } from 'node:util';

export interface ShellArguments {
  /** Absolute; undefined: the default of the system. */
  readonly dataFolder: string | undefined;
  /** Write what the window shows to this PNG, then quit. */
  readonly screenshot: string | undefined;
}

/** Reads our own options; the many switches of Chromium among them are not ours to judge. */
export function readArguments(argv: readonly string[]): ShellArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { data: { type: 'string' }, screenshot: { type: 'string' } },
    strict: false,
  });
  const absolute = (value: unknown) => (typeof value === 'string' && value !== '' ? path.resolve(value) : undefined);
  return { dataFolder: absolute(values['data']), screenshot: absolute(values['screenshot']) };
}
