/** A small contract with one of everything that can go wrong, for the conformance suite. */
import { z } from 'zod';
import { createEvents } from './toyEvents.ts';
import { method, type Contract, type Handlers } from '../../electron/core/contract/define.ts';
import { RemnantError } from '../../electron/core/contract/errors.ts';

export const toyContract = {
  sums: {
    methods: {
      add: method(z.object({ a: z.number(), b: z.number().default(1) }), z.object({ sum: z.number() })),
      measure: method(z.object({ measure: z.object({ heightCm: z.number().min(50) }) }), z.object({})),
      code: method(z.object({ code: z.string().regex(/^[A-Z]+$/, 'A code has capital letters only.') }), z.object({})),
      seriesOf: method(z.object({ seriesId: z.uuid() }), z.object({})),
      refuse: method(z.object({}), z.object({})),
      crash: method(z.object({}), z.object({})),
      wrongAnswer: method(z.object({}), z.object({ volumeMl: z.number() })),
      wait: method(z.object({}), z.object({})),
      announce: method(z.object({ times: z.int() }), z.object({})),
      announceWrongly: method(z.object({}), z.object({})),
    },
    events: { announced: z.object({ index: z.int() }) },
  },
} as const satisfies Contract;

/** What the handlers leak if a border is missing. */
export const secret = 'DOE^JANE';

export function createToyHost() {
  const events = createEvents<typeof toyContract>();
  const unexpected: string[] = [];
  const handlers: Handlers<typeof toyContract> = {
    sums: {
      add: ({ a, b }) => ({ sum: a + b }),
      measure: () => ({}),
      code: () => ({}),
      seriesOf: () => ({}),
      refuse: () => {
        throw new RemnantError('refused', 'Slices 4 and 5 are missing.');
      },
      crash: () => Promise.reject(new Error(secret)),
      wrongAnswer: () => ({ volumeMl: 'a lot' as unknown as number }),
      wait: () => new Promise(() => undefined),
      announce: ({ times }) => {
        for (let index = 0; index < times; index++) events.emit('sums.announced', { index });
        return {};
      },
      announceWrongly: () => {
        events.emit('sums.announced', { index: 'first' as unknown as number });
        return {};
      },
    },
  };
  return { handlers, events, unexpected };
}
