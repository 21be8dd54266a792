/** Runs the `remnant` command as a person's shell would. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const script = fileURLToPath(new URL('../../electron/cli/remnant.mjs', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The last line of standard error, where the complaint is. */
  readonly complaint: string;
  /** Standard output as JSON. */
  json(): unknown;
}

export async function remnant(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, REMNANT_DATA: '' },
  });
  const [out, err, [code]] = (await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])) as [
    string,
    string,
    [number | null],
  ];
  return { code, out, err, complaint: err.trim().split('\n').at(-1) ?? '', json: () => JSON.parse(out) as unknown };
}
