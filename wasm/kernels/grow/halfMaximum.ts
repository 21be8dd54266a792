import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import type { BitMask } from '../bits/bitMask.ts';
import { release } from '../release.ts';
import { reachVoxels } from './boxMorphology.ts';
import { BoxSumSlices } from './boxSumSlices.ts';
import type { IntensityModel } from './intensityModel.ts';

/** Contrast of tissue and surroundings below which their border can't be told from noise, in sigma. */
const LEAST_CONTRAST_SIGMAS = 4;
/** What an edge, blurred by scanner, partial volume and smoothing, takes on each side of its middle: fewer voxels where slices are thick. */
const BLUR_MM = 6;
const MOST_BLUR_VOXELS = 3;
/** How far the border may move at a time, either way: two thick slices farther, another organ's edge would be taken for it. */
const REACH_MM = 4;
const MOST_REACH_VOXELS = 2;
/** Voxels before the mask's last one that are looked at. */
const MOST_BEHIND = MOST_BLUR_VOXELS + 1;

/** A step less than this part of the steepest is the edge's end. */
const FLAT = 0.2;

/** A step larger than the one before by so many sigma is another edge, not noise. */
const RISE_SIGMAS = 3;

/** An image, which may be larger than the mask, and the intensity of the tissue in it. */
interface Image {
  readonly hu: Int16Array;
  readonly dims: Vec3;
  /** Where the mask's first voxel lies in it. */
  readonly origin: Vec3;
  readonly model: IntensityModel;
}

/**
 * Moves, in place, the border of `mask` in or out to where intensity is midway between the tissue on this side and what lies on the other,
 * both taken where they stand: that is where the surface is, whatever lies beyond it (fat, lung, muscle), and however blurred it is. A
 * threshold at some deviation from the tissue's intensity would lie inside of it, by more the wider the blur.
 * @param held stays as it is
 * @param images the same in ever smoother versions: the first in which an edge stands out from the noise tells where it is.
 */
export function moveToHalfMaximum(
  mask: Uint8Array,
  { dims, spacingMm }: Pick<VolumeGeometry, 'dims' | 'spacingMm'>,
  held: BitMask,
  images: readonly Image[],
): void {
  const votes = new Votes(mask, held);
  const reaches = reachVoxels(spacingMm, REACH_MM, 1, MOST_REACH_VOXELS);
  const widths = { reaches, blurs: reachVoxels(spacingMm, BLUR_MM, 1, MOST_BLUR_VOXELS) };
  const strides = stridesOf(dims);
  const lines = images.map((image) => new EdgeLine(mask, strides, image, widths, votes));
  const [columns, rows, slices] = dims;
  const empty = new Uint8Array(columns * rows);
  const sums = new BoxSumSlices(mask, dims);
  let at = 0;
  for (let k = 0; k < slices; k++) {
    const above = k + 1 < slices ? sums.at(k + 1) : empty;
    const own = sums.at(k);
    const around = { below: k > 0 ? sums.at(k - 1) : empty, own, above };
    for (let j = 0, place = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++, place++) {
        if (mask[at] === 0 || own[place] === 27) continue;
        const axis = steepestAxis(around, place, columns);
        const along = axis === 0 ? i : axis === 1 ? j : k;
        const margin = reaches[axis];
        if (along < margin || along >= dims[axis] - margin) continue;
        const stride = strides[axis];
        const last: Vec3 = [i, j, k];
        if (mask[at + stride] === 0) lines.some((line) => line.vote(at, last, axis, 1, dims[axis] - 1 - along));
        if (mask[at - stride] === 0) lines.some((line) => line.vote(at, last, axis, -1, along));
      }
    }
    votes.count(k - MOST_BEHIND);
  }
  for (let k = Math.max(0, slices - MOST_BEHIND); k < slices; k++) votes.count(k);
  votes.end();
  sums.end();
}

/** Votes on which voxels the mask should hold, of the slices that are near: farther back than it is looked, they are counted. */
class Votes {
  private readonly mask: Uint8Array;
  private readonly held: BitMask;
  private readonly plane: number;
  private readonly slices: readonly Int8Array[];

  constructor(mask: Uint8Array, held: BitMask) {
    this.mask = mask;
    this.held = held;
    this.plane = held.dims[0] * held.dims[1];
    this.slices = Array.from({ length: MOST_BEHIND + MOST_REACH_VOXELS + 1 }, () => new Int8Array(this.plane));
  }

  /** Gives the memory back. */
  end(): void {
    release(...this.slices);
  }

  /** @param place in slice `k` */
  add(k: number, place: number, vote: 1 | -1): void {
    this.slices[k % this.slices.length]![place]! += vote;
  }

  /** Does what the votes on a slice say, if there is such a slice. */
  count(k: number): void {
    if (k < 0) return;
    const { held, mask } = this;
    const [columns, rows] = held.dims;
    const votes = this.slices[k % this.slices.length]!;
    for (let j = 0, at = k * this.plane, place = 0; j < rows; j++) {
      const row = held.rowStart(j, k);
      for (let i = 0; i < columns; i++, at++, place++) {
        if (votes[place] === 0 || ((held.words[row + (i >> 5)]! >>> (i & 31)) & 1) === 1) continue;
        mask[at] = votes[place]! > 0 ? 1 : 0;
      }
    }
    votes.fill(0);
  }
}

const stridesOf = (dims: Vec3): Vec3 => [1, dims[0], dims[0] * dims[1]];

/** Voxels per axis: what the border may move, and what an edge takes. */
interface Widths {
  readonly reaches: Vec3;
  readonly blurs: Vec3;
}

interface Around {
  readonly below: Uint8Array;
  readonly own: Uint8Array;
  readonly above: Uint8Array;
}

/** The index axis nearest the surface's normal: along it the edge is sharpest. @param place in the slice */
function steepestAxis({ below, own, above }: Around, place: number, columns: number): 0 | 1 | 2 {
  const x = Math.abs((own[place + 1] ?? 0) - (own[place - 1] ?? 0));
  const y = Math.abs((own[place + columns] ?? 0) - (own[place - columns] ?? 0));
  const z = Math.abs(above[place]! - below[place]!);
  return z > x && z > y ? 2 : y > x ? 1 : 0;
}

/** The profile across one face of the mask, averaged along the face but not across it: there, smoothing would blur one edge into the next. */
class EdgeLine {
  private readonly mask: Uint8Array;
  private readonly strides: Vec3;
  private readonly hu: Int16Array;
  private readonly huStrides: Vec3;
  private readonly origin: Vec3;
  private readonly model: IntensityModel;
  private readonly votes: Votes;
  private readonly widths: Widths;
  /** What of the line is looked at, from `behind` voxels before the mask's last one to `ahead` after it. */
  private readonly profile = new Float64Array(2 * MOST_BEHIND + MOST_REACH_VOXELS);
  private reach = 0;
  private behind = 0;
  private ahead = 0;
  constructor(mask: Uint8Array, strides: Vec3, { hu, dims, origin, model }: Image, widths: Widths, votes: Votes) {
    this.mask = mask;
    this.strides = strides;
    this.hu = hu;
    this.huStrides = stridesOf(dims);
    this.origin = origin;
    this.model = model;
    this.widths = widths;
    this.votes = votes;
  }

  /**
   * @param last the mask's last voxel on the way outwards, along or (`way` -1) against `axis`; `ahead` voxels follow it on its line.
   * @param index of that voxel
   * @returns whether an edge stands out from the noise.
   */
  vote(last: number, index: Vec3, axis: 0 | 1 | 2, way: 1 | -1, ahead: number): boolean {
    const { profile } = this;
    const { medianHu, sigmaHu } = this.model;
    const stride = way * this.strides[axis];
    const reach = (this.reach = this.widths.reaches[axis]);
    const behind = (this.behind = this.widths.blurs[axis] + 1);
    this.ahead = this.widths.blurs[axis] + reach;
    this.read(index, axis, way);
    const insideHu = this.inside(last, stride);
    const outsideHu = this.outside(ahead, insideHu);
    const least = LEAST_CONTRAST_SIGMAS * sigmaHu;
    if (Math.abs(outsideHu - insideHu) < least || Math.abs(outsideHu - medianHu) < least) return false;
    const place = last - index[2] * this.strides[2];
    let within = true;
    for (let step = 1 - reach; step <= reach; step++) {
      within &&= (profile[behind + step]! - insideHu) / (outsideHu - insideHu) < 0.5;
      const vote = within ? 1 : -1;
      if (axis === 2) this.votes.add(index[2] + way * step, place, vote);
      else this.votes.add(index[2], place + step * stride, vote);
    }
    return true;
  }

  private read(index: Vec3, axis: 0 | 1 | 2, way: 1 | -1): void {
    const { hu, huStrides, origin } = this;
    const stride = way * huStrides[axis];
    const a = huStrides[axis === 0 ? 1 : 0];
    const b = huStrides[axis === 2 ? 1 : 2];
    const last = index[0] + origin[0] + (index[1] + origin[1]) * huStrides[1] + (index[2] + origin[2]) * huStrides[2];
    for (let step = -this.behind; step <= this.ahead; step++) {
      const at = last + step * stride;
      const own = hu[at] ?? 0;
      this.profile[this.behind + step] =
        (4 * own + (hu[at - a] ?? own) + (hu[at + a] ?? own) + (hu[at - b] ?? own) + (hu[at + b] ?? own)) / 8;
    }
  }

  /** The tissue's own level here; that of all of it where it is too thin to show. */
  private inside(last: number, stride: number): number {
    const { behind, profile } = this;
    for (let step = 1; step <= behind; step++) if (this.mask[last - step * stride] !== 1) return this.model.medianHu;
    // One voxel clear of the edge, and, where voxels are small, the mean of two of them.
    return behind > 2 ? (profile[0]! + profile[1]!) / 2 : profile[0]!;
  }

  /**
   * The level that the first edge on the way outwards comes to rest at: where its steps have fallen far below the steepest, or rise again
   * because another edge follows (the far side of a diaphragm, of the wall of a bowel).
   */
  private outside(ahead: number, insideHu: number): number {
    const { profile, reach, behind } = this;
    const { sigmaHu } = this.model;
    const sign = profile[behind + reach]! < insideHu ? -1 : 1;
    const end = behind + Math.min(ahead, this.ahead);
    let n = behind + 1 - reach;
    let value = profile[n]!;
    let steepest = 0;
    let before = 0;
    for (n++; n <= end; n++) {
      const fall = sign * (profile[n]! - value);
      const passed = Math.abs(value - insideHu) >= LEAST_CONTRAST_SIGMAS * sigmaHu;
      if (passed && (fall < FLAT * steepest || (before < steepest && fall > before + RISE_SIGMAS * sigmaHu))) break;
      value = profile[n]!;
      if (fall > steepest) steepest = fall;
      before = fall;
    }
    return value;
  }
}
