/** The trial record: subjects with their measures, embolisations and time points. */
export { addEmbolisation, addFunctionTest, addMeasure, addSubject, getSubject, listSubjects } from './subjects.ts';
export { setOutcome } from './outcomes.ts';
export { listPlans } from './plans.ts';
export { removeTimePoint, setTimePoint } from './timePoints.ts';
