/** Encapsulated pixel data (PS3.5 A.4): an item with the offset table, which may be empty, items with the frames, a delimiter. */
import { refuse } from './readRefusal.ts';

const ITEM = 0xe000fffe;
const SEQUENCE_END = 0xe0ddfffe;
const HEADER_BYTES = 8;
/** Many times those of any file; each costs memory. */
const MAX_FRAGMENTS = 1 << 18;

export interface Fragments {
  /** Views into the bytes, without the leading items. */
  readonly fragments: readonly Uint8Array[];
  /** The items before them. */
  readonly leading: readonly Uint8Array[];
  /** Offset of each fragment's item, and behind the last one. */
  readonly offsets: readonly number[];
}

/**
 * @param from offset of the first item
 * @param leadingItems items before those of the image, which are left out
 * @returns null when they don't end within the bytes or are not items; a delimiter missing at the very end is forgiven
 */
export function readFragments(bytes: Uint8Array, from: number, leadingItems = 1): Fragments | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: Uint8Array[] = [];
  const offsets: number[] = [];
  let at = from;
  while (at + HEADER_BYTES <= bytes.length) {
    const tag = view.getUint32(at, true);
    if (tag === SEQUENCE_END) break;
    const start = at + HEADER_BYTES;
    const end = start + view.getUint32(at + 4, true);
    if (tag !== ITEM || end > bytes.length || items.length === MAX_FRAGMENTS) return null;
    offsets.push(at);
    items.push(bytes.subarray(start, end));
    at = end;
  }
  // Bytes that are left are too few for a delimiter.
  if (at < bytes.length && at + HEADER_BYTES > bytes.length) return null;
  return {
    fragments: items.slice(leadingItems),
    leading: items.slice(0, leadingItems),
    offsets: [...offsets.slice(leadingItems), at],
  };
}

/** The fragments of one frame, which are only pieces of it. */
export const joinFragments = ({ fragments }: Pick<Fragments, 'fragments'>): Uint8Array =>
  fragments.length === 1 ? fragments[0]! : Buffer.concat(fragments);

/** Extended Offset Table (7FE0,0001) and its lengths (7FE0,0002), as written; empty without. */
export interface ExtendedTable {
  readonly offsets: Uint8Array;
  readonly lengths: Uint8Array;
}

const words = (bytes: Uint8Array, size: 4 | 8): number[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
    size === 4 ? view.getUint32(index * 4, true) : Number(view.getBigUint64(index * 8, true)),
  );
};

/**
 * Which fragments are of which frame: by the extended offset table, the basic one, one fragment a frame, or where fragments start as images
 * do (PS3.5 A.4, PS3.3 C.7.6.3.1.8).
 * @param isStart whether bytes are the first of a compressed image
 * @returns index of the first fragment of each frame, then the number of fragments
 * @throws Refusal when that can't be told, or the tables tell something else
 */
export function firstFragments(
  found: Fragments,
  count: number,
  table: ExtendedTable,
  isStart: (fragment: Uint8Array) => boolean,
): number[] {
  const { fragments, leading } = found;
  const { length } = fragments;
  if (length < count) return refuse(`It says that it has ${count} frames, but holds no more than ${length}.`);
  if (count === 1) return [0, length];
  if (table.offsets.length > 0) {
    checkLengths(found, count, table);
    return [...placesOf(words(table.offsets, 8), found, count), length];
  }
  const basic = leading[0] ?? new Uint8Array();
  if (basic.length > 0) return [...placesOf(words(basic, 4), found, count), length];
  if (length === count) return Array.from({ length: count + 1 }, (_, index) => index);
  const starts = fragments.flatMap((fragment, index) => (isStart(fragment) ? [index] : []));
  if (starts.length !== count || starts[0] !== 0)
    return refuse(`It says that it has ${count} frames, but where each of them starts cannot be told.`);
  return [...starts, length];
}

const wrongTable = (): never => refuse('Its offset table points to where no frame starts.');

/** Offsets count from the first fragment's item. */
function placesOf(tableOffsets: readonly number[], { offsets, fragments }: Fragments, count: number): number[] {
  if (tableOffsets.length !== count) return refuse(`Its offset table has ${tableOffsets.length} of ${count} frames.`);
  const base = offsets[0]!;
  const places: number[] = [];
  let index = 0;
  for (const offset of tableOffsets) {
    while (index < fragments.length && offsets[index]! - base < offset) index++;
    const isNext = places.length === 0 ? index === 0 : index > places.at(-1)!;
    if (index === fragments.length || offsets[index]! - base !== offset || !isNext) return wrongTable();
    places.push(index);
  }
  return places;
}

/** With the extended table every frame is one fragment, which may have a byte of padding. */
function checkLengths({ fragments }: Fragments, count: number, { lengths }: ExtendedTable): void {
  const all = words(lengths, 8);
  if (fragments.length !== count || all.length !== count || all.some((length, at) => length > fragments[at]!.length))
    wrongTable();
}
