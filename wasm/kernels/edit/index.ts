/** The editing tools' kernels. */
export { applyEdit } from './applyEdit.ts';
export { learnHuRange } from './learnRange.ts';
export { LiveWire } from './liveWire.ts';
export { changeableLabels, drawnAs, erasedAs, isSegmentName, noMasking, paintOvers } from './masking.ts';
export type { EditArea, HuRange, Masking, PaintOver } from './masking.ts';
export { planEdit } from './operations.ts';
export type { EditOperation, ThresholdHow } from './operations.ts';
export { maskRegion, sliceAxes, slabSlices } from './regions.ts';
export type { Axis } from './regions.ts';
export type { Point2 } from './polygon.ts';
export type { ShapeOperation } from './shapes.ts';
export { sliceImage } from './sliceImage.ts';
