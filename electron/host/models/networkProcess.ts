/**
 * The process of one network. It does one task and ends; the host ends it earlier where the person cancels. A network that breaks its runtime
 * breaks this process only.
 */
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { RemnantError, toWireError } from '../../core/contract/errors.ts';
import { voxelCount, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { encodeRuns } from '../../core/domain/labelmapRuns.ts';
import { patchDims } from '../../core/domain/modelDescription.ts';
import { scoreTable, segmentVolume } from '../../../wasm/models/index.ts';
import { workerUrl } from '../workerUrl.ts';
import { loadNetwork, type Network } from './network.ts';
import type { NetworkOrder, NetworkReport, NetworkTask, NetworkTrial } from './networkTask.ts';

/** The window and the host go first. */
const LOW_PRIORITY = 10;

function report(message: NetworkReport): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(message, (error: Error | null) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Filled by the messages that follow the task. */
let volume: { readonly hu: Int16Array; missing: number; readonly complete: () => void } | null = null;

function volumeOf(geometry: VolumeGeometry): Promise<Int16Array> {
  const hu = new Int16Array(voxelCount(geometry));
  return new Promise((resolve) => {
    const complete = (): void => {
      resolve(hu);
    };
    volume = { hu, missing: hu.length, complete };
  });
}

async function tryOnePatch(network: Network, { description }: NetworkTask): Promise<NetworkTrial> {
  const [depth, rows, columns] = patchDims(description);
  const patch = new Float32Array(depth * rows * columns);
  const begun = performance.now();
  const { channels } = await network.predict(patch);
  const secondsPerPatch = (performance.now() - begun) / 1000;
  scoreTable(description, channels);
  return { channels, secondsPerPatch, peakBytes: process.resourceUsage().maxRSS * 1024 };
}

async function work(task: NetworkTask): Promise<NetworkReport> {
  const { description, geometry } = task;
  const arriving = geometry && volumeOf(geometry);
  const network = await loadNetwork(task.path, task.sha256, description);
  if (geometry === null || arriving === null) return { tried: await tryOnePatch(network, task) };
  const hu = await arriving;
  const found = await segmentVolume(
    { hu, geometry, description },
    (patch) => network.predict(patch),
    (done, total) => {
      void report({ done, total });
    },
  );
  return { runs: encodeRuns({ dims: [...geometry.dims], labels: found }) };
}

async function answer(task: NetworkTask): Promise<void> {
  let last: NetworkReport;
  try {
    last = await work(task);
  } catch (error) {
    // The host has the log; its own message would be one of 'internal'.
    if (!(error instanceof RemnantError)) console.error(error);
    last = { refusal: toWireError(error) };
  }
  await report(last);
  process.disconnect();
  process.exit();
}

function begin(task: NetworkTask): void {
  os.setPriority(LOW_PRIORITY);
  new Worker(workerUrl('./memoryWatch', import.meta.url), { workerData: { limitBytes: task.limitBytes } }).unref();
  void answer(task);
}

process.once('disconnect', () => {
  process.exit();
});
process.on('message', (order: NetworkOrder) => {
  if ('task' in order) {
    begin(order.task);
    return;
  }
  if (!volume) return;
  volume.hu.set(order.hu, order.first);
  volume.missing -= order.hu.length;
  if (volume.missing <= 0) volume.complete();
});
