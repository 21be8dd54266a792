export { whereText } from './describe.ts';
export { applyThreshold, copySlice, reshape } from './edit.ts';
export { beginFreehand, beginLiveWire, closeOutline, dropOutline, takeBackAnchor } from './outline.ts';
export { pickPiece, pickThreshold } from './pick.ts';
export { currentMasking, resetMasking, setMasking, setToolOptions, toggleLearnedHu, toggleLock } from './settings.ts';
