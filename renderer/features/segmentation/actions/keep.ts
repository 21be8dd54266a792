/** Keeps the strokes of the open series as they are drawn, and brings them back. */
import { keepStrokes, keptStrokes } from '../model/keptStrokes.ts';
import { session } from '../session.ts';
import { useSegmentation, type SegmentationState, type ToolId } from '../store.ts';

const strokeTools: readonly ToolId[] = ['liverStroke', 'tumourStroke', 'backgroundStroke'];

/** Restores at the opening, then follows every change. Returns how to stop. */
export function followStrokes(): () => void {
  return useSegmentation.subscribe((state, before) => {
    const open = session();
    if (open === null || state.phase !== 'ready') return;
    const { seriesId } = open.volume;
    if (before.phase !== 'ready') restore(seriesId);
    else if (keptParts.some((key) => state[key] !== before[key])) keepStrokes(localStorage, seriesId, state);
  });
}

const keptParts = ['strokes', 'growTarget', 'tool'] as const satisfies (keyof SegmentationState)[];

function restore(seriesId: string): void {
  const kept = keptStrokes(localStorage, seriesId);
  if (kept === null) return;
  const { strokes, growTarget } = kept;
  const tool = strokeTools.find((each) => each === kept.tool && strokes.some(({ applied }) => !applied));
  useSegmentation.setState({ strokes, growTarget, ...(tool && { tool }) });
}
