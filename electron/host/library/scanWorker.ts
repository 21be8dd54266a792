/** Reads one file: header, fingerprint, and a checked copy in the originals folder. */
import { serveTasks } from '../jobs/serveTasks.ts';
import { scanFile, type ScanTask } from './scanFile.ts';

serveTasks((task: ScanTask) => scanFile(task));
