/**
 * JPEG 2000 as scanners and archives write it: one component, coded without loss. Everything else, and whatever does not add up, is left to
 * OpenJPEG, which is slower.
 */
import { readReversible, type ReversibleImage } from './header.ts';
import { kernel } from './kernel.ts';
import { readPackets, type CodeBlock } from './packets.ts';

/** What jpeg2000.as exports. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  bytesAt(): number;
  startImage(columns: number, rows: number): void;
  decodeBlock(
    byteCount: number,
    width: number,
    height: number,
    orientation: number,
    planes: number,
    left: number,
    top: number,
  ): void;
  finishImage(columns: number, rows: number, levels: number, precision: number, signed: number): number;
}

const MAX_BLOCK_BYTES = 65536;

/** One for the life of the thread; one that failed is thrown away, with its memory. */
let loaded: Kernel | undefined;

function load(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(kernel, 'base64'));
  return new WebAssembly.Instance(module).exports as Kernel;
}

/**
 * @returns rows x columns values, their bits in the low end, negative ones as two's complement of 16 bits, in memory that the next image
 * gets; null when the image is of another kind or damaged
 */
export function decodeReversible(frame: Uint8Array): Uint16Array | null {
  const image = readReversible(frame);
  if (!image) return null;
  loaded ??= load();
  try {
    return decodeImage(loaded, image, readPackets(image));
  } catch (error) {
    if (error instanceof RangeError) return null;
    loaded = undefined;
    if (error instanceof WebAssembly.RuntimeError) return null;
    throw error;
  }
}

function decodeImage(codec: Kernel, image: ReversibleImage, blocks: readonly CodeBlock[]): Uint16Array {
  const { columns, rows, levels, precision, signed } = image;
  codec.startImage(columns, rows);
  const bytes = new Uint8Array(codec.memory.buffer, codec.bytesAt(), MAX_BLOCK_BYTES);
  for (const { pieces, planes, width, height, orientation, left, top } of blocks) {
    if (planes === 0) continue;
    let byteCount = 0;
    for (const piece of pieces) {
      // Throws a RangeError when there are more than a code-block can have.
      bytes.set(piece, byteCount);
      byteCount += piece.length;
    }
    codec.decodeBlock(byteCount, width, height, orientation, planes, left, top);
  }
  const at = codec.finishImage(columns, rows, levels, precision, signed ? 1 : 0);
  return new Uint16Array(codec.memory.buffer, at, columns * rows);
}
