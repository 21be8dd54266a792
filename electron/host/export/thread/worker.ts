import type { Transferable } from 'node:worker_threads';
import { serveTasks } from '../../jobs/serveTasks.ts';
import type { ExportTask, ExportTaskKind, ExportTasks, Handle } from './tasks.ts';

const loaders: { readonly [Kind in ExportTaskKind]: () => Promise<Handle<Kind>> } = {
  pictures: async () => (await import('../../report/pictures.ts')).timePointPictures,
  keyImage: async () => (await import('../../report/pictures.ts')).keyImage,
  segmentation: async () => (await import('./labelFiles.ts')).segmentationFile,
  mask: async () => (await import('./labelFiles.ts')).maskFile,
  surface: async () => (await import('./labelFiles.ts')).surfaceFile,
  measurements: async () => (await import('../../dicom/srWrite.ts')).writeSr,
  report: async () => (await import('../../report/render.ts')).renderReport,
  overview: async () => (await import('../../report/render.ts')).renderOverview,
  verify: async () => (await import('../../package/verify/verify.ts')).verifyFolder,
};

const handle = async <Kind extends ExportTaskKind>({ kind, input }: ExportTask<Kind>) => (await loaders[kind]())(input);

/** Files are handed over, not copied. */
const handedOver = (result: ExportTasks[ExportTaskKind]['result']): Transferable[] =>
  result instanceof Uint8Array ? [result.buffer] : [];

serveTasks(handle, handedOver);
