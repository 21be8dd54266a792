/** DICOM SR measurement reports (TID 1500): written from stored numbers, read back for checks. */
export { readSr, type SrMeasurement } from './srRead.ts';
export { srGroups } from './srGroups.ts';
export { writeSr, type SrInput } from './srWrite.ts';
