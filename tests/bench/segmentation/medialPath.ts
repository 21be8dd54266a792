/**
 * The longest way through the middle of a lump. Ends are two voxels farthest from each other inside it; between them the way is the
 * cheapest one where a step costs more the shallower it is (Bitter 2001, doi 10.1109/2945.942688), which keeps it on the ridge of the
 * distance transform.
 */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';

/** Nodes are the deepest voxels of blocks about this wide: fine enough for a stroke, few enough for a whole liver. */
const BLOCK_MM = 3;
/** Power of the depth by which a step gets cheaper. */
const RIDGE_POWER = 3;

interface Graph {
  /** Voxel of each node. */
  readonly voxels: Int32Array;
  readonly depthMm: Float32Array;
  /** Position in mm along the grid's axes, three for each node. */
  readonly positionMm: Float32Array;
  /** Visits the nodes of neighbouring blocks. */
  readonly eachNeighbour: (node: number, visit: (other: number) => void) => void;
}

/**
 * @param depthMm distance transform inside the lump, whole grid
 * @param members the lump's voxels; at least one
 * @returns voxels from one end to the other
 */
export function medialPath(geometry: VolumeGeometry, depthMm: Float32Array, members: readonly number[]): number[] {
  const graph = blockGraph(geometry, depthMm, members);
  const byLength = (a: number, b: number): number => stepMm(graph, a, b);
  const depthOf = (node: number): number => Math.max(0.1, graph.depthMm[node]!);
  const byRidge = (a: number, b: number): number =>
    stepMm(graph, a, b) / Math.pow(Math.min(depthOf(a), depthOf(b)), RIDGE_POWER);
  const deepest = graph.depthMm.reduce((best, depth, node) => (depth > graph.depthMm[best]! ? node : best), 0);
  const one = farthest(shortestWays(graph, deepest, byLength).cost);
  const other = farthest(shortestWays(graph, one, byLength).cost);
  const { previous } = shortestWays(graph, one, byRidge);
  const path: number[] = [];
  for (let node = other; node >= 0; node = previous[node]!) path.push(graph.voxels[node]!);
  return path.reverse();
}

function blockGraph({ dims, spacingMm }: VolumeGeometry, depthMm: Float32Array, members: readonly number[]): Graph {
  const [columns, rows, slices] = dims;
  const factors = spacingMm.map((step) => Math.max(1, Math.round(BLOCK_MM / step))) as [number, number, number];
  const blocks = [columns, rows, slices].map((size, axis) => Math.ceil(size / factors[axis]!) + 2) as [
    number,
    number,
    number,
  ];
  const split = (at: number): [number, number, number] => [
    at % columns,
    Math.floor(at / columns) % rows,
    Math.floor(at / (columns * rows)),
  ];
  // One empty block around the grid spares the tests for its border.
  const blockOf = (at: number): number => {
    const [i, j, k] = split(at);
    const [a, b, c] = [Math.floor(i / factors[0]), Math.floor(j / factors[1]), Math.floor(k / factors[2])];
    return a + 1 + blocks[0] * (b + 1 + blocks[1] * (c + 1));
  };
  const nodeAt = new Int32Array(blocks[0] * blocks[1] * blocks[2]).fill(-1);
  const voxels: number[] = [];
  for (const at of members) {
    const block = blockOf(at);
    const node = nodeAt[block]!;
    if (node < 0) nodeAt[block] = voxels.push(at) - 1;
    else if (depthMm[at]! > depthMm[voxels[node]!]!) voxels[node] = at;
  }
  const around: number[] = [];
  for (let c = -1; c <= 1; c++)
    for (let b = -1; b <= 1; b++)
      for (let a = -1; a <= 1; a++) if (a !== 0 || b !== 0 || c !== 0) around.push(a + blocks[0] * (b + blocks[1] * c));
  return {
    voxels: Int32Array.from(voxels),
    depthMm: Float32Array.from(voxels, (at) => depthMm[at]!),
    positionMm: Float32Array.from(voxels.flatMap((at) => split(at).map((index, axis) => index * spacingMm[axis]!))),
    eachNeighbour: (node, visit) => {
      const block = blockOf(voxels[node]!);
      for (const step of around) {
        const other = nodeAt[block + step]!;
        if (other >= 0) visit(other);
      }
    },
  };
}

function stepMm({ positionMm }: Graph, a: number, b: number): number {
  const x = positionMm[3 * a]! - positionMm[3 * b]!;
  const y = positionMm[3 * a + 1]! - positionMm[3 * b + 1]!;
  const z = positionMm[3 * a + 2]! - positionMm[3 * b + 2]!;
  return Math.sqrt(x * x + y * y + z * z);
}

/** The node of the highest finite cost; the first of equal ones. */
function farthest(cost: Float64Array): number {
  let best = 0;
  for (let node = 1; node < cost.length; node++)
    if (cost[node] !== Infinity && (cost[best] === Infinity || cost[node]! > cost[best]!)) best = node;
  return best;
}

/** Dijkstra with a binary heap; nodes of equal cost leave in the order of their number. */
function shortestWays(
  graph: Graph,
  from: number,
  stepCost: (a: number, b: number) => number,
): { cost: Float64Array; previous: Int32Array } {
  const cost = new Float64Array(graph.voxels.length).fill(Infinity);
  const previous = new Int32Array(cost.length).fill(-1);
  const heap = new Heap();
  cost[from] = 0;
  heap.push(0, from);
  for (let top = heap.pop(); top !== null; top = heap.pop()) {
    const [reached, node] = top;
    if (reached > cost[node]!) continue;
    graph.eachNeighbour(node, (other) => {
      const next = reached + stepCost(node, other);
      if (next >= cost[other]!) return;
      cost[other] = next;
      previous[other] = node;
      heap.push(next, other);
    });
  }
  return { cost, previous };
}

type Entry = readonly [cost: number, node: number];

class Heap {
  private readonly entries: Entry[] = [];

  push(cost: number, node: number): void {
    const { entries } = this;
    let at = entries.push([cost, node]) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entries[at]!, entries[parent]!)) return;
      [entries[at], entries[parent]] = [entries[parent]!, entries[at]!];
      at = parent;
    }
  }

  pop(): Entry | null {
    const { entries } = this;
    const top = entries[0];
    const last = entries.pop();
    if (top === undefined || last === undefined) return null;
    if (entries.length > 0) {
      entries[0] = last;
      this.sink();
    }
    return top;
  }

  private sink(): void {
    const { entries } = this;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < entries.length && isBefore(entries[child]!, entries[least]!)) least = child;
      if (least === at) return;
      [entries[at], entries[least]] = [entries[least]!, entries[at]!];
      at = least;
    }
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
