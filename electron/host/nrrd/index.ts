/** NRRD files of labels, with the segments of 3D Slicer (`.seg.nrrd`) where they have them. */
export { isNrrd, readNrrd } from './read.ts';
export { nrrdMask } from './segments.ts';
export { writeSegNrrd } from './write.ts';
