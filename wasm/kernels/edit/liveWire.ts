/**
 * Live-wire: the path along edges that follows the pointer (Mortensen & Barrett 1995, doi 10.1145/218380.218442; Falcao et al. 1998,
 * doi 10.1006/gmip.1998.0475). Costs are whole numbers, so that the queue is a ring of buckets (Dial 1969) and every machine finds the same path.
 */
import type { HuRange } from './masking.ts';
import type { Point2 } from './polygon.ts';
import type { SliceImage } from './sliceImage.ts';

/** Cost of a step of one voxel through even tissue; along the strongest edge it is 1. */
const DEAREST = 64;
/** Of the gradients that are seen, those above this share count as the strongest. */
const STRONG_SHARE = 0.9;
/** Fractions of a cost that are kept when a step is longer than the shortest. */
const STEP_UNITS = 8;
const UNSEEN = 0xffffffff;

const steps = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/**
 * Cost of each voxel of a slice, 1 (edge) to 64 (even tissue).
 * @param seen what is brighter or darker counts as its ends, as in the window on screen: edges of bone and skin are no stronger than others
 */
export function edgeCosts(image: SliceImage, seen: HuRange): Uint8Array {
  const values = image.values.map((hu) => Math.min(Math.max(hu, seen.low), seen.high));
  const gradients = gradientSizes({ ...image, values });
  const strong = strongGradient(gradients);
  return Uint8Array.from(gradients, (size) => {
    const rest = 1 - Math.min(size / strong, 1);
    return 1 + Math.round((DEAREST - 1) * rest * rest);
  });
}

/** Size of the gradient (HU per mm) of the slice, smoothed over three voxels across (Sobel). */
function gradientSizes({ width, height, spacingMm, values }: SliceImage): Float32Array {
  const sizes = new Float32Array(width * height);
  const at = (u: number, v: number): number =>
    values[Math.min(Math.max(u, 0), width - 1) + width * Math.min(Math.max(v, 0), height - 1)]!;
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      const [nw, n, ne] = [at(u - 1, v - 1), at(u, v - 1), at(u + 1, v - 1)];
      const [w, e] = [at(u - 1, v), at(u + 1, v)];
      const [sw, s, se] = [at(u - 1, v + 1), at(u, v + 1), at(u + 1, v + 1)];
      const across = (ne + 2 * e + se - nw - 2 * w - sw) / (8 * spacingMm[0]);
      const down = (sw + 2 * s + se - nw - 2 * n - ne) / (8 * spacingMm[1]);
      sizes[v * width + u] = Math.sqrt(across * across + down * down);
    }
  }
  return sizes;
}

function strongGradient(sizes: Float32Array): number {
  const seen = sizes.filter((size) => size > 0).sort();
  const strong = seen[Math.floor(seen.length * STRONG_SHARE)] ?? 0;
  return strong > 0 ? strong : 1;
}

/** Cost of the step between two neighbours that lie `length` shortest steps apart. */
export const stepCost = (from: number, to: number, length: number): number =>
  Math.round((STEP_UNITS * length * (from + to)) / 2);

/** Shortest paths from one anchor to everywhere in a slice. */
export class LiveWire {
  readonly width: number;
  readonly height: number;
  private readonly costs: Uint8Array;
  private readonly lengths: readonly number[];
  private readonly distances: Uint32Array;
  /** Direction of the last step to each voxel. */
  private readonly arrivals: Uint8Array;
  private readonly queue: BucketRing;

  /** @param seen the range whose edges count, e.g. the window on screen */
  constructor(image: SliceImage, seen: HuRange) {
    this.width = image.width;
    this.height = image.height;
    this.costs = edgeCosts(image, seen);
    const [u, v] = image.spacingMm;
    const shortest = Math.min(u, v);
    this.lengths = steps.map(([du, dv]) => Math.sqrt((du * u) ** 2 + (dv * v) ** 2) / shortest);
    this.distances = new Uint32Array(this.width * this.height);
    this.arrivals = new Uint8Array(this.distances.length);
    this.queue = new BucketRing(this.distances.length, stepCost(DEAREST, DEAREST, Math.max(...this.lengths)) + 1);
  }

  /** Sets the anchor; points beyond the slice count as its border. */
  anchor(point: Point2): void {
    const { width, height, costs, lengths, distances, arrivals, queue } = this;
    distances.fill(UNSEEN);
    const first = this.offset(point);
    distances[first] = 0;
    queue.start(first);
    for (let at = queue.take(); at >= 0; at = queue.take()) {
      const u = at % width;
      const v = (at - u) / width;
      const distance = distances[at]!;
      const cost = costs[at]!;
      for (let step = 0; step < steps.length; step++) {
        const [du, dv] = steps[step]!;
        if (u + du < 0 || u + du >= width || v + dv < 0 || v + dv >= height) continue;
        const next = at + du + dv * width;
        const reached = distance + stepCost(cost, costs[next]!, lengths[step]!);
        const known = distances[next]!;
        if (reached >= known) continue;
        if (known !== UNSEEN) queue.remove(next, known);
        distances[next] = reached;
        arrivals[next] = step;
        queue.put(next, reached);
      }
    }
  }

  /** The cheapest path from the anchor, both ends included. */
  pathTo(point: Point2): Point2[] {
    const path: Point2[] = [];
    let at = this.offset(point);
    for (;;) {
      const u = at % this.width;
      path.push([u, (at - u) / this.width]);
      if (this.distances[at] === 0) return path.reverse();
      const [du, dv] = steps[this.arrivals[at]!]!;
      at -= du + dv * this.width;
    }
  }

  /** Cost of that path. */
  costTo(point: Point2): number {
    return this.distances[this.offset(point)]!;
  }

  private offset([u, v]: Point2): number {
    const clamp = (value: number, size: number): number => Math.min(Math.max(Math.round(value), 0), size - 1);
    return clamp(u, this.width) + this.width * clamp(v, this.height);
  }
}

/** Voxels in order of whole-numbered distance; all that wait lie within one turn of the ring. */
class BucketRing {
  private readonly heads: Int32Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private current = 0;
  private waiting = 0;

  constructor(voxels: number, longestStep: number) {
    this.heads = new Int32Array(longestStep + 1).fill(-1);
    this.next = new Int32Array(voxels);
    this.previous = new Int32Array(voxels);
  }

  /** With one voxel at distance 0, once it is empty. */
  start(at: number): void {
    this.current = 0;
    this.put(at, 0);
  }

  /** @param distance not below that of the last one taken */
  put(at: number, distance: number): void {
    this.waiting++;
    const bucket = distance % this.heads.length;
    const head = this.heads[bucket]!;
    this.next[at] = head;
    this.previous[at] = -1;
    if (head >= 0) this.previous[head] = at;
    this.heads[bucket] = at;
  }

  remove(at: number, distance: number): void {
    const [before, after] = [this.previous[at]!, this.next[at]!];
    if (before >= 0) this.next[before] = after;
    else this.heads[distance % this.heads.length] = after;
    if (after >= 0) this.previous[after] = before;
    this.waiting--;
  }

  /** The nearest; -1 when none waits. */
  take(): number {
    if (this.waiting === 0) return -1;
    while (this.heads[this.current % this.heads.length]! < 0) this.current++;
    const at = this.heads[this.current % this.heads.length]!;
    this.remove(at, this.current);
    return at;
  }
}
