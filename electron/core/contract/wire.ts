/** The frames that travel between window and host, the same over every transport. */
import './noEval.ts';
import { z } from 'zod';
import { wireError } from './errors.ts';

const callId = z.int().nonnegative();
const name = z.string().min(1).max(100);

export const requestFrame = z.strictObject({
  kind: z.literal('request'),
  id: callId,
  service: name,
  method: name,
  input: z.unknown(),
});
export type RequestFrame = z.infer<typeof requestFrame>;

export const hostFrame = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), id: callId, output: z.unknown() }),
  z.strictObject({ kind: z.literal('error'), id: callId, error: wireError }),
  z.strictObject({ kind: z.literal('event'), name, payload: z.unknown() }),
]);
export type HostFrame = z.infer<typeof hostFrame>;
