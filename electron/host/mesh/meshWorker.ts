/** Makes one surface after the other. */
import { serveTasks } from '../jobs/serveTasks.ts';
import { meshFile, type MeshTask } from './meshFile.ts';

serveTasks((task: MeshTask) => meshFile(task));
