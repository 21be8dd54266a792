/** Generated patients and shapes of known truth. Nothing here knows of Node, files or DICOM. */
export {
  abdomen,
  defaultAbdomen,
  planeSide,
  renderAll,
  truthVolumesMl,
  volumesFromCounts,
  type Abdomen,
  type AbdomenOptions,
  type VolumesMl,
} from './abdomen.ts';
export { ellipsoidPhantom, spherePhantom, type AnalyticPhantom, type EllipsoidOptions } from './analytic.ts';
export { sampleStrokes } from './strokes.ts';
