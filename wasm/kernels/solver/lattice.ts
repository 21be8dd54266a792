/** The memory in which a random walk is solved: of the grid's voxels only the free ones are there, in 28 bytes each. */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import type { KernelContext } from '../types.ts';
import { kernel } from './kernel.ts';

/** State of a voxel: its potential is 0, is 1, is to be found, or it is no part of the walk. A known potential is its state's number. */
export const State = { zero: 0, one: 1, free: 2, wall: 3 } as const;

/** So many differences of neighbours (HU), from 0, are told apart; larger ones weigh as the last. */
export const DIFFERENCES = 255;

/** A number for each voxel of the grid; a function saves the memory of an array, and costs a call each. */
export type PerVoxel = Float32Array | ((at: number) => number);

/** What a free voxel is tied to beside its neighbours. */
export interface Tie {
  readonly weight: PerVoxel;
  /** Without it, 0. */
  readonly potential?: PerVoxel;
}

export interface Walk {
  readonly dims: Vec3;
  /** Of each voxel, or what writes those of a slice: it is asked for slices in order, once each, though not for all. */
  readonly hu: Int16Array | ((k: number, to: Int16Array) => void);
  /** `State` value of each voxel, or what writes those of a slice: it is asked for each slice a few times. */
  readonly state: Uint8Array | ((k: number, to: Uint8Array) => void);
  /** Weight of the link between neighbours along x, y, z by their absolute difference in HU, of `DIFFERENCES`. */
  readonly weights: readonly [x: Float32Array, y: Float32Array, z: Float32Array];
  readonly tie: Tie;
  /** In: a first guess; out: what was found, 0..1; both of the free voxels, the others' stays as it is. */
  readonly potential: Float32Array | FreePotential;
}

/** The same without an array of the whole grid. */
export interface FreePotential {
  readonly guess: (at: number) => number;
  /** Takes each free voxel's potential in the end, in memory order. */
  readonly found: (at: number, potential: number) => void;
}

/** What walker.as exports; places are offsets in its memory. */
interface Module {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  freeFrom(): number;
  begin(tables: number, newest: number, room: number, nodes: number, bytesPerArray: number): void;
  listFree(states: number, to: number, size: number): number;
  gather(list: number, count: number, from: number, to: number): void;
  scatter(list: number, count: number, from: number, to: number): void;
  addSlice(...places: readonly number[]): void;
  getPieceEnd(): number;
  finish(): number;
  goBack(beta: number): void;
  goForth(): number;
  step(alpha: number): number;
  getLargest(): number;
  getPotential(): number;
}

/**
 * One for the life of the thread: a memory of WebAssembly is given back only when a collection finds it, some walks later. A lattice finds
 * what it uses of it as in a new one, so that no walk depends on the ones before.
 */
let loaded: Module | undefined;

function load(): Module {
  const bytes = Uint8Array.from(atob(kernel), (character) => character.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Module;
}

/**
 * Room in the solver's memory, which lies idle between walks and can't be given back: who needs much for a while takes it from here. What is
 * in it is lost with the next walk, and no walk sees what was.
 * @returns null where there isn't as much
 */
export function idleRoom(byteCount: number): Uint8Array<ArrayBuffer> | null {
  if (loaded === undefined) return null;
  const start = withSlack(loaded.freeFrom());
  const { buffer } = loaded.memory;
  return start + byteCount <= buffer.byteLength ? new Uint8Array(buffer, start, byteCount) : null;
}

const PAGE = 1 << 16;
/** Links, the factor, the potential, and two that the solution needs; and two more, which lie where slices passed through before. */
const ARRAYS = 5;
const LATE_ARRAYS = 2;
/** Weights along each axis, and one more, of 256 floats. */
const TABLE_BYTES = 1024;
const TABLES = 4;
const PIECE_BYTES = 12;
const NOWHERE = [0, 0, 0] as const;
/** To a multiple of 16, with as much behind it: loops take so many bytes at a time. */
const withSlack = (bytes: number): number => (bytes + 31) & ~15;

/** Places of one slice. */
interface Slot {
  readonly hu: number;
  readonly state: number;
  readonly potential: number;
}

/** Slices pass through the module's memory, of which three are there at a time. One lattice is used at a time. */
export class Lattice {
  private readonly walk: Walk;
  private readonly module = (loaded ??= load());
  private readonly plane: number;
  private end = withSlack(this.module.freeFrom());
  private readonly tables = this.place(TABLES * TABLE_BYTES);
  private readonly room = this.end;
  private readonly newest: number;
  private readonly list: number;
  private readonly ties: number;
  private readonly owns: number;
  private readonly slots: readonly Slot[];
  /** Free voxels of each slice, and of all. */
  private readonly counts: Int32Array;
  private readonly count: number;

  constructor(walk: Walk) {
    this.walk = walk;
    const plane = walk.dims[0] * walk.dims[1];
    this.plane = plane;
    this.newest = this.place(4 * plane);
    this.list = this.place(4 * plane);
    this.ties = this.place(4 * plane);
    this.owns = this.place(4 * plane);
    this.slots = [0, 1, 2].map(() => ({
      hu: this.place(2 * plane),
      state: this.place(plane),
      potential: this.place(4 * plane),
    }));
    this.clear(this.tables, this.end);
    walk.weights.forEach((table, axis) => {
      this.floats(this.tables + TABLE_BYTES * axis, DIFFERENCES).set(table);
    });
    this.counts = Int32Array.from({ length: walk.dims[2] }, (_, k) =>
      this.module.listFree(this.bringStates(k), 0, plane),
    );
    this.count = this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Makes the equations. @returns the loops that solve them */
  fill(ctx: KernelContext): Pick<Module, 'finish' | 'goBack' | 'goForth' | 'step' | 'getLargest'> {
    const { module, counts } = this;
    const bytes = withSlack(4 * this.count);
    const nodes = Math.max(this.end, this.room + LATE_ARRAYS * bytes);
    this.clear(nodes, nodes + ARRAYS * bytes);
    module.begin(this.tables, this.newest, this.room, nodes, bytes);
    const bring = (k: number): void => {
      if ([k - 1, k, k + 1].some((slice) => (counts[slice] ?? 0) > 0)) this.bring(k);
    };
    bring(0);
    counts.forEach((count, k) => {
      if (k + 1 < counts.length) bring(k + 1);
      if (count > 0) this.addSlice(k);
      ctx.throwIfCancelled();
    });
    return module;
  }

  /** Puts what was found where it belongs. */
  takeOut(): void {
    const { module, list, plane, slots } = this;
    const { potential } = this.walk;
    let from = module.getPotential();
    for (const [k, count] of this.counts.entries()) {
      if (count === 0) continue;
      module.listFree(this.bringStates(k), list, plane);
      if (potential instanceof Float32Array) {
        const slice = potential.subarray(k * plane, (k + 1) * plane);
        const passing = this.floats(slots[0]!.potential, plane);
        passing.set(slice);
        module.scatter(list, count, from, slots[0]!.potential);
        slice.set(passing);
      } else {
        const found = this.floats(from, count);
        this.places(count).forEach((place, n) => {
          potential.found(k * plane + place, Math.min(1, Math.max(0, found[n]!)));
        });
      }
      from += 4 * count;
    }
  }

  private addSlice(k: number): void {
    const { module, slots, list, ties, owns } = this;
    const [columns, rows, slices] = this.walk.dims;
    const slot = (slice: number): readonly [number, number, number] => {
      if (slice < 0 || slice >= slices) return NOWHERE;
      const { hu, state, potential } = slots[slice % 3]!;
      return [hu, state, potential];
    };
    const own = slot(k);
    const count = module.listFree(own[1], list, this.plane);
    const { weight, potential } = this.walk.tie;
    this.bringListed(weight, k, count, ties);
    this.bringListed(potential, k, count, owns);
    this.reserve(module.getPieceEnd() + (count + 1) * PIECE_BYTES);
    module.addSlice(list, count, ties, owns, ...own, ...slot(k - 1), ...slot(k + 1), columns, rows);
  }

  /** Brings the numbers of a slice's free voxels, which are listed. */
  private bringListed(values: PerVoxel | undefined, k: number, count: number, to: number): void {
    const { plane } = this;
    if (values === undefined) this.floats(to, count).fill(0);
    else if (values instanceof Float32Array) {
      this.floats(to, plane).set(values.subarray(k * plane, (k + 1) * plane));
      this.module.gather(this.list, count, to, to);
    } else {
      const [places, brought] = [this.places(count), this.floats(to, count)];
      for (let n = 0; n < count; n++) brought[n] = values(k * plane + places[n]!);
    }
  }

  private bring(k: number): void {
    const { plane, walk } = this;
    const { hu, potential } = this.slots[k % 3]!;
    const [from, to] = [k * plane, (k + 1) * plane];
    const values = new Int16Array(this.module.memory.buffer, hu, plane);
    if (walk.hu instanceof Int16Array) values.set(walk.hu.subarray(from, to));
    else walk.hu(k, values);
    const states = this.bringStates(k);
    const guesses = this.floats(potential, plane);
    if (walk.potential instanceof Float32Array) guesses.set(walk.potential.subarray(from, to));
    else {
      const { guess } = walk.potential;
      for (const place of this.places(this.module.listFree(states, this.list, plane)))
        guesses[place] = guess(from + place);
    }
  }

  private bringStates(k: number): number {
    const { plane, walk } = this;
    const { state } = this.slots[k % 3]!;
    const states = new Uint8Array(this.module.memory.buffer, state, plane);
    if (walk.state instanceof Uint8Array) states.set(walk.state.subarray(k * plane, (k + 1) * plane));
    else walk.state(k, states);
    return state;
  }

  private place(bytes: number): number {
    const start = this.end;
    this.end += withSlack(bytes);
    return start;
  }

  /** Makes room up to `end`, and zeros of what is there. */
  private clear(start: number, end: number): void {
    this.reserve(end);
    new Uint8Array(this.module.memory.buffer, start, end - start).fill(0);
  }

  private reserve(bytes: number): void {
    const { memory } = this.module;
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  }

  private floats(at: number, count: number): Float32Array {
    return new Float32Array(this.module.memory.buffer, at, count);
  }

  private places(count: number): Int32Array {
    return new Int32Array(this.module.memory.buffer, this.list, count);
  }
}
