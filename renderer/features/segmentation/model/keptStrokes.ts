/** Strokes that survive a reload: in the window's own storage, by the id of their series, without a word about the patient. */
import { z } from 'zod';
import type { DrawnStroke } from './strokes.ts';

/** Series whose strokes are kept, the latest first; older ones are forgotten. */
const MOST_SERIES = 20;
const NAME = 'remnant.strokes';

const target = z.enum(['liver', 'tumour']);
const point = z.tuple([z.number(), z.number(), z.number()]);
const kept = z.object({
  seriesId: z.string(),
  growTarget: target,
  tool: z.string(),
  strokes: z.array(
    z.object({
      id: z.string(),
      target,
      foreground: z.boolean(),
      radiusMm: z.number().positive(),
      pointsMm: z.array(point).min(1),
      applied: z.boolean(),
    }),
  ),
});

/** What is kept of one series. */
export interface KeptStrokes {
  readonly growTarget: 'liver' | 'tumour';
  readonly tool: string;
  readonly strokes: readonly DrawnStroke[];
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

/** Whatever is there and not ours is as good as nothing. */
function readAll(storage: Storage): z.infer<typeof kept>[] {
  try {
    return z.array(kept).parse(JSON.parse(storage.getItem(NAME) ?? '[]'));
  } catch {
    return [];
  }
}

export function keepStrokes(storage: Storage, seriesId: string, { growTarget, tool, strokes }: KeptStrokes): void {
  const others = readAll(storage).filter((each) => each.seriesId !== seriesId);
  const own = strokes.length === 0 ? [] : [{ seriesId, growTarget, tool, strokes }];
  try {
    storage.setItem(NAME, JSON.stringify([...own, ...others].slice(0, MOST_SERIES)));
  } catch {
    // No room: the strokes are lost with a reload, as they would be without a storage.
  }
}

export function keptStrokes(storage: Storage, seriesId: string): KeptStrokes | null {
  return readAll(storage).find((each) => each.seriesId === seriesId) ?? null;
}
