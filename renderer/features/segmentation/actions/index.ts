export { beginBrush, changeRadius, setRadius } from './brush.ts';
export { goToCheck, mend } from './checks.ts';
export { beginCut, clearCut, removeLastOfCut, swapSides } from './cut.ts';
export { applyPreview, redo } from './commit.ts';
export { awaitReady, dropAwaited } from './awaited.ts';
export { findLiver, nextDoubtful, toggleDoubtful } from './findLiver.ts';
export {
  dismissProblem,
  retrySaving,
  setActive,
  setAutoGrow,
  setOpacity,
  setShape,
  setTool,
  storeMine,
  toggleMasks,
  toggleVisible,
} from './panel.ts';
export { goToStep } from './guide.ts';
export { cancelPreview } from './preview.ts';
export { beginStroke, canGrowNow, clearStrokes, growNow, removeStroke } from './strokes.ts';
export { applyCut, cancelTask, interpolate } from './tasks.ts';
export { goToEntry, undo, undoable } from './undo.ts';
