/** Exact Euclidean distance transforms, line by line (Felzenszwalb & Huttenlocher 2012, doi 10.4086/toc.2012.v008a019). */
import { bytesOf, copyIn, makeRoom } from './native/index.ts';

/** Squared mm of a voxel that has nothing near; whatever reaches it is no distance. */
export const FAR = 1e12;

const DOUBLE = 8;
/** Bytes that a transform needs for each number of a line: its value, a bound and a site. */
export const LINE_ROOM = DOUBLE + DOUBLE + 4;

/** Parallel lines through a field, in numbers of it. */
export interface Lines {
  readonly lines: number;
  /** From one line to the next. */
  readonly step: number;
  /** Numbers of each line. */
  readonly size: number;
  /** From one of them to the next. */
  readonly stride: number;
}

/**
 * Squared distances to the sites of the same line, each of which may have a squared distance already. In place.
 * @param field mm2, `FAR` where there is none
 */
export function transformLines(field: Float64Array, { lines, step, size, stride }: Lines, spacingMm: number): void {
  const bytes = bytesOf(field);
  const { loops, memory, places } = makeRoom(bytes.length, size * LINE_ROOM);
  const at = copyIn(memory, places[0], bytes, 0, bytes.length);
  loops.alongLines(at, lines, DOUBLE * step, size, DOUBLE * stride, spacingMm * spacingMm, places[1]);
  bytes.set(memory.subarray(at, at + bytes.length));
}
