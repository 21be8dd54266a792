/** Times our kernels on the arrays of a job, in a process of its own: `kernelTimes.ts kernels|interpolation|competition JOB`. Prints JSON. */
import { indexToPatient } from '../../../electron/core/domain/geometry.ts';
import { interpolateSlices } from '../../../wasm/itk/interpolateSlices.ts';
import { fillHoles, keepLargest, keepSeeded } from '../../../wasm/kernels/components.ts';
import { compete, Node } from '../../../wasm/kernels/grow/competition.ts';
import { close, squaredDistances } from '../../../wasm/kernels/grow/morphology.ts';
import { smooth } from '../../../wasm/kernels/grow/smooth.ts';
import { noMasking, paint, planEdit, quietContext, type Shape } from '../../../wasm/kernels/index.ts';
import { bytesOf, copyIn, makeRoom } from '../../../wasm/kernels/native/index.ts';
import { median } from '../measure.ts';
import { READING, readJob } from './job.ts';
import type { KernelTime } from './kernelSections.ts';

const [task, jobFile] = process.argv.slice(2) as [string, string];
const { geometry, hu, second } = readJob(jobFile);
const { dims } = geometry;
const sliceSize = dims[0] * dims[1];

/** A stroke of some seconds has as many steps; odd, so that it ends drawn. */
const BRUSH_STEPS = 201;
const perStep = ({ seconds, result }: KernelTime): KernelTime => ({ seconds: seconds / BRUSH_STEPS, result });

/** A program that is kept, as this one is, runs what its compilers made of a loop after a moment: until then nothing is counted. */
const WARM_SECONDS = 0.5;
const RUNS = 5;

/** Median processor seconds of the runs after that; what a run prepares isn't counted either. */
async function timed<Input>(
  prepare: () => Input,
  work: (input: Input) => unknown,
  count: (result: unknown, input: Input) => number,
): Promise<KernelTime> {
  const seconds: number[] = [];
  let result = 0;
  const begun = process.cpuUsage();
  do await work(prepare());
  while (secondsSince(begun) < WARM_SECONDS);
  while (seconds.length < RUNS) {
    const input = prepare();
    const start = process.cpuUsage();
    const made = await work(input);
    seconds.push(secondsSince(start));
    if (seconds.length === RUNS) result = count(made, input);
  }
  return { seconds: median(seconds), result };
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const countWhere = (values: ArrayLike<number>, test: (value: number) => boolean): number => {
  let count = 0;
  for (let at = 0; at < values.length; at++) if (test(values[at]!)) count++;
  return count;
};
const isSet = (value: number): boolean => value !== 0;
const ones = (_: unknown, input: ArrayLike<number>): number => countWhere(input, isSet);
/** As in the program, the same memory each time: fresh pages cost at the first touch, and old ones when they are collected. */
const work = new Uint8Array(second.length);
const copy = (): Uint8Array => {
  work.set(second);
  return work;
};
const outside = (): Uint8Array => work.fill(0);

/** Brings intensities and labels to where a threshold works on them and the labels back, slice by slice, and does nothing else. */
function passThrough(labels: Uint8Array): void {
  const intensities = bytesOf(hu);
  const { memory, places } = makeRoom(sliceSize, 2 * sliceSize);
  for (let start = 0; start < labels.length; start += sliceSize) {
    const at = copyIn(memory, places[0], labels, start, sliceSize);
    copyIn(memory, places[1], intensities, 2 * start, 2 * sliceSize);
    labels.set(memory.subarray(at, at + sliceSize), start);
  }
}

async function kernels(): Promise<Record<string, KernelTime>> {
  // The set voxel nearest to the middle in memory order, as for the others.
  const seed = second.indexOf(1, (dims[0] >> 1) + dims[0] * ((dims[1] >> 1) + dims[1] * (dims[2] >> 1)));
  // A ball of 20 voxels: on a grid of 1 mm.
  const grid = { ...geometry, spacingMm: [1, 1, 1] as const };
  const centreMm = indexToPatient(grid, [dims[0] >> 1, dims[1] >> 1, dims[2] >> 1]);
  const ball = { fromMm: centreMm, toMm: centreMm, radiusMm: 20, shape: 'sphere' } as const;
  return {
    threshold: await timed(
      outside,
      (labels) => {
        const range = { low: 80, high: 150 };
        const operation = { kind: 'threshold', segment: 'liver', range, how: 'add' } as const;
        return planEdit({ hu, labels, geometry, side: null }, operation, noMasking, quietContext)();
      },
      ones,
    ),
    [READING]: await timed(outside, passThrough, ones),
    components: await timed(copy, (input) => keepLargest(input, dims), ones),
    holes: await timed(
      copy,
      (input) => {
        fillHoles(input, dims);
      },
      ones,
    ),
    distance: await timed(
      copy,
      (input) => squaredDistances(input, geometry, 0),
      (result) => countWhere(result as ArrayLike<number>, (value) => value > 1),
    ),
    closing: await timed(
      copy,
      (input) => close(input, geometry, 3),
      (result) => countWhere(result as Uint8Array, isSet),
    ),
    smoothing: await timed(
      () => null,
      () => smooth(hu, dims),
      (result) => countWhere(result as Int16Array, (value) => value > 100),
    ),
    'region growing': await timed(
      copy,
      (input) => {
        keepSeeded(input, dims, [seed]);
      },
      ones,
    ),
    brush: perStep(
      await timed(
        outside,
        (input) => {
          for (let step = 0; step < BRUSH_STEPS; step++)
            paint(input, grid, { ...ball, segment: step % 2 === 0 ? 'liver' : 'erase' });
        },
        ones,
      ),
    ),
  };
}

async function interpolation(): Promise<Record<string, KernelTime>> {
  const sparse = second.map((value, at) => (Math.floor(at / sliceSize) % 10 === 0 ? value : 0));
  return {
    interpolation: await timed(
      () => null,
      () => interpolateSlices({ labels: sparse, geometry, segment: 'liver' }, quietContext),
      (result) => countWhere((result as Shape).mask, isSet),
    ),
  };
}

/** A random walker between markers 1 and 2. */
async function competition(): Promise<Record<string, KernelTime>> {
  const { free, liver, background } = Node;
  const state = second.map((mark) => (mark === 0 ? free : mark === 1 ? liver : background));
  const walk = (potential: Float32Array): void => {
    const pull = new Float32Array(second.length);
    const { spacingMm } = geometry;
    compete({ dims, spacingMm, hu, state, pull, edgeSigmaHu: 15, potential }, 300, 1e-2, quietContext);
  };
  return {
    competition: await timed(
      () => new Float32Array(second.length).fill(0.5),
      walk,
      (_, potential) => countWhere(potential, (value) => value > 0.5),
    ),
  };
}

const tasks: Readonly<Record<string, () => Promise<Record<string, KernelTime>>>> = {
  kernels,
  interpolation,
  competition,
};
process.stdout.write(JSON.stringify(await tasks[task]!()));
