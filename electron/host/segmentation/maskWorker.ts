/** Reads one mask file after the other. */
import { serveTasks } from '../jobs/serveTasks.ts';
import { readMaskFile, type MaskTask } from './readMask.ts';

serveTasks((task: MaskTask) => readMaskFile(task));
