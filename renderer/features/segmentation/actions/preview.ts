/** What is shown before it counts: going on with anything else applies it, only Cancel drops it. */
import { strokesCancelled, waitsDuring } from '../model/provisional.ts';
import { session } from '../session.ts';
import { useSegmentation, type ToolId } from '../store.ts';
import { draftOf } from '../model/cut.ts';
import { applyPreview } from './commit.ts';

/** Back to the state before the step; the strokes that made it go too. */
export function cancelPreview(): void {
  const open = session();
  const { preview, strokes, busy } = useSegmentation.getState();
  if (open === null || preview === null || busy !== null) return;
  if (preview.box !== null) {
    open.drawing.rollBack(preview.box);
    open.stage.labelsChanged(preview.box);
  }
  useSegmentation.setState({
    preview: null,
    strokes: strokesCancelled(strokes, preview.kind),
    counts: open.drawing.liveCounts(null),
    problem: null,
    ...(preview.kind === 'divide' && { cutDraft: draftOf(open.drawing.cut) }),
    ...(preview.kind === 'findLiver' && { certainty: null }),
  });
}

/** Before another tool is taken in hand. */
export function settleFor(tool: ToolId): void {
  const { preview, busy } = useSegmentation.getState();
  if (preview !== null && busy === null && !waitsDuring(preview.kind, tool)) applyPreview();
}
