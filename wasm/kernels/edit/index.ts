/** The editing tools' kernels. */
export { applyEdit } from './applyEdit.ts';
export type { EditTarget } from './applyEdit.ts';
export { learnHuRange } from './learnRange.ts';
export { LiveWire } from './liveWire.ts';
export { belongsTo, changeableLabels, drawnAs, erasedAs, isSegmentName, noMasking, paintOvers } from './masking.ts';
export type { EditArea, HuRange, Masking, PaintOver } from './masking.ts';
export { planEdit, thresholdHows } from './operations.ts';
export type { EditOperation, ThresholdHow } from './operations.ts';
export { maskRegion, sliceAxes, slabSlices } from './regions.ts';
export type { Axis, EditRegion, Prism } from './regions.ts';
export type { Point2 } from './polygon.ts';
export type { ShapeOperation } from './shapes.ts';
export { sliceImage } from './sliceImage.ts';
export type { SliceImage } from './sliceImage.ts';
