/** DICOM SR measurement reports (TID 1500): written from stored numbers, read back for checks. */
export { readSr, type SrMeasurement, type SrMeasurementGroup, type SrReport } from './srRead.ts';
export { srGroups, type SrGroup, type SrNumbers } from './srGroups.ts';
export { COMPREHENSIVE_3D_SR_STORAGE, writeSr, type SrInput, type SrObserver } from './srWrite.ts';
