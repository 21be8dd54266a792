/** The trial record: subjects with their measures, embolisations, function tests, outcome and time points, at their sites. */
export { discardDraft, listDrafts, saveDraft } from './drafts.ts';
export {
  addEmbolisation,
  addFunctionTest,
  addMeasure,
  correctEmbolisation,
  correctFunctionTest,
  correctMeasure,
  strikeOut,
} from './entries.ts';
export { setOutcome } from './outcomes.ts';
export { listPlans, overview } from './overview.ts';
export { getSubject } from './recordChange.ts';
export { addSite, listSites } from './sites.ts';
export { addSubject, changeSubject, corrections, listSubjects, subjectOfCode } from './subjects.ts';
export { changeTimePoint, removeTimePoint, setTimePoint } from './timePoints.ts';
