/** Body of the process that `program.ts` starts: holds volume and labels on shared memory and runs tasks on them. */
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { voxelCount } from '../../../electron/core/domain/geometry.ts';
import { nodeRunner } from '../../../wasm/runner/nodeRunner.ts';
import { peakMemoryMb, resetPeakMemory } from '../measure.ts';
import type { Cost, ProgramReply, ProgramRequest, ProgramSetup, ProgramTask } from './program.ts';

const { huFile, labelsFile, geometry } = JSON.parse(process.argv[2] ?? '') as ProgramSetup;
const voxels = voxelCount(geometry);
const hu = new Int16Array(new SharedArrayBuffer(2 * voxels));
const labels = new Uint8Array(new SharedArrayBuffer(voxels));
readInto(huFile, new Uint8Array(hu.buffer));
// Memory counts only once it was written to.
labels.fill(0);
const runner = nodeRunner();
// The worker's code and its own memory are there before anything is counted.
await runner.run('encode', { labels: new Uint8Array(new SharedArrayBuffer(8)), dims: [2, 2, 2] });
resetPeakMemory();
const restMb = peakMemoryMb(process.pid);

process.on('message', (request: ProgramRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});
process.send?.('ready');

async function answer(request: ProgramRequest): Promise<ProgramReply> {
  try {
    const cost = await costOf(async () => {
      if (request.kind === 'load') readInto(request.file, labels);
      else await run(request.task);
    });
    if (request.kind === 'run') writeFileSync(labelsFile, labels);
    return { cost };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

function run(task: ProgramTask): Promise<unknown> {
  const given = { hu, geometry, labels };
  switch (task.name) {
    case 'growLiverAutomatically':
      return runner.run(task.name, { ...given, ...task.input });
    case 'growLiver':
      return runner.run(task.name, { ...given, ...task.input });
    case 'growTumour':
      return runner.run(task.name, { ...given, ...task.input });
    case 'divide':
      return runner.run(task.name, { ...given, ...task.input });
    case 'interpolate':
      return runner.run(task.name, { ...given, ...task.input });
  }
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  resetPeakMemory();
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  await work();
  const wallSeconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const peakMb = peakMemoryMb(process.pid);
  const bytesPerVoxel = peakMb === null || restMb === null ? null : ((peakMb - restMb) * 2 ** 20) / voxels;
  return { cpuSeconds: (user + system) / 1e6, wallSeconds, bytesPerVoxel };
}

/** Without a copy of the file beside it: that memory would count, or hide what a task needs. */
function readInto(file: string, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'r');
  try {
    for (let at = 0, count = 1; at < bytes.length && count > 0; at += count)
      count = readSync(descriptor, bytes, at, bytes.length - at, null);
  } finally {
    closeSync(descriptor);
  }
}
