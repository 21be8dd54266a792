export { cancelJob } from './cancelJob.ts';
export { createJobs, type JobsDependencies } from './jobs.ts';
