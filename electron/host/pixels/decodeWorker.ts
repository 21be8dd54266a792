/** Decodes stored slices away from the host's thread. */
import { serveTasks } from '../jobs/serveTasks.ts';
import { decodeIntoFile, Scratch, type DecodeTask } from './decodeTask.ts';

const scratch = new Scratch();
serveTasks((task: DecodeTask, begin) => decodeIntoFile(task, scratch, begin));
