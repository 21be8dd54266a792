/** Which frames a segmentation has, and their pixels: one for each slice of a segment that holds something, or one for each slice of labels. */
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { labelKinds, segmentKinds, type SegmentKind } from './segSegments.ts';

/** Binary: a bit for each pixel of each segment. Label map (PS3.3 C.8.20.2.1): a byte for each pixel, which is the segment's number. */
export type SegForm = 'binary' | 'labelmap';

export interface NumberedKind extends SegmentKind {
  readonly number: number;
}
export interface SegFrame {
  /** null: of all segments. */
  readonly segment: number | null;
  readonly k: number;
}
export interface SegLayout {
  readonly kinds: readonly NumberedKind[];
  readonly frames: readonly SegFrame[];
}

interface Volume {
  readonly labels: Uint8Array;
  readonly geometry: VolumeGeometry;
}

const sliceSizeOf = ({ dims }: VolumeGeometry): number => dims[0] * dims[1];

/** Four voxels a word: most of a volume is empty, and is passed over four times as fast. */
function wordsOf(labels: Uint8Array): Uint32Array {
  const aligned = labels.byteOffset % 4 === 0 ? labels : labels.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
}

/** For each slice, whether a label is in it, by label. */
function labelsOfSlices({ labels, geometry }: Volume): Uint8Array[] {
  const sliceSize = sliceSizeOf(geometry);
  const words = sliceSize % 4 === 0 ? wordsOf(labels) : null;
  return Array.from({ length: geometry.dims[2] }, (_, k) => {
    const present = new Uint8Array(256);
    const [from, to] = [k * sliceSize, (k + 1) * sliceSize];
    if (!words) for (let at = from; at < to; at++) present[labels[at]!] = 1;
    else
      for (let word = from >>> 2; word < to >>> 2; word++) {
        const four = words[word]!;
        if (four === 0) continue;
        present[four & 0xff] = 1;
        present[(four >>> 8) & 0xff] = 1;
        present[(four >>> 16) & 0xff] = 1;
        present[four >>> 24] = 1;
      }
    return present;
  });
}

/** Kinds and frames that hold nothing are left out. */
export function layOut(volume: Volume, form: SegForm): SegLayout {
  const slices = labelsOfSlices(volume);
  const holdsIn = ({ holds }: SegmentKind, present: Uint8Array): boolean =>
    present.some((isThere, label) => isThere === 1 && holds(label));
  const within = (kind: SegmentKind): boolean => slices.some((present) => holdsIn(kind, present));
  if (form === 'labelmap') {
    const kinds = labelKinds.filter(within);
    const frames = slices.flatMap((present, k) =>
      kinds.some((kind) => holdsIn(kind, present)) ? [{ segment: null, k }] : [],
    );
    return { kinds, frames };
  }
  const kinds = segmentKinds.filter(within).map((kind, index) => ({ ...kind, number: index + 1 }));
  const frames = kinds.flatMap((kind) =>
    slices.flatMap((present, k) => (holdsIn(kind, present) ? [{ segment: kind.number, k }] : [])),
  );
  return { kinds, frames };
}

/** Binary pixels of all frames, one bit each, the first in the lowest bit, frames not padded (PS3.5 8.2 and annex D). */
export function packFrames({ labels, geometry }: Volume, { kinds, frames }: SegLayout): Uint8Array {
  const sliceSize = sliceSizeOf(geometry);
  const packed = new Uint8Array(Math.ceil((frames.length * sliceSize) / 8));
  const members = new Map(
    kinds.map(({ number, holds }) => [number, Uint8Array.from({ length: 256 }, (_, label) => Number(holds(label)))]),
  );
  frames.forEach(({ segment, k }, at) => {
    const slice = labels.subarray(k * sliceSize, (k + 1) * sliceSize);
    const member = members.get(segment!)!;
    if (sliceSize % 8 === 0) packBytes(slice, member, packed.subarray((at * sliceSize) / 8));
    else packBits(slice, member, packed, at * sliceSize);
  });
  return packed;
}

/** A whole number of bytes: eight voxels at a time, and nothing is done where nothing is drawn. */
function packBytes(slice: Uint8Array, member: Uint8Array, packed: Uint8Array): void {
  const words = wordsOf(slice);
  for (let at = 0, word = 0; at < slice.length; at += 8, word += 2) {
    if (words[word] === 0 && words[word + 1] === 0) continue;
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) byte |= member[slice[at + bit]!]! << bit;
    packed[at >>> 3] = byte;
  }
}

function packBits(slice: Uint8Array, member: Uint8Array, packed: Uint8Array, firstBit: number): void {
  for (let at = 0; at < slice.length; at++)
    if (member[slice[at]!] === 1) packed[(firstBit + at) >>> 3]! |= 1 << ((firstBit + at) & 7);
}
