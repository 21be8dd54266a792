import { serveTasks } from '../jobs/serveTasks.ts';
import type { Handle, HostTask, TaskKind } from './tasks.ts';

const loaders: { readonly [Kind in TaskKind]: () => Promise<Handle<Kind>> } = {
  scan: async () => (await import('../library/scanHeader.ts')).scanHeaders,
  ingest: async () => (await import('../library/ingestFile.ts')).ingestFile,
  decode: async () => (await import('../pixels/decodeTask.ts')).decodeSlices,
  compute: async () => (await import('../pixels/computeTask.ts')).computeSlice,
  measure: async () => (await import('../library/measureVolume.ts')).measureVolume,
  compareMasks: async () => (await import('../readings/maskAgreement.ts')).maskAgreement,
};

const handle = async <Kind extends TaskKind>({ kind, input }: HostTask<Kind>, begin: () => void) =>
  (await loaders[kind]())(input, begin);

serveTasks(handle);
