/** The kernels: pure functions on typed arrays, for workers and for Node alike. */
export { applyLiverMask, applyTumourMask, paintMask } from './apply.ts';
export { fillHoles, keepLargest } from './components.ts';
export { applyDelta, deltaByteSize, diffLabels, isEmptyDelta, revertDelta } from './delta.ts';
export type { LabelDelta } from './delta.ts';
export { cutSide, divide } from './divide.ts';
export { growLiver } from './grow/growLiver.ts';
export type { GrowLiverInput } from './grow/growLiver.ts';
export { growTumour } from './grow/growTumour.ts';
export type { GrowTumourInput } from './grow/growTumour.ts';
export { paint } from './paint.ts';
export type { PaintStep } from './paint.ts';
export { paintSegments, paintedLabel } from './partition.ts';
export type { PaintSegment } from './partition.ts';
export { applyRepair, planRepair } from './repair.ts';
export type { Repair, RepairKind } from './repair.ts';
export { quietContext } from './types.ts';
export type { KernelContext, SideOfPoint, VoxelBox } from './types.ts';
