/** Makes slices away from the host's thread. */
import { serveTasks } from '../jobs/serveTasks.ts';
import type { ComputeTask } from './computeTask.ts';
import { decodeSlices, type DecodeOutcome, type DecodeTask } from './decodeTask.ts';

serveTasks(async (task: DecodeTask | ComputeTask, begin): Promise<DecodeOutcome[] | number> => {
  if (task.kind === 'decode') return decodeSlices(task, begin);
  const { computeSlice } = await import('./computeTask.ts');
  return computeSlice(task);
});
