/** The views. The only folder that knows Cornerstone3D; it knows neither React nor the features. */
export type { Annotation } from './annotations.ts';
export { viewNames, type ViewName } from './camera.ts';
export { isSoftwareRendered } from './engine.ts';
export { noOverlay, type Colour, type Highlight, type OverlayStyle } from './labelmapOverlay.ts';
export { halfSize, memoryNeed, MOST_SHARE, thisMachine, VOLUME_BYTE_BUDGET, type MemoryNeed } from './memory.ts';
export type { DrawTool, PointerSample, StageTool } from './pointer.ts';
export { Stage, type CrosshairColours } from './stage.ts';
export type { ViewState } from './stageState.ts';
export { blobError, createVolume, loadVolume, type Volume } from './volumes.ts';
export { windowPresets, type WindowPreset } from './windows.ts';
