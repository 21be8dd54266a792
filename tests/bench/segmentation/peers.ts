/** The same work by other people's programs: SciPy and scikit-image by Debian's Python, ITK by a small program that is built for it. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Stroke } from '../../../electron/core/contract/common.ts';
import { voxelCount, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { root } from '../../../scripts/buildAll.ts';
import { commandExists } from '../../../scripts/machine.ts';
import { prepareSystem } from '../../../scripts/systemPackages.ts';
import { wholeBox } from '../../../wasm/kernels/box.ts';
import { blockFactors, blockGeometry, blockMeans, upsample } from '../../../wasm/kernels/grow/resample.ts';
import { rasteriseStrokes, Seed } from '../../../wasm/kernels/grow/seeds.ts';
import { PYTHON } from '../../fixtures/peers/index.ts';
import type { SegmentationCase } from './cases.ts';
import { resultFile, writeJob, type Job } from './job.ts';
import type { LiverMethod } from './liver.ts';
import type { Cost } from './program.ts';

const run = promisify(execFile);
/** One thread each: kernels are compared one to one. */
const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

/** Whose functions; `call` gets the arguments before the job's file. Rejects with what the program says. */
export interface PeerProgram {
  readonly name: string;
  readonly version: string;
  readonly call: (folder: string, job: Job, ...args: string[]) => Promise<unknown>;
}

export interface Peers {
  readonly python: PeerProgram | null;
  readonly itk: PeerProgram | null;
  /** What isn't there, and what would bring it. */
  readonly missing: readonly string[];
}

/** The program's own kernels, called in the same way. */
export const ownKernels: PeerProgram = {
  name: 'Remnant',
  version: `Node ${process.version}`,
  call: caller(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    path.join(import.meta.dirname, 'kernelTimes.ts'),
  ]),
};

/** Installs (as root on Debian) and builds what can be. */
export async function findPeers(tell: (line: string) => void): Promise<Peers> {
  await prepareSystem(tell, ['python3-scipy', 'python3-skimage', 'libinsighttoolkit5-dev', 'cmake', 'g++', 'make']);
  const python = findPython();
  const itk = await buildItk(tell);
  const missing = [
    ...(python ? [] : ['SciPy and scikit-image are not installed (Debian: python3-scipy python3-skimage): skipped.']),
    ...(itk ? [] : ['ITK is not installed (Debian: libinsighttoolkit5-dev cmake g++): skipped.']),
  ];
  return { python, itk, missing };
}

function findPython(): PeerProgram | null {
  const script = 'import scipy, skimage; print("SciPy", scipy.__version__ + ", scikit-image", skimage.__version__)';
  const { status, stdout } = spawnSync(PYTHON, ['-c', script], { encoding: 'utf8' });
  if (status !== 0) return null;
  const program = ['-B', path.join(import.meta.dirname, 'python_peers.py')];
  return { name: 'SciPy / scikit-image', version: stdout.trim(), call: caller(PYTHON, program) };
}

/** @returns null where ITK, CMake or a compiler is missing */
async function buildItk(tell: (line: string) => void): Promise<PeerProgram | null> {
  if (!commandExists('cmake') || !commandExists('c++')) return null;
  const folder = path.join(root, '.cache', 'itk-peers');
  mkdirSync(folder, { recursive: true });
  try {
    await run('cmake', ['-S', path.join(import.meta.dirname, 'itk'), '-B', folder, '-DCMAKE_BUILD_TYPE=Release']);
    tell("Building ITK's side of the benchmark ...");
    await run('cmake', ['--build', folder], { maxBuffer: 1 << 26 });
  } catch {
    return null;
  }
  const program = path.join(folder, 'itk_peers');
  if (!existsSync(program)) return null;
  const cache = await readFile(path.join(folder, 'CMakeCache.txt'), 'utf8');
  const version = /ITK_DIR:PATH=.*ITK-([\d.]+)/.exec(cache)?.[1] ?? '';
  return { name: 'ITK', version: `ITK ${version}`, call: caller(program, []) };
}

function caller(command: string, before: readonly string[]): PeerProgram['call'] {
  return async (folder, job, ...args) => {
    const file = await writeJob(folder, job);
    const { stdout } = await run(command, [...before, ...args, file], { env, maxBuffer: 1 << 24 });
    return JSON.parse(stdout) as unknown;
  };
}

/** One way of theirs to segment. */
export interface PeerMethod {
  readonly name: string;
  /** Makes something of no stroke at all. */
  readonly isAutomatic: boolean;
  /** Width of the blocks that a liver is segmented on, mm. */
  readonly blockMm: number;
  /** @returns 0/1 on the job's grid */
  readonly segment: (
    folder: string,
    job: Job,
    organ: 'liver' | 'lesion',
  ) => Promise<{ readonly mask: Uint8Array; readonly cost: Cost }>;
}

export function peerMethods({ python, itk }: Peers): PeerMethod[] {
  const method = (
    program: PeerProgram | null,
    name: string,
    id: string,
    blockMm: number,
    isAutomatic = false,
  ): PeerMethod[] =>
    program === null
      ? []
      : [
          {
            name,
            isAutomatic,
            blockMm,
            segment: async (folder, job, organ) => {
              const args = program === itk ? ['segment', id] : ['segment', id, organ];
              const told = (await program.call(folder, job, ...args)) as {
                cpuSeconds: number;
                wallSeconds: number;
                peakBytes: number;
              };
              const { cpuSeconds, wallSeconds, peakBytes } = told;
              const bytesPerVoxel = peakBytes / voxelCount(job.geometry);
              return {
                mask: new Uint8Array(await readFile(resultFile(folder))),
                cost: { cpuSeconds, wallSeconds, bytesPerVoxel },
              };
            },
          },
        ];
  return [
    ...method(python, 'SciPy, threshold and morphology', 'threshold', 2, true),
    ...method(python, 'scikit-image random_walker', 'random-walker', 3),
    ...method(python, 'scikit-image watershed', 'watershed', 2),
    ...method(itk, 'ITK ConnectedThreshold', 'connected-threshold', 2),
    ...method(itk, 'ITK ConfidenceConnected', 'confidence-connected', 2),
    ...method(itk, 'ITK FastMarching', 'fast-marching', 2),
  ];
}

/** Strokes as their seeds: 1 inside, 2 background. */
export const seedsOf = (geometry: VolumeGeometry, strokes: readonly Stroke[]): Uint8Array =>
  rasteriseStrokes(geometry, strokes).map((seed) => (seed === Seed.none ? 0 : seed === Seed.background ? 2 : 1));

/** A peer's liver on blocks of the volume, brought back to its voxels without steps. */
export function peerAsLiverMethod(method: PeerMethod, { hu, geometry }: SegmentationCase, folder: string): LiverMethod {
  const { dims } = geometry;
  const factors = blockFactors(geometry, method.blockMm);
  const grid = blockGeometry(geometry, wholeBox(dims), factors);
  const means = blockMeans(hu, dims, wholeBox(dims), factors, grid.dims);
  const update = async (strokes: readonly Stroke[]): Promise<{ found: Uint8Array; cost: Cost }> => {
    const job = { geometry: grid, hu: means, second: seedsOf(grid, strokes) };
    const { mask, cost } = await method.segment(folder, job, 'liver');
    const fine = upsample(Float32Array.from(mask), grid.dims, factors, dims);
    return { cost, found: Uint8Array.from(fine, (value) => (value > 0.5 ? 1 : 0)) };
  };
  return {
    start: () =>
      method.isAutomatic ? update([]) : Promise.resolve({ found: new Uint8Array(voxelCount(geometry)), cost: null }),
    update,
  };
}
