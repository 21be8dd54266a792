/** Leaving a series: what is shown as a preview is applied, and stored with the rest. */
import { session, closeSession } from '../session.ts';
import { useSegmentation } from '../store.ts';
import { applyPreview } from './commit.ts';

function settle(): void {
  const open = session();
  if (open === null) return;
  if (useSegmentation.getState().busy !== null) {
    // The step that computes is of no use any more; the result before it is.
    open.tasks.dispose();
    open.drawing.reinstate(open.drawing.heldBack);
  }
  applyPreview();
}

export function leaveSession(): void {
  settle();
  closeSession();
}

// Before the question whether everything is stored, so that it knows of this too. While a step computes its strokes are kept.
window.addEventListener(
  'beforeunload',
  () => {
    if (useSegmentation.getState().busy === null) applyPreview();
  },
  { capture: true },
);
