import { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { measurePhase } from '../library/index.ts';
import { openVolume } from '../pixels/index.ts';

const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const range = z.object({ from: whole.optional(), count: whole.optional() });

/** Of slices that are read at once. */
const CHUNK_BYTES = 2 * 1024 * 1024;
/** Of memory for readers that bring none. */
const PIECE_BYTES = 256 * 1024;

/**
 * `?from=k&count=n`: slices k..k+n-1 in volume order as little-endian Int16 HU; without them, all. Sent as they are decoded,
 * no faster than they are taken, into the reader's own memory where it brings some.
 */
export async function volumeResponse(context: HostContext, seriesId: string, { url }: Request): Promise<Response> {
  const { geometry, openSlices } = openVolume(context, seriesId);
  const asked = range.safeParse(Object.fromEntries(new URL(url).searchParams));
  if (!asked.success) throw new RemnantError('invalid_input', 'from and count must be whole numbers.');
  const [columns, rows, total] = geometry.dims;
  const { from = 0, count = total - from } = asked.data;
  if (count < 1 || from + count > total)
    throw new RemnantError('invalid_input', `The volume has slices 0 to ${total - 1}.`);

  const sliceBytes = columns * rows * 2;
  const cursor = await openSlices(from, count);
  const chunk = new Uint8Array(sliceBytes * Math.min(count, Math.max(1, Math.floor(CHUNK_BYTES / sliceBytes))));
  const take = async (target: Uint8Array): Promise<number> => {
    try {
      return await cursor.next(target);
    } catch (error) {
      await cursor.close();
      throw error;
    }
  };
  const fill = async (): Promise<Uint8Array> => chunk.subarray(0, (await take(chunk)) * sliceBytes);
  // The first slices are waited for before the answer begins, so that a failure still is an error response.
  let ready = await fill();
  /** @returns how many bytes were put into the view; 0 at the end */
  const putInto = async (view: Uint8Array): Promise<number> => {
    // Whole slices go straight to where they are wanted.
    if (ready.length === 0 && view.length >= sliceBytes) return (await take(view)) * sliceBytes;
    if (ready.length === 0) ready = await fill();
    const part = ready.subarray(0, view.length);
    view.set(part);
    ready = ready.subarray(part.length);
    return part.length;
  };
  const end = async (): Promise<void> => {
    await cursor.close();
    void measurePhase(context, seriesId);
  };
  const body = new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: PIECE_BYTES,
    async pull(controller) {
      // Always there: the stream allocates a view for readers that bring none.
      const { byobRequest } = controller;
      const view = byobRequest?.view;
      if (!byobRequest || !view) return;
      const byteCount = await putInto(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
      if (byteCount === 0) {
        await end();
        controller.close();
      }
      byobRequest.respond(byteCount);
    },
    cancel: () => cursor.close(),
  });
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(sliceBytes * count),
    'Cache-Control': 'no-store',
  };
  return new Response(body, { headers });
}
