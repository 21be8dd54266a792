/** DICOM Segmentation objects: written from a labelmap, read onto the grid of a series. */
export { DEFAULT_THRESHOLD, readSeg } from './segRead.ts';
export { readSegSource, type SegSource } from './segSource.ts';
export {
  combine,
  paintedSegments,
  proposalFor,
  segmentedMask,
  segToLabels,
  type MaskChoices,
  type SegmentDescription,
  type SegmentedMask,
} from './segMask.ts';
export type { SegForm } from './segLayout.ts';
export {
  LABEL_MAP_SEGMENTATION_STORAGE,
  SEGMENTATION_STORAGE,
  writeSeg,
  type SegAlgorithm,
  type SegInput,
} from './segWrite.ts';
