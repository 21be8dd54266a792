/** Generated patients and shapes of known truth. Nothing here knows of Node, files or DICOM. */
export { abdomen, defaultAbdomen, renderAll, type Abdomen, type AbdomenOptions } from './abdomen.ts';
export { ellipsoidPhantom, spherePhantom, type AnalyticPhantom, type EllipsoidOptions } from './analytic.ts';
export { sampleStrokes } from './strokes.ts';
export { planeSide, truthVolumesMl, volumesFromCounts, type VolumesMl } from './truth.ts';
