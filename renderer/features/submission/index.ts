export { makeOverview } from './actions.ts';
export { SubmissionPage } from './components/SubmissionPage.tsx';
export { st as submissionText } from './texts.ts';
