/** Speed: the steps that a person waits for at full size, and single kernels beside their peers on the same arrays. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { boxDims, crop, growBox, marginVoxels, occupiedBox, wholeBox } from '../../../wasm/kernels/box.ts';
import { blockFactors, blockGeometry, blockMeans, cropGeometry } from '../../../wasm/kernels/grow/resample.ts';
import { depths } from '../../../wasm/kernels/grow/morphology.ts';
import { showSeconds, times } from '../measure.ts';
import { largePatient, sizeOf } from './cases.ts';
import { READING, type Job } from './job.ts';
import { withProgram } from './liver.ts';
import { ownKernels, type PeerProgram, type Peers } from './peers.ts';
import type { Cost } from './program.ts';
import { costCells, costColumns, number, type MeasuredGoal, type Section } from './report.ts';
import { nextStroke } from './simulatedReader.ts';

export interface KernelTime {
  readonly seconds: number;
  /** Voxels of the result, which tell whether the same was computed. */
  readonly result: number;
}
type Times = Readonly<Record<string, KernelTime>>;

const limits = {
  firstLiverSeconds: 10,
  updateSeconds: 1,
  brushSeconds: 0.008,
  interpolationSeconds: 5,
  bytesPerVoxel: 2.5,
  fasterThanPython: 5,
} as const;

const MARGIN_MM = 15;
/** Between the markers of the competition, to both sides of the liver's surface. */
const BAND_MM = 8;
const COMPETITION_MM = 2;

/** What is timed, and what is called by whom. */
const descriptions: Readonly<Record<string, string>> = {
  threshold: 'range drawn over what is outside, and where it changed / numpy, the same / BinaryThreshold, a mask alone',
  components: 'largest component / ndimage.label / ConnectedComponent + Relabel',
  holes: 'fill holes / binary_fill_holes / BinaryFillhole',
  distance: 'exact distances in mm / distance_transform_edt / SignedMaurer',
  closing: 'closing by 3 mm / two distance transforms / BinaryMorphologicalClosing with a ball',
  smoothing: '1 2 1 along each axis / convolve1d / BinomialBlur',
  'region growing': 'flood from a seed / skimage flood / ConnectedThreshold',
  interpolation: 'every tenth slice drawn: morphological contours / interpolated distances / -',
  brush: 'ball of 20 voxels from point and radius, drawn and erased, and where it changed / numpy, the same / -',
  competition: 'random walker / random_walker / MorphologicalWatershedFromMarkers',
};

export async function* kernelSections(peers: Peers, tell: (line: string) => void): AsyncGenerator<Section> {
  tell('Writing a patient of 512 x 512 x 256 ...');
  const { hu, geometry, liver } = await largePatient().load();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'remnant-kernels-'));
  try {
    const box = growBox(occupiedBox(liver, geometry.dims)!, marginVoxels(geometry, MARGIN_MM), geometry.dims);
    const part = { geometry: cropGeometry(geometry, box), hu: crop(hu, geometry.dims, box) };
    const within = crop(liver, geometry.dims, box).map((label) => Number(label !== 0));
    const inRange = Uint8Array.from(part.hu, (value) => Number(value >= 80 && value <= 150));
    const jobs: readonly (readonly [task: string, job: Job])[] = [
      ['kernels', { ...part, second: inRange }],
      ['interpolation', { ...part, second: within }],
      ['competition', competitionJob({ ...part, second: within })],
    ];
    tell('Kernels: the steps at full size ...');
    const brush = (await timesOf(ownKernels, folder, jobs.slice(0, 1)))['brush']!;
    yield await stepsSection(hu, geometry, liver, brush.seconds);
    const all: Record<string, Times> = {};
    for (const program of [ownKernels, peers.python, peers.itk]) {
      if (program === null) continue;
      tell(`Kernels: ${program.name} ...`);
      all[program.name] = await timesOf(program, folder, program === peers.itk ? [jobs[0]!, jobs[2]!] : jobs);
    }
    yield kernelTable(all, peers, `${boxDims(box).join(' x ')} voxels around the liver`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timesOf(
  program: PeerProgram,
  folder: string,
  jobs: readonly (readonly [string, Job])[],
): Promise<Times> {
  const all: Record<string, KernelTime> = {};
  for (const [task, job] of jobs) Object.assign(all, await program.call(folder, job, task));
  return all;
}

/** Markers deep inside and far outside of the liver, on blocks; what lies between is free. */
function competitionJob({ geometry, hu, second }: Job): Job {
  const factors = blockFactors(geometry, COMPETITION_MM);
  const box = wholeBox(geometry.dims);
  const grid = blockGeometry(geometry, box, factors);
  const inside = blockMeans(second, geometry.dims, box, factors, grid.dims);
  const [inner, outer] = [
    depths(Uint8Array.from(inside), grid),
    depths(
      Uint8Array.from(inside, (value) => 1 - value),
      grid,
    ),
  ];
  const markers = Uint8Array.from(inner, (mm, at) => (mm > BAND_MM ? 1 : outer[at]! > BAND_MM ? 2 : 0));
  return { geometry: grid, hu: blockMeans(hu, geometry.dims, box, factors, grid.dims), second: markers };
}

async function stepsSection(
  hu: Int16Array,
  geometry: VolumeGeometry,
  liver: Uint8Array,
  brushSeconds: number,
): Promise<Section> {
  const [columns, rows] = geometry.dims;
  const steps = await withProgram({ hu, geometry }, async (program) => {
    const first = await program.run({ name: 'growLiverAutomatically', input: { cut: null } });
    const stroke = nextStroke({ geometry, reference: liver, found: first.labels }, 'liver');
    const updates: Cost[] = [];
    const strokes = stroke === null ? [] : [stroke];
    // The second update is the usual one: what the first prepared is there.
    for (let n = 0; n < 2 && strokes.length > 0; n++) {
      const { cost, labels } = await program.run({ name: 'growLiver', input: { strokes: [...strokes], cut: null } });
      updates.push(cost);
      const next = nextStroke({ geometry, reference: liver, found: labels }, 'liver');
      if (next === null) break;
      strokes.push(next);
    }
    const sparse = liver.map((label, at) => (Math.floor(at / (columns * rows)) % 10 === 0 ? label : 0));
    await program.load(sparse);
    const filled = await program.run({ name: 'interpolate', input: { segment: 'liver' } });
    return { first: first.cost, updates, filled: filled.cost };
  });
  const { first, updates, filled } = steps;
  const rowsOf: [string, Cost][] = [
    ['first liver, without a stroke', first],
    ...updates.map((cost, n): [string, Cost] => [`update after stroke ${n + 1}`, cost]),
    ['interpolation of a liver drawn on every tenth slice', filled],
  ];
  const slowest = Math.max(...updates.map(({ cpuSeconds }) => cpuSeconds));
  const memory = Math.max(...rowsOf.map(([, { bytesPerVoxel }]) => bytesPerVoxel ?? NaN));
  return {
    title: `Steps at full size (${sizeOf(geometry)}, generated)`,
    header: ['step', ...costColumns],
    rows: [
      ...rowsOf.map(([name, cost]) => [name, ...costCells(cost)]),
      ['brush step, ball of 20 voxels radius', showSeconds(brushSeconds), '', ''],
    ],
    note: 'CPU counts all threads, and is what the goals are held to: other work on the machine lengthens what elapses.',
    goals: [
      atMost('first liver at full size', first.cpuSeconds, limits.firstLiverSeconds),
      atMost('update after a stroke at full size', slowest, limits.updateSeconds),
      atMost('brush step', brushSeconds, limits.brushSeconds),
      atMost('interpolation at full size', filled.cpuSeconds, limits.interpolationSeconds),
      {
        text: `at most ${limits.bytesPerVoxel} bytes per voxel beyond volume and labelmap`,
        measured: number(memory, 2),
        met: memory <= limits.bytesPerVoxel,
      },
    ],
  };
}

const atMost = (what: string, seconds: number, limit: number): MeasuredGoal => ({
  text: `${what}: at most ${showSeconds(limit)}`,
  measured: showSeconds(seconds),
  met: seconds <= limit,
});

function kernelTable(all: Readonly<Record<string, Times>>, peers: Peers, array: string): Section {
  const own = all[ownKernels.name]!;
  const python = peers.python && all[peers.python.name];
  const itk = peers.itk && all[peers.itk.name];
  const goals: MeasuredGoal[] = [];
  const { [READING]: reading, ...kernels } = own;
  const rows = Object.entries(kernels).map(([name, { seconds, result }]) => {
    const [theirs, native] = [python?.[name], itk?.[name]];
    if (theirs) {
      const faster = theirs.seconds / seconds;
      const text = `${name}: at least ${limits.fasterThanPython} times as fast as SciPy / scikit-image`;
      goals.push({ text, measured: `${number(faster, 2)} times`, met: faster >= limits.fasterThanPython });
    }
    if (native) {
      const faster = native.seconds / seconds;
      goals.push({ text: `${name}: as fast as ITK`, measured: `${number(faster, 2)} times`, met: faster >= 1 });
    }
    const cell = (time: KernelTime | undefined, whose: string): string =>
      time === undefined ? '' : `${showSeconds(time.seconds)} (${times(seconds, time.seconds, whose)})`;
    const voxels = [result, theirs?.result, native?.result].map((count) => count ?? '-').join(' / ');
    return [name, descriptions[name] ?? '', showSeconds(seconds), cell(theirs, 'SciPy'), cell(native, 'ITK'), voxels];
  });
  return {
    title: `Kernels on ${array}`,
    header: ['kernel', 'what', 'Remnant', 'SciPy / scikit-image', 'ITK', 'voxels of the result'],
    rows,
    note:
      'CPU seconds on one thread, median of five runs after half a second of runs that do not count. Competition on blocks of 2 mm, between markers 8 mm to both sides of the surface. ' +
      (reading === undefined
        ? ''
        : `Reading the intensities and labels of a threshold and writing the labels takes ${showSeconds(reading.seconds)} without doing anything else. `) +
      [peers.python, peers.itk].map((peer) => (peer ? `${peer.version}.` : '')).join(' ') +
      peers.missing.map((line) => ` ${line}`).join(''),
    goals,
  };
}
