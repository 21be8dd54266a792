import { serveKinds } from '../../jobs/serveTasks.ts';
import type { ExportTasks } from './tasks.ts';

serveKinds<ExportTasks>(
  {
    pictures: async () => (await import('../../report/pictures.ts')).timePointPictures,
    keyImage: async () => (await import('../../report/pictures.ts')).keyImage,
    segmentation: async () => (await import('./labelFiles.ts')).segmentationFile,
    mask: async () => (await import('./labelFiles.ts')).maskFile,
    surface: async () => (await import('./labelFiles.ts')).surfaceFile,
    measurements: async () => (await import('../../dicom/srWrite.ts')).writeSr,
    report: async () => (await import('../../report/render.ts')).renderReport,
    overview: async () => (await import('../../report/render.ts')).renderOverview,
    verify: async () => (await import('../../package/verify/verify.ts')).verifyFolder,
  },
  // Files are handed over, not copied.
  (result) => (result instanceof Uint8Array ? [result.buffer] : []),
);
