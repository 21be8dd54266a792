/** DICOM Segmentation objects: written from a labelmap, read onto the grid of a series. */
export { readSeg, type Seg } from './segRead.ts';
export { readSegSource, type SegSource } from './segSource.ts';
export { segToLabels, type SegmentDescription } from './segSegments.ts';
export { SEGMENTATION_STORAGE, writeSeg, type SegAlgorithm, type SegInput } from './segWrite.ts';
