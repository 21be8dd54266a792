/** Surfaces of the segments as files: STL and OBJ. Made in a worker: that of a liver takes seconds. */
import { createWorkerPool } from '../jobs/workerPool.ts';
import { workerUrl } from '../workerUrl.ts';
import type { MeshTask } from './meshFile.ts';

export type { MeshTask } from './meshFile.ts';
export type { SurfaceSegment } from './segmentMesh.ts';

const makers = createWorkerPool<MeshTask, Uint8Array<ArrayBuffer> | null>(
  workerUrl('./meshWorker', import.meta.url),
  1,
);

/** @returns the bytes of the file; null where nothing of what is asked for is drawn */
export const makeMeshFile = (task: MeshTask): Promise<Uint8Array<ArrayBuffer> | null> => makers.run(task);
