/** Append-only revisions of one segmentation per series. */
export { borderWarnings } from './borderWarnings.ts';
export { checkWarnings } from './checks.ts';
export { importMask, inspectMask } from './importMask.ts';
export { lesionsOfRevision } from './lesions.ts';
export { setLesionStates } from './lesionStates.ts';
export { commitUpload, loadLabels, revisionBytes, storeRevision } from './revisions.ts';
export { getRevision, listRevisions, listSegmentations, openSegmentation } from './segmentations.ts';
export { dropUpload, MAX_UPLOAD_BYTES, stageUpload } from './uploads.ts';
