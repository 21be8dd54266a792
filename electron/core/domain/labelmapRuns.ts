/**
 * Run-length form of a labelmap: what a revision stores (gzipped by the caller).
 *
 * Layout: the four bytes `RLM1`; the three dimensions as unsigned varints; then until the end pairs of label (one byte) and run length
 * (unsigned varint, at least 1), over the volume in memory order. Runs sum to the number of voxels.
 */
import { ByteRuns } from './byteRuns.ts';
import { LABEL_COUNT, MAX_LABEL } from './labels.ts';

const MAGIC = [0x52, 0x4c, 0x4d, 0x31] as const;
/** 4096 x 4096 x 4096 is beyond any CT; larger claims are refused before memory is taken. */
const MAX_DIM = 4096;
const MAX_VOXELS = 2 ** 31;

export interface LabelmapRuns {
  readonly dims: readonly [number, number, number];
  readonly labels: Uint8Array;
}

class ByteSink {
  private bytes = new Uint8Array(1 << 16);
  private size = 0;

  push(value: number): void {
    if (this.size === this.bytes.length) {
      const grown = new Uint8Array(this.bytes.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[this.size++] = value;
  }

  pushVarint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.push((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.push(rest);
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.size);
  }
}

export function encodeRuns({ dims, labels }: LabelmapRuns): Uint8Array<ArrayBuffer> {
  if (dims[0] * dims[1] * dims[2] !== labels.length)
    throw new RangeError('labelmap length differs from its dimensions');
  const sink = new ByteSink();
  MAGIC.forEach((byte) => {
    sink.push(byte);
  });
  dims.forEach((size) => {
    sink.pushVarint(size);
  });
  const runs = new ByteRuns(labels);
  for (let at = 0; at < labels.length;) {
    const end = runs.end(at, labels.length);
    sink.push(labels[at]!);
    sink.pushVarint(end - at);
    at = end;
  }
  return sink.done();
}

/** Told what `readRuns` comes across, in memory order: first the dimensions, then the voxels `start` to `end` (excluded) of each run. */
export interface RunReader {
  dims(dims: LabelmapRuns['dims']): void;
  run(label: number, start: number, end: number): void;
}

/** @throws RangeError when the bytes are not a complete run-length labelmap; what was told until then doesn't count. */
export function readRuns(bytes: Uint8Array, reader: RunReader): void {
  let at = 0;
  const fail = (what: string): never => {
    throw new RangeError(`not a labelmap: ${what} at byte ${at}`);
  };
  const readByte = (): number => (at < bytes.length ? bytes[at++]! : fail('cut short'));
  const readVarint = (): number => {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 28; factor *= 0x80) {
      const byte = readByte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    return fail('number too large');
  };
  if (MAGIC.some((byte) => readByte() !== byte)) fail('wrong signature');
  const dims = [readVarint(), readVarint(), readVarint()] as const;
  const total = dims[0] * dims[1] * dims[2];
  if (dims.some((size) => size < 1 || size > MAX_DIM) || total > MAX_VOXELS) fail('impossible dimensions');
  reader.dims(dims);
  let filled = 0;
  while (at < bytes.length) {
    const label = readByte();
    const run = readVarint();
    if (label > MAX_LABEL) fail(`unknown label ${label}`);
    if (run < 1 || filled + run > total) fail('run of wrong length');
    reader.run(label, filled, filled + run);
    filled += run;
  }
  if (filled !== total) fail('voxels missing');
}

/**
 * @param allocate gives the array to fill (for example on a SharedArrayBuffer); default a fresh Uint8Array.
 * @throws RangeError when the bytes are not a complete run-length labelmap.
 */
export function decodeRuns(
  bytes: Uint8Array,
  allocate: (length: number) => Uint8Array = (length) => new Uint8Array(length),
): LabelmapRuns {
  let found: LabelmapRuns['dims'] = [0, 0, 0];
  let labels: Uint8Array = new Uint8Array(0);
  readRuns(bytes, {
    dims(dims) {
      found = dims;
      labels = allocate(dims[0] * dims[1] * dims[2]);
    },
    run(label, start, end) {
      labels.fill(label, start, end);
    },
  });
  return { dims: found, labels };
}

/**
 * Dimensions and voxels per label (index = label), without unfolding: a labelmap from outside can be judged in the size of its bytes.
 * @throws RangeError as `decodeRuns`.
 */
export function summarizeRuns(bytes: Uint8Array): { dims: LabelmapRuns['dims']; counts: number[] } {
  let found: LabelmapRuns['dims'] = [0, 0, 0];
  const counts = new Array<number>(LABEL_COUNT).fill(0);
  readRuns(bytes, {
    dims(dims) {
      found = dims;
    },
    run(label, start, end) {
      counts[label]! += end - start;
    },
  });
  return { dims: found, counts };
}
