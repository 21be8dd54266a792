/** Reads one stored file, checks that it is the one that was imported, and decodes its slice. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pixelBytes } from '../dicom/read.ts';
import { serveTasks } from '../jobs/serveTasks.ts';
import { decodeSlice } from './decode.ts';
import type { DecodeTask } from './decodeTask.ts';

serveTasks(
  async ({ path, sha256, format }: DecodeTask) => {
    const bytes = await readFile(path);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('the stored file has changed');
    return decodeSlice(pixelBytes(bytes, format), format);
  },
  (hu) => [hu.buffer],
);
