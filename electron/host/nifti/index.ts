/** NIfTI-1 volumes and masks, to and from the project's grids. */
export { labelsOnGrid, niftiGrid } from './labelsOnGrid.ts';
export { looksLikeNifti, readNifti, readNiftiFile } from './read.ts';
export { writeNifti, writeNiftiFile, type NiftiVolume } from './write.ts';
