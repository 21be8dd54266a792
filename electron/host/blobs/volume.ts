import { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { openVolume } from '../pixels/index.ts';

const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const range = z.object({ from: whole.optional(), count: whole.optional() });

const bytesOf = ({ buffer, byteOffset, byteLength }: Int16Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer, byteOffset, byteLength);

/**
 * `?from=k&count=n`: slices k..k+n-1 in volume order as little-endian Int16 HU; without them, all. Sent as they are decoded,
 * no faster than they are taken.
 */
export async function volumeResponse(context: HostContext, seriesId: string, { url }: Request): Promise<Response> {
  const { geometry, slices } = openVolume(context, seriesId);
  const asked = range.safeParse(Object.fromEntries(new URL(url).searchParams));
  if (!asked.success) throw new RemnantError('invalid_input', 'from and count must be whole numbers.');
  const [columns, rows, total] = geometry.dims;
  const { from = 0, count = total - from } = asked.data;
  if (count < 1 || from + count > total)
    throw new RemnantError('invalid_input', `The volume has slices 0 to ${total - 1}.`);

  const source = slices(from, count);
  // Taken before the answer begins, so that a failure still is an error response.
  let ahead: IteratorResult<Int16Array<ArrayBuffer>, undefined> | undefined = await source.next();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const next = ahead ?? (await source.next());
        ahead = undefined;
        if (next.done) controller.close();
        else controller.enqueue(bytesOf(next.value));
      },
      async cancel() {
        await source.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(columns * rows * count * 2),
    'Cache-Control': 'no-store',
  };
  return new Response(body, { headers });
}
