/** Looks over the labels whenever they have come to rest, and leads to what was noticed. */
import type { Check, CheckRepair } from '../../../../electron/core/domain/checks.ts';
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import { session } from '../session.ts';
import { useSegmentation, type SegmentationState } from '../store.ts';
import { reshape } from './editing/index.ts';
import { setActive } from './panel.ts';
import { interpolate } from './tasks.ts';

/** A person who goes on drawing is not disturbed by checks of what is half done. */
const REST_MS = 700;

const isAtRest = ({ phase, busy, brushing, pending }: SegmentationState): boolean =>
  phase === 'ready' && busy === null && !brushing && pending === null;

/** Checks after each change. Returns how to stop. */
export function followChecks(): () => void {
  let checked: readonly number[] | null = null;
  let waiting: ReturnType<typeof setTimeout> | null = null;
  const stopWaiting = (): void => {
    if (waiting !== null) clearTimeout(waiting);
    waiting = null;
  };
  const look = async (): Promise<void> => {
    const open = session();
    const state = useSegmentation.getState();
    if (open === null || !isAtRest(state)) return;
    checked = state.counts;
    const { labels, geometry } = open.volume;
    const faults = await open.tasks.run('check', { labels, geometry });
    // What was drawn meanwhile is checked next.
    if (session() === open && useSegmentation.getState().counts === checked) useSegmentation.setState({ faults });
  };
  const unsubscribe = useSegmentation.subscribe((state) => {
    if (state.counts === checked || !isAtRest(state)) return;
    stopWaiting();
    waiting = setTimeout(() => {
      look().catch((error: unknown) => {
        if (!(error instanceof RemnantError && error.code === 'cancelled')) console.error(error);
      });
    }, REST_MS);
  });
  return () => {
    stopWaiting();
    unsubscribe();
  };
}

/** All views go to the place. */
export function goToCheck({ placeMm }: Check): void {
  if (placeMm !== null) session()?.stage.goTo(placeMm);
}

/** Starts what mends it; shown as a preview like any long step. */
export async function mend({ kind, segment }: CheckRepair): Promise<void> {
  setActive(segment);
  await (kind === 'interpolate' ? interpolate() : reshape({ kind }));
}
