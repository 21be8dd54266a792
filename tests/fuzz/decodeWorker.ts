import { serveTasks } from '../../electron/host/jobs/serveTasks.ts';
import { decodeSlice } from '../../electron/host/pixels/decode.ts';
import type { DecodeTask } from './decoder.ts';

serveTasks(async ({ bytes, format }: DecodeTask, begin) => {
  begin();
  try {
    return (await decodeSlice(bytes, format)).length;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
});
