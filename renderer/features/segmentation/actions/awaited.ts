/** What was asked for before the series could be drawn on is done once it can: no key is lost. */
import { commands } from '../../../app/commands/index.ts';
import { useSegmentation } from '../store.ts';

/** Only while the series loads. A key pressed again is impatience, no second wish. */
export function awaitReady(commandId: string): void {
  const { phase, awaited } = useSegmentation.getState();
  if (phase === 'loading' && !awaited.includes(commandId))
    useSegmentation.setState({ awaited: [...awaited, commandId] });
}

export function dropAwaited(): void {
  useSegmentation.setState({ awaited: [] });
}

/** Returns how to stop. */
export function followAwaited(): () => void {
  return useSegmentation.subscribe(({ phase, awaited }) => {
    if (phase === 'loading' || awaited.length === 0) return;
    dropAwaited();
    if (phase !== 'ready') return;
    // Whether this reading may be drawn in is known once its opening has ended.
    queueMicrotask(() => {
      for (const id of awaited) commands.run(id);
      const { readOnly } = useSegmentation.getState();
      if (readOnly !== null) useSegmentation.setState({ problem: readOnly });
    });
  });
}
