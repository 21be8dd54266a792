/** Decodes stored slices away from the host's thread. */
import { serveTasks } from '../jobs/serveTasks.ts';
import { decodeIntoFile } from './decodeTask.ts';

serveTasks(decodeIntoFile);
