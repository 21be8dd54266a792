/** Intensities on both sides of a border, measured in blocks near it. */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import type { BitMask } from '../bits/bitMask.ts';
import { visitBits } from '../bits/visitBits.ts';
import { dilateBox, erodeBox, reachVoxels } from './boxMorphology.ts';
import type { IntensityModel } from './intensityModel.ts';
import { release } from '../release.ts';

const BLOCK_MM = 4;
/** Blocks around a block that count for it, each way. */
const AROUND_BLOCKS = 2;
/** Closer to the border, its blur would be measured. */
const CLEAR_MM = 1.5;
const NEAR_MM = 5;
/** Fewer voxels tell nothing. */
const LEAST_VOXELS = 40;
/** Levels closer than so many sigma can't be told apart voxel by voxel. */
const LEAST_SIGMAS = 2;
/** Lung and gas are darker, fat isn't. */
const GAS_HU = -300;
const FAT_HU = -100;
/** Less of what lies outside is gas: then it doesn't begin at the liver, but behind fat or a wall. */
const LEAST_LUNG = 0.8;

/** What lies outside is gas, fat, tissue, or bone and contrast medium: means of all of them together would be levels of nothing. */
const kinds = { inside: 0, gas: 1, fat: 2, tissue: 3, bright: 4 } as const;
type Kind = (typeof kinds)[keyof typeof kinds];

export class LocalLevels {
  private readonly soft: Int16Array;
  private readonly model: IntensityModel;
  private readonly darkHu: number;
  private readonly brightHu: number;
  private readonly dims: Vec3;
  private readonly factors: Vec3;
  private readonly blockDims: Vec3;
  /** Per kind and block: number and sum of HU. */
  private readonly counts: readonly Float32Array[];
  private readonly sums: readonly Float32Array[];

  constructor(
    mask: BitMask,
    soft: Int16Array,
    { dims, spacingMm }: Pick<VolumeGeometry, 'dims' | 'spacingMm'>,
    model: IntensityModel,
  ) {
    this.soft = soft;
    this.model = model;
    this.darkHu = Math.min(-10, model.medianHu - 60);
    this.brightHu = model.medianHu + Math.max(80, 8 * model.sigmaHu);
    this.dims = dims;
    this.factors = reachVoxels(spacingMm, BLOCK_MM);
    this.blockDims = [0, 1, 2].map((axis) => Math.ceil(dims[axis]! / this.factors[axis]!)) as unknown as Vec3;
    const blocks = this.blockDims[0] * this.blockDims[1] * this.blockDims[2];
    this.counts = [0, 1, 2, 3, 4].map(() => new Float32Array(blocks));
    this.sums = [0, 1, 2, 3, 4].map(() => new Float32Array(blocks));
    const deep = erodeBox(mask, reachVoxels(spacingMm, CLEAR_MM));
    this.gather(deep, () => kinds.inside);
    const beside = dilateBox(mask, reachVoxels(spacingMm, NEAR_MM));
    const clear = dilateBox(mask, reachVoxels(spacingMm, CLEAR_MM));
    for (let n = 0; n < beside.words.length; n++) beside.words[n]! &= ~clear.words[n]!;
    this.gather(beside, (hu) => this.kindOf(hu));
    release(deep.words, clear.words, beside.words);
    for (const field of [...this.counts, ...this.sums]) blurBlocks(field, this.blockDims);
  }

  /** Gives the memory back. */
  end(): void {
    release(...this.counts, ...this.sums);
  }

  private gather(where: BitMask, kindOf: (hu: number) => Kind): void {
    const { soft, factors, counts, sums } = this;
    visitBits(where, (at, i, j, k) => {
      const hu = soft[at]!;
      const kind = kindOf(hu);
      const block = this.blockRow(j, k) + Math.floor(i / factors[0]);
      counts[kind]![block]!++;
      sums[kind]![block]! += hu;
    });
  }

  private kindOf(hu: number): Kind {
    if (hu < GAS_HU) return kinds.gas;
    return hu < this.darkHu ? kinds.fat : hu > this.brightHu ? kinds.bright : kinds.tissue;
  }

  private blockRow(j: number, k: number): number {
    return this.blockDims[0] * (Math.floor(j / this.factors[1]) + this.blockDims[1] * Math.floor(k / this.factors[2]));
  }

  private level(kind: Kind, block: number): number | null {
    const count = this.counts[kind]![block]!;
    return count < LEAST_VOXELS ? null : this.sums[kind]![block]! / count;
  }

  /** Part of what lies outside around a block that is of a kind. */
  private shareOf(kind: Kind, block: number): number {
    let outside = 0;
    for (const each of [kinds.gas, kinds.fat, kinds.tissue, kinds.bright]) outside += this.counts[each]![block]!;
    return this.counts[kind]![block]! / outside;
  }

  /** -1 surely outside .. 1 surely inside, 0 where the image doesn't tell; `at` is at least two voxels away from the grid's ends. */
  evidence(at: number): number {
    const [columns, rows] = this.dims;
    const hu = this.soft[at]!;
    const k = Math.floor(at / (columns * rows));
    const j = Math.floor(at / columns) - rows * k;
    const block = this.blockRow(j, k) + Math.floor((at % columns) / this.factors[0]);
    const insideHu = this.level(kinds.inside, block) ?? this.model.medianHu;
    const kind = this.kindBeside(at);
    const isLung = kind === kinds.gas && this.shareOf(kinds.gas, block) >= LEAST_LUNG;
    if (hu < this.darkHu && !isLung) return -1;
    const outsideHu = kind === kinds.gas && !isLung ? FAT_HU : this.level(kind, block);
    if (outsideHu === null) return 0;
    const contrast = insideHu - outsideHu;
    const sigmas = Math.abs(contrast) / (LEAST_SIGMAS * this.model.sigmaHu);
    const part = (2 * (hu - outsideHu)) / contrast - 1;
    return Math.max(-1, Math.min(1, part)) * Math.min(1, sigmas * sigmas);
  }

  /** Of what a voxel may hold a part: the one farthest from tissue close by. */
  private kindBeside(at: number): Kind {
    const { soft } = this;
    const [columns, rows] = this.dims;
    let least = soft[at]!;
    let most = least;
    for (const step of [1, 2, columns, 2 * columns, columns * rows]) {
      least = Math.min(least, soft[at - step]!, soft[at + step]!);
      most = Math.max(most, soft[at - step]!, soft[at + step]!);
    }
    const kind = this.kindOf(least);
    return kind === kinds.tissue ? this.kindOf(most) : kind;
  }
}

/** Sums over the blocks around each, in place. */
function blurBlocks(field: Float32Array, [columns, rows, slices]: Vec3): void {
  const line = new Float32Array(Math.max(columns, rows, slices));
  const run = (start: number, stride: number, size: number): void => {
    for (let n = 0; n < size; n++) line[n] = field[start + n * stride]!;
    for (let n = 0; n < size; n++) {
      let sum = 0;
      for (let m = Math.max(0, n - AROUND_BLOCKS); m <= Math.min(size - 1, n + AROUND_BLOCKS); m++) sum += line[m]!;
      field[start + n * stride] = sum;
    }
  };
  const plane = columns * rows;
  for (let start = 0; start < field.length; start += columns) run(start, 1, columns);
  for (let k = 0; k < slices; k++) for (let i = 0; i < columns; i++) run(k * plane + i, columns, rows);
  for (let at = 0; at < plane; at++) run(at, plane, slices);
}
