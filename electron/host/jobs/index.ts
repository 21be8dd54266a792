export { cancelJob } from './cancelJob.ts';
export { createJobs } from './jobs.ts';
