/** What every transport must do, whatever carries the frames. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../electron/core/contract/channel.ts';
import { createClient, type Connection } from '../../electron/core/contract/client.ts';
import { serve } from '../../electron/core/contract/serve.ts';
import { createToyHost, secret, toyContract } from './toyContract.ts';

export interface Line {
  readonly window: Channel;
  readonly host: Channel;
  /** Ends what the transport needs besides the two channels. */
  dispose(): Promise<void>;
}

export function conformanceSuite(transport: string, open: () => Promise<Line>): void {
  describe(`contract over ${transport}`, () => {
    let line: Line;
    let host: ReturnType<typeof createToyHost>;
    let connection: Connection<typeof toyContract>;
    const sums = () => connection.client.sums;

    beforeEach(async () => {
      line = await open();
      host = createToyHost();
      serve(toyContract, host.handlers, host.events.listen, line.host, {
        onUnexpected: (error, where) => host.unexpected.push(`${where}: ${String(error)}`),
      });
      connection = createClient(toyContract, line.window);
    });
    afterEach(async () => {
      connection.close();
      await line.dispose();
    });

    it('answers a call and fills in defaults', async () => {
      expect(await sums().add({ a: 2, b: 3 })).toEqual({ sum: 5 });
      expect(await sums().add({ a: 2 })).toEqual({ sum: 3 });
    });

    it('matches each of many answers to its call', async () => {
      const answers = await Promise.all(Array.from({ length: 200 }, (_, a) => sums().add({ a, b: a })));
      expect(answers.map(({ sum }) => sum)).toEqual(Array.from({ length: 200 }, (_, a) => 2 * a));
    });

    it.each([
      [
        'a nested field',
        () => sums().measure({ measure: { heightCm: 10 } }),
        '"measure.heightCm" must be at least 50.',
      ],
      ['a missing field', () => sums().add({} as { a: number }), '"a" is missing.'],
      ['a wrong type', () => sums().add({ a: '1' } as unknown as { a: number }), '"a" must be of type number.'],
      ['a wrong format', () => sums().seriesOf({ seriesId: '../../etc' }), '"seriesId" must be an id.'],
      ["the contract's own sentence", () => sums().code({ code: 'abc' }), 'A code has capital letters only.'],
    ])('refuses a wrong input with one plain sentence: %s', async (_, call, message) => {
      await expect(call()).rejects.toMatchObject({ name: 'RemnantError', code: 'invalid_input', message });
    });

    it('passes on the code and the sentence of an error', async () => {
      await expect(sums().refuse({})).rejects.toMatchObject({
        code: 'refused',
        message: 'Slices 4 and 5 are missing.',
      });
    });

    it('keeps the details of an unexpected error on the host', async () => {
      const error = await sums()
        .crash({})
        .then(
          () => undefined,
          (reason: unknown) => reason,
        );
      expect(error).toMatchObject({ code: 'internal' });
      expect(String(error)).not.toContain(secret);
      expect(host.unexpected).toEqual([`sums.crash: Error: ${secret}`]);
    });

    it('does not let through an answer that breaks the contract', async () => {
      await expect(sums().wrongAnswer({})).rejects.toMatchObject({ code: 'internal' });
    });

    it.each([
      ['constructor', 'toString'],
      ['__proto__', 'hasOwnProperty'],
      ['sums', 'constructor'],
      ['sums', '__proto__'],
      ['sums', 'subtract'],
      ['products', 'add'],
    ])('has no function %s.%s', async (service, method) => {
      const answer = new Promise((resolve) => line.window.onFrame(resolve));
      line.window.send({ kind: 'request', id: 1_000_000, service, method, input: {} });
      expect(await answer).toMatchObject({ kind: 'error', id: 1_000_000, error: { code: 'invalid_input' } });
    });

    it('delivers events in order, before the answer of the call that made them, until unlistened', async () => {
      const seen: number[] = [];
      const stop = connection.listen('sums.announced', ({ index }) => seen.push(index));
      await sums().announce({ times: 3 });
      expect(seen).toEqual([0, 1, 2]);
      stop();
      await sums().announce({ times: 3 });
      expect(seen).toEqual([0, 1, 2]);
    });

    it("rejects pending and later calls with 'io' when the host goes away, and unlistens there", async () => {
      await sums().add({ a: 1 });
      expect(host.events.count()).toBe(1);
      const pending = sums().wait({});
      line.host.close();
      await expect(pending).rejects.toMatchObject({ code: 'io' });
      await expect(sums().add({ a: 1 })).rejects.toMatchObject({ code: 'io' });
      expect(host.events.count()).toBe(0);
    });

    it('tells the host when the window goes away', async () => {
      const closed = new Promise<void>((resolve) => line.host.onClose(resolve));
      await sums().add({ a: 1 });
      connection.close();
      await closed;
      expect(host.events.count()).toBe(0);
    });

    it.each([
      ['a number', 7],
      ['another shape', { kind: 'request', id: 'x' }],
      ['an array', []],
    ])('ends the connection when the window sends what is no request: %s', async (_, frame) => {
      const closed = new Promise<void>((resolve) => line.window.onClose(resolve));
      line.window.send(frame);
      await closed;
    });

    it('ends the connection when an event breaks the contract', async () => {
      await expect(sums().announceWrongly({})).rejects.toMatchObject({ code: 'io' });
    });
  });
}
