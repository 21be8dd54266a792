/** Decodes stored files away from the host's thread. */
import { serveTasks } from '../jobs/serveTasks.ts';
import { decodeFile, type DecodeTask } from './decodeFile.ts';

serveTasks(
  (task: DecodeTask) => decodeFile(task),
  (hu) => (hu ? [hu.buffer] : []),
);
