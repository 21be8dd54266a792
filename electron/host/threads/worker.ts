import { serveKinds } from '../jobs/serveTasks.ts';
import type { HostTasks } from './tasks.ts';

serveKinds<HostTasks>({
  scan: async () => (await import('../library/scanHeader.ts')).scanHeaders,
  ingest: async () => (await import('../library/ingestFile.ts')).ingestFile,
  decode: async () => (await import('../pixels/decodeTask.ts')).decodeSlices,
  compute: async () => (await import('../pixels/computeTask.ts')).computeSlice,
  measure: async () => (await import('../library/measureVolume.ts')).measureVolume,
  compareMasks: async () => (await import('../readings/maskAgreement.ts')).maskAgreement,
});
