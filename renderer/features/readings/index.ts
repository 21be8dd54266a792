/** Readings of a CT: review, signature, correction, second reader and adjudication in the workspace, and how far readers agree. */
export { beginReadings, chosenReading, leaveReadings } from './actions.ts';
export { ReadingBanner } from './components/ReadingBanner.tsx';
export { ReadingDialogs } from './components/ReadingDialogs.tsx';
export { SignStep } from './components/SignStep.tsx';
export { drawRefusal, useReadings, waitsForRecord } from './store.ts';
