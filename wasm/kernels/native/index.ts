/**
 * Loops that run as WebAssembly with SIMD, over slices that are copied into its memory and back: a copy costs far less than the loop in
 * JavaScript, and the memory stays that of a few slices however large a volume is.
 */
import { kernel } from './kernel.ts';

/** What the .as files beside this one export; places are offsets in the memory. */
interface Loops {
  packSlice(from: number, to: number, columns: number, rows: number, flip: number): void;
  unpackSlice(from: number, to: number, columns: number, rows: number, flip: number): void;
  writeSlice(from: number, mask: number, to: number, columns: number, rows: number, value: number, flip: number): void;
  mapRange(
    labels: number,
    hu: number,
    to: number,
    columns: number,
    rows: number,
    low: number,
    high: number,
    flip: number,
    table: number,
    ends: number,
  ): number;
  changesAny(labels: number, count: number, table: number): number;
  smoothSlice(from: number, to: number, lines: number, columns: number, rows: number): void;
  blend(before: number, own: number, after: number, to: number, count: number): void;
  alongRows(
    mask: number,
    field: number,
    squares: number,
    line: number,
    columns: number,
    rows: number,
    value: number,
  ): void;
  alongLines(
    field: number,
    lines: number,
    step: number,
    size: number,
    stride: number,
    squared: number,
    room: number,
  ): void;
  crossRows(
    shape: number,
    to: number,
    columns: number,
    rows: number,
    slices: number,
    i: number,
    j: number,
    k: number,
  ): number;
}

interface Module extends Loops {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  freeFrom(): number;
}

/** One for the life of the thread. */
let loaded: Module | undefined;

function load(): Module {
  const bytes = Uint8Array.from(atob(kernel), (character) => character.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Module;
}

const PAGE = 1 << 16;
const VECTOR = 16;
/** Around each place: loops step over the ends by up to two vectors, and copies begin by up to a word later. */
const SLACK = 64;
const placeBytes = (byteCount: number): number => Math.ceil(byteCount / VECTOR) * VECTOR + SLACK;

/** The loops with room to work in, until somebody else makes room. */
interface Room<Sizes extends readonly number[]> {
  readonly loops: Loops;
  /** Their whole memory. */
  readonly memory: Uint8Array<ArrayBuffer>;
  /** One for each size, at multiples of 16. */
  readonly places: { readonly [Place in keyof Sizes]: number };
}

/** @param byteCounts of the places that are needed */
export function makeRoom<const Sizes extends readonly number[]>(...byteCounts: Sizes): Room<Sizes> {
  const loops = (loaded ??= load());
  const { memory } = loops;
  let end = loops.freeFrom() + SLACK;
  const places = byteCounts.map((byteCount) => {
    const place = end;
    end += placeBytes(byteCount);
    return place;
  });
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return { loops, memory: new Uint8Array(memory.buffer), places: places as unknown as Room<Sizes>['places'] };
}

/** The bytes of an array, in the same memory. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/**
 * Copies some bytes into the memory of the loops, at a place or up to 7 bytes behind, so that both lie alike to words of 8 bytes: what is
 * shared between threads would be copied byte by byte otherwise.
 * @returns where they are
 */
export function copyIn(memory: Uint8Array, place: number, bytes: Uint8Array, from: number, count: number): number {
  const at = wordAlike(place, bytes, from);
  memory.set(bytes.subarray(from, from + count), at);
  return at;
}

/** Where `copyIn` would put them: from there they are also fast to copy back. */
export const wordAlike = (place: number, bytes: Uint8Array, from: number): number =>
  place + ((bytes.byteOffset + from) & 7);
