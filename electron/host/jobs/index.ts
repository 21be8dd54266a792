export { createJobs, type JobsDependencies } from './jobs.ts';
