/** Reads one mask file after the other. */
import { serveTasks } from '../jobs/serveTasks.ts';
import { answerMaskTask, type MaskTask } from './readMask.ts';

serveTasks((task: MaskTask, begin) => {
  begin();
  return answerMaskTask(task);
});
