/** Encapsulated pixel data (PS3.5 A.4): an item with the offset table, which may be empty, items with the image, a delimiter. */
const ITEM = 0xe000fffe;
const SEQUENCE_END = 0xe0ddfffe;
const HEADER_BYTES = 8;

export interface Fragments {
  /** Views into the bytes, without the offset table. */
  readonly fragments: readonly Uint8Array[];
  /** Offset just behind the delimiter. */
  readonly end: number;
}

/**
 * @param from offset of the first item
 * @param leadingItems items before those of the image, which are left out
 * @returns null when they don't end within the bytes or are not items; a delimiter missing at the very end is forgiven
 */
export function readFragments(bytes: Uint8Array, from: number, leadingItems = 1): Fragments | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: Uint8Array[] = [];
  let at = from;
  while (at + HEADER_BYTES <= bytes.length) {
    const tag = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    at += HEADER_BYTES;
    if (tag === SEQUENCE_END) return { fragments: items.slice(leadingItems), end: at };
    if (tag !== ITEM || at + length > bytes.length) return null;
    items.push(bytes.subarray(at, at + length));
    at += length;
  }
  return at === bytes.length ? { fragments: items.slice(leadingItems), end: at } : null;
}

/** The image of a file with one frame, whose fragments are only pieces of it. */
export const joinFragments = ({ fragments }: Fragments): Uint8Array =>
  fragments.length === 1 ? fragments[0]! : Buffer.concat(fragments);
