/** The host's log: one JSON object a line in `logs/host.log`. Ids and counts only, so that it can be handed to anyone. */
import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RemnantError } from '../core/contract/errors.ts';
import type { Log } from './context.ts';

const MAX_BYTES = 4 * 1024 * 1024;
/** host.log and host.1.log (the one before) up to host.4.log. */
const OLDER_FILES = 4;

export interface LogOptions {
  readonly folder: string;
  readonly now: () => Date;
  readonly maxBytes?: number;
}

/** A log that can't be written (a full disk) never stops the work it describes. */
export function createLog({ folder, now, maxBytes = MAX_BYTES }: LogOptions): Log {
  const file = join(folder, 'host.log');
  let size = existsSync(file) ? statSync(file).size : 0;

  const write = (level: 'info' | 'error', event: string, details: object): void => {
    const line = `${JSON.stringify({ at: now().toISOString(), level, event, ...details })}\n`;
    try {
      if (size > 0 && size + line.length > maxBytes) {
        rotate(folder);
        size = 0;
      }
      appendFileSync(file, line);
      size += line.length;
    } catch {
      // Nowhere is left to tell it.
    }
  };

  return {
    info: (event, details = {}) => {
      write('info', event, details);
    },
    error: (event, error, details = {}) => {
      write('error', event, { ...details, error: describe(error) });
    },
  };
}

function rotate(folder: string): void {
  const name = (age: number): string => join(folder, age === 0 ? 'host.log' : `host.${age}.log`);
  for (let age = OLDER_FILES - 1; age >= 0; age--) {
    if (existsSync(name(age))) renameSync(name(age), name(age + 1));
  }
}

/**
 * What an error is and where it came from, without its message: messages of libraries quote what they choked on, which may be a header's
 * text. Our own messages hold none, but may hold a file name.
 */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  return {
    name: error.name,
    ...(error instanceof RemnantError || 'code' in error ? { code: String(error.code) } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
  };
}
