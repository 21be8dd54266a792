import './noEval.ts';
import { z } from 'zod';

/** The closed set of reasons for which a call can fail. */
export const errorCodes = [
  'invalid_input', // the caller sent something that can't be right; nothing was done
  'not_found',
  'conflict', // someone else changed it first, or it exists already
  'refused', // understood, but not allowed in this state (for example volumetry on a refused series)
  'unsupported', // a kind of file or encoding that this version doesn't read
  'busy',
  'cancelled',
  'io', // disk, file system or connection
  'internal', // our fault
] as const;
export const errorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCode>;

export const wireError = z.object({ code: errorCode, message: z.string() });
export type WireError = z.infer<typeof wireError>;

/** The only error that crosses the contract. `message` is one plain sentence for a person; it never holds patient text. */
export class RemnantError extends Error {
  override readonly name = 'RemnantError';
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What goes over the wire for anything thrown: details of unexpected errors stay on the host. */
export function toWireError(error: unknown): WireError {
  if (error instanceof RemnantError) return { code: error.code, message: error.message };
  return {
    code: 'internal',
    message: 'Something went wrong in the program. Nothing was changed; the log has the details.',
  };
}
