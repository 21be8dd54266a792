/**
 * The program's own segmentation in a process of its own, so that its processor time and memory are nobody else's. Its tasks run as they
 * do in the window: in one worker that is kept, on shared memory.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import type { TaskInput } from '../../../wasm/runner/index.ts';

/** What one task took. */
export interface Cost {
  /** Of all threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Highest memory of the process above volume and labelmap, in bytes per voxel; null where the system doesn't tell. */
  readonly bytesPerVoxel: number | null;
}

/** Tasks that draw in the labels, without what the process holds already. */
export type ProgramTask = {
  readonly [Name in 'growLiverAutomatically' | 'growLiver' | 'growTumour' | 'divide' | 'interpolate']: {
    readonly name: Name;
    readonly input: Omit<TaskInput<Name>, 'hu' | 'labels' | 'geometry'>;
  };
}['growLiverAutomatically' | 'growLiver' | 'growTumour' | 'divide' | 'interpolate'];

export type ProgramRequest =
  | { readonly kind: 'run'; readonly task: ProgramTask }
  /** Puts labels from a file in place of those that are there. */
  | { readonly kind: 'load'; readonly file: string };
export type ProgramReply = { readonly cost: Cost } | { readonly failed: string };

export interface ProgramSetup {
  readonly huFile: string;
  /** Takes the labels after each task. */
  readonly labelsFile: string;
  readonly geometry: VolumeGeometry;
}

export interface Program {
  /** @returns the labels afterwards, and what it took @throws Error with the task's sentence */
  readonly run: (task: ProgramTask) => Promise<{ readonly labels: Uint8Array; readonly cost: Cost }>;
  readonly load: (labels: Uint8Array) => Promise<void>;
  readonly end: () => void;
}

/** @param folder takes the files that pass between the processes */
export async function startProgram(hu: Int16Array, geometry: VolumeGeometry, folder: string): Promise<Program> {
  const setup: ProgramSetup = {
    huFile: path.join(folder, 'hu.raw'),
    labelsFile: path.join(folder, 'labels.raw'),
    geometry,
  };
  const loadedFile = path.join(folder, 'loaded.raw');
  await writeFile(setup.huFile, new Uint8Array(hu.buffer, hu.byteOffset, hu.byteLength));
  const child = fork(path.join(import.meta.dirname, 'programProcess.ts'), [JSON.stringify(setup)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  await once(child, 'message');
  const ask = async (request: ProgramRequest): Promise<Cost> => {
    const reply = new Promise<ProgramReply>((resolve, reject) => {
      child.once('message', (message) => {
        child.removeAllListeners('exit');
        resolve(message as ProgramReply);
      });
      child.once('exit', () => {
        reject(new Error('The process of the segmentation ended.'));
      });
    });
    child.send(request);
    const answer = await reply;
    if ('failed' in answer) throw new Error(answer.failed);
    return answer.cost;
  };
  return {
    run: async (task) => {
      const cost = await ask({ kind: 'run', task });
      return { cost, labels: new Uint8Array(await readFile(setup.labelsFile)) };
    },
    load: async (labels) => {
      await writeFile(loadedFile, labels);
      await ask({ kind: 'load', file: loadedFile });
    },
    end: () => {
      child.kill();
    },
  };
}
