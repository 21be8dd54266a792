/** On which side of the cut lesions lie that a mask says nothing of. */
import type { Vec3 } from './geometry.ts';
import { Label } from './labels.ts';

/** Lesions by themselves, until `settleSides` tells where they lie. No stored labelmap holds these values. */
const UNSETTLED_TUMOUR = 7;
const UNSETTLED_OTHER = 8;
export const lesionLabels = {
  tumour: { resected: Label.tumourResected, remnant: Label.tumourFlr, unsettled: UNSETTLED_TUMOUR },
  other: { resected: Label.otherResected, remnant: Label.otherFlr, unsettled: UNSETTLED_OTHER },
} as const;

/** Masks in the person's own terms (liver 1, tumour 2, FLR 3); null for another value. */
export function labelsOfUserValues(values: Uint8Array, dims: Vec3): Uint8Array | null {
  const table = [Label.outside, Label.resected, UNSETTLED_TUMOUR, Label.flr];
  const labels = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const label = table[values[at]!];
    if (label === undefined) return null;
    labels[at] = label;
  }
  settleSides(labels, dims);
  return labels;
}

/**
 * Each 6-connected lesion that isn't known to lie on a side is in the FLR when more of its faces touch FLR than resected parenchyma,
 * otherwise (a tie or a lesion by itself) in the resected part. Changes `labels`.
 */
export function settleSides(labels: Uint8Array, dims: Vec3): void {
  for (const { unsettled, resected, remnant } of Object.values(lesionLabels)) {
    const lesion = new Growing();
    for (let at = labels.indexOf(unsettled); at !== -1; at = labels.indexOf(unsettled, at + 1)) {
      lesion.clear();
      const isRemnants = flood({ labels, dims, from: unsettled, to: resected }, at, lesion);
      if (isRemnants) for (const voxel of lesion.values()) labels[voxel] = remnant;
    }
  }
}

/** A list of voxels in four bytes each. */
class Growing {
  size = 0;
  private held = new Int32Array(1024);

  push(value: number): void {
    if (this.size === this.held.length) {
      const larger = new Int32Array(this.held.length * 2);
      larger.set(this.held);
      this.held = larger;
    }
    this.held[this.size++] = value;
  }

  at(place: number): number {
    return this.held[place]!;
  }

  clear(): void {
    this.size = 0;
  }

  values(): Int32Array {
    return this.held.subarray(0, this.size);
  }
}

interface Change {
  readonly labels: Uint8Array;
  readonly dims: Vec3;
  readonly from: number;
  readonly to: number;
}

/** Turns the component of `start` into `to` and lists its voxels. @returns whether it touches more of the remnant than of the resected part */
function flood({ labels, dims, from, to }: Change, start: number, found: Growing): boolean {
  const [width, height, depth] = dims;
  const slice = width * height;
  let balance = 0;
  const visit = (at: number): void => {
    const label = labels[at]!;
    if (label === from) {
      labels[at] = to;
      found.push(at);
    } else if (label === Label.flr) balance++;
    else if (label === Label.resected) balance--;
  };
  visit(start);
  for (let next = 0; next < found.size; next++) {
    const at = found.at(next);
    const i = at % width;
    const j = Math.floor((at % slice) / width);
    const k = Math.floor(at / slice);
    if (i > 0) visit(at - 1);
    if (i < width - 1) visit(at + 1);
    if (j > 0) visit(at - width);
    if (j < height - 1) visit(at + width);
    if (k > 0) visit(at - slice);
    if (k < depth - 1) visit(at + slice);
  }
  return balance > 0;
}
