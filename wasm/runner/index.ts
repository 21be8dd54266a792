export { createRunner } from './createRunner.ts';
export type { LabelChange, Runner, RunOptions, TaskInput, TaskName, TaskOutput, Tasks } from './tasks.ts';
