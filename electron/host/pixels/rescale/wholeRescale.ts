/** The usual case of the modality's rescaling, in which HU are the stored values plus a whole number. */
import type { PixelDepth } from '../../dicom/readTypes.ts';
import { paddingRange } from '../padding.ts';
import { kernel } from './kernel.ts';

/** All that the loop in rescale.as is told of the values. */
export interface WholeRescale {
  readonly up: number;
  readonly down: number;
  readonly signed: boolean;
  readonly intercept: number;
  readonly low: number;
  readonly high: number;
  readonly padding: number;
}

/** What rescale.as exports. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  pixelsAddress(): number;
  chunkLength(): number;
  rescale(
    count: number,
    up: number,
    down: number,
    signed: boolean,
    intercept: number,
    low: number,
    high: number,
    padding: number,
    floor: number,
  ): void;
}

const MIN = -32768;
const MAX = 32767;
const NO_WORD = 0x10000;
const fits = (value: number): boolean => Number.isInteger(value) && value >= MIN && value <= MAX;

/** @returns null where HU are more than the value and a whole number, or don't fit 16 bits on the way */
export function wholeRescale(depth: Omit<PixelDepth, 'transferSyntaxUid' | 'rows' | 'columns'>): WholeRescale | null {
  const { bitsAllocated, bitsStored, highBit, signed, slope, intercept, modalityLut, paddingValue } = depth;
  const whole = bitsAllocated === 16 && slope === 1 && fits(intercept) && !modalityLut;
  const [up, down] = [15 - highBit, 16 - bitsStored];
  if (!whole || up < 0 || down < (signed ? 0 : 1)) return null;
  const words = { up, down, signed, intercept };
  const range = paddingRange(depth);
  if (paddingValue === null || !range) return { ...words, low: 1, high: 0, padding: NO_WORD };
  const [low, high] = range;
  const padding = paddingValue & 0xffff;
  // No value of 16 bits with a sign is beyond them.
  if (high < MIN || low > MAX) return { ...words, low: 1, high: 0, padding };
  return { ...words, low: Math.max(MIN, low), high: Math.min(MAX, high), padding };
}

/** One for the life of the thread. */
let loaded: Kernel | undefined;

function load(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(kernel, 'base64'));
  return new WebAssembly.Instance(module).exports as Kernel;
}

/**
 * @param stored one word for each pixel
 * @param floor the lowest HU, and that of pixels outside of the reconstruction
 * @param hu filled; as long as `stored`
 */
export function addWhole(
  stored: Uint16Array,
  { up, down, signed, intercept, low, high, padding }: WholeRescale,
  floor: number,
  hu: Int16Array,
): void {
  const loop = (loaded ??= load());
  const [address, length] = [loop.pixelsAddress(), loop.chunkLength()];
  const words = new Uint16Array(loop.memory.buffer, address, length);
  const values = new Int16Array(loop.memory.buffer, address, length);
  for (let from = 0; from < hu.length; from += length) {
    const count = Math.min(length, hu.length - from);
    words.set(stored.subarray(from, from + count));
    loop.rescale(count, up, down, signed, intercept, low, high, padding, floor);
    hu.set(values.subarray(0, count), from);
  }
}
