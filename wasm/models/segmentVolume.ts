import { isSliceModel, patchDims, type ModelDescription } from '../../electron/core/domain/modelDescription.ts';
import { voxelCount, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { accumulatorLength, createAccumulator } from './accumulate.ts';
import { createDecider } from './decide.ts';
import { modelGrid } from './grid.ts';
import { gaussianWeights, patchStarts } from './patches.ts';
import { patchSampler } from './sampling.ts';
import { scoreCountOf, scoresOfPatch, scoreTable, type PatchOutput, type ScoreTable } from './scores.ts';

type Dims = readonly [number, number, number];

/** What runs the network on one patch (voxels along the model's axes, the last the fastest). The patch is used again afterwards. */
export type Predict = (patch: Float32Array) => Promise<PatchOutput>;

export interface ModelInput {
  /** HU in memory order of `geometry`. */
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
  readonly description: ModelDescription;
}

/** Where the patches of a series begin, along each axis of the model. */
export function planPatches(geometry: VolumeGeometry, description: ModelDescription): [number[], number[], number[]] {
  const grid = modelGrid(geometry, description);
  const patch = patchDims(description);
  // Slices of a model of slices don't overlap.
  const overlaps = [isSliceModel(description) ? 0 : description.overlap, description.overlap, description.overlap];
  const starts = (axis: 0 | 1 | 2): number[] => patchStarts(grid[axis].size, patch[axis], overlaps[axis]!);
  return [starts(0), starts(1), starts(2)];
}

export const patchCount = (geometry: VolumeGeometry, description: ModelDescription): number =>
  planPatches(geometry, description).reduce((product, { length }) => product * length, 1);

/** Bytes that `segmentVolume` takes beside the network itself, volume and result included. */
export function neededBytes(geometry: VolumeGeometry, description: ModelDescription, channels: number): number {
  const grid = modelGrid(geometry, description);
  const patch = patchDims(description);
  const scoreCount = scoreCountOf(description);
  const patchVoxels = patch[0] * patch[1] * patch[2];
  const planes = 2 * scoreCount * grid[1].size * grid[2].size;
  const floats = accumulatorLength(grid, patch, scoreCount) + planes + patchVoxels * (1 + channels + scoreCount);
  return 3 * voxelCount(geometry) + 4 * floats;
}

/**
 * Runs a network over a whole series: overlapping patches on the model's own grid, weighted by a Gaussian, decided on the voxels of the series.
 * @param onPatch told after each patch, and may throw to stop
 * @returns one byte a voxel of the series: 0, or the place of the segment in `modelSegments` from 1
 * @throws RemnantError 'invalid_input' when description and network don't fit each other
 */
export async function segmentVolume(
  { hu, geometry, description }: ModelInput,
  predict: Predict,
  onPatch: (done: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const grid = modelGrid(geometry, description);
  const dims = patchDims(description);
  const scoreCount = scoreCountOf(description);
  const weights = [gaussianWeights(dims[0]), gaussianWeights(dims[1]), gaussianWeights(dims[2])] as const;
  const sample = patchSampler(hu, grid, dims, description);
  const sums = createAccumulator(grid, dims, scoreCount, weights);
  const found = new Uint8Array(voxelCount(geometry));
  const decider = createDecider(grid, description, scoreCount, found);
  const patch = new Float32Array(dims[0] * dims[1] * dims[2]);
  const starts = planPatches(geometry, description);
  const total = starts.reduce((product, { length }) => product * length, 1);
  let done = 0;
  let table: ScoreTable | undefined;

  async function addPatch(start: Dims): Promise<void> {
    sample(start, patch);
    const output = await predict(patch);
    table ??= scoreTable(description, output.channels);
    sums.add(start, scoresOfPatch(output, table, patch.length));
    onPatch(++done, total);
  }

  const planeLength = scoreCount * grid[1].size * grid[2].size;
  let [before, plane] = [new Float32Array(planeLength), new Float32Array(planeLength)];
  let taken = 0;
  for (const [at, first] of starts[0].entries()) {
    for (const second of starts[1]) for (const third of starts[2]) await addPatch([first, second, third]);
    // What lies before the next patches is complete.
    const end = starts[0][at + 1] ?? grid[0].size;
    for (; taken < end; taken++) {
      [before, plane] = [plane, before];
      sums.take(taken, plane);
      decider.next(taken, before, plane);
    }
  }
  return found;
}
