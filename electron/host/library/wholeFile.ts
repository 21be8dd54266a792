/** Files as a whole, in a worker, which does one at a time. Blocks its thread while the disk is busy. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Memory of its own for each of thousands of files would pile up until it is collected; larger ones are few. */
const MAX_REUSED_BYTES = 8 * 1024 ** 2;
let reused = Buffer.alloc(0);

function memoryFor(byteCount: number): Buffer {
  if (byteCount > MAX_REUSED_BYTES) return Buffer.allocUnsafeSlow(byteCount);
  if (reused.length < byteCount) reused = Buffer.allocUnsafeSlow(byteCount);
  return reused.subarray(0, byteCount);
}

function withFile<T>(path: string, work: (descriptor: number) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Fills `target` from `position` on; the part that was there. */
function readInto(descriptor: number, target: Buffer, position: number): Buffer {
  let filled = 0;
  while (filled < target.length) {
    const count = readSync(descriptor, target, filled, target.length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return target.subarray(0, filled);
}

/** Its bytes, which are only valid until the next file is read. */
export const readWholeFile = (path: string): Buffer =>
  withFile(path, (descriptor) => readInto(descriptor, memoryFor(fstatSync(descriptor).size), 0));

const piece = Buffer.allocUnsafeSlow(256 * 1024);

/** Whether the file is there and has exactly these bytes. */
export function fileHolds(path: string, bytes: Uint8Array): boolean {
  try {
    return withFile(path, (descriptor) => {
      if (fstatSync(descriptor).size !== bytes.length) return false;
      for (let at = 0; at < bytes.length; at += piece.length) {
        const expected = bytes.subarray(at, at + piece.length);
        if (!readInto(descriptor, piece.subarray(0, expected.length), at).equals(expected)) return false;
      }
      return true;
    });
  } catch {
    return false;
  }
}
