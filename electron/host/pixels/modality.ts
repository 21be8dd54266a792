/** From stored values to HU (PS3.3 C.11.1, PS3.5 8.1.1). */
import type { PixelDepth } from '../dicom/readTypes.ts';
import { paddingRange } from './padding.ts';
import { addWhole, wholeRescale } from './rescale/wholeRescale.ts';

/** Air, and everything outside the reconstruction. */
const MIN_HU = -1024;
const MAX_HU = 32767;

type Meaning = Omit<PixelDepth, 'transferSyntaxUid' | 'rows' | 'columns'>;

/** Drops the bits outside `bitsStored`, and takes the sign, if any, from the high bit. */
function valueOf(raw: number, { bitsStored, highBit, signed }: Meaning): number {
  const top = raw << (31 - highBit);
  return signed ? top >> (32 - bitsStored) : top >>> (32 - bitsStored);
}

/** Whether a stored value stands for pixels outside the reconstruction. */
function paddingOf(meaning: Meaning): (value: number) => boolean {
  const range = paddingRange(meaning);
  if (!range) return () => false;
  const [low, high] = range;
  return (value) => value >= low && value <= high;
}

function rescaled(value: number, { slope, intercept, modalityLut: lut }: Meaning): number {
  if (!lut) return value * slope + intercept;
  return lut.values[Math.min(lut.values.length - 1, Math.max(0, value - lut.first))]!;
}

/** HU of every possible stored value: looking it up is as fast as adding an intercept. Padding and everything below -1024 become -1024. */
function huTable(meaning: Meaning): Int16Array {
  const { bitsAllocated, paddingValue } = meaning;
  const table = new Int16Array(2 ** bitsAllocated);
  const isPadding = paddingOf(meaning);
  for (let raw = 0; raw < table.length; raw++) {
    const value = valueOf(raw, meaning);
    const hu = isPadding(value) ? MIN_HU : Math.round(rescaled(value, meaning));
    table[raw] = Math.min(MAX_HU, Math.max(MIN_HU, hu));
  }
  // Padding may be written with bits that no stored value has.
  if (paddingValue !== null) table[paddingValue & (table.length - 1)] = MIN_HU;
  return table;
}

/** The last table: slices of one series mostly share theirs. */
let recent: { readonly key: string; readonly table: Int16Array } | undefined;

function tableFor(meaning: Meaning): Int16Array {
  const { bitsAllocated, bitsStored, highBit, signed, slope, intercept, modalityLut, paddingValue, paddingLimit } =
    meaning;
  const depth = [bitsAllocated, bitsStored, highBit, signed, slope, intercept, paddingValue, paddingLimit];
  const key = JSON.stringify([...depth, modalityLut]);
  if (recent?.key !== key) recent = { key, table: huTable(meaning) };
  return recent.table;
}

/**
 * @param stored unsigned, with all bits that are allocated, and none above them that mean anything; at least as many as `hu`
 * @param hu filled with rounded HU, one for each stored value, at least -1024
 */
export function toHu(stored: Uint8Array | Uint16Array, meaning: Meaning, hu: Int16Array): void {
  const whole = stored instanceof Uint16Array ? wholeRescale(meaning) : null;
  if (whole) addWhole(stored as Uint16Array, whole, MIN_HU, hu);
  else lookUp(stored, tableFor(meaning), hu);
}

function lookUp(stored: Uint8Array | Uint16Array, table: Int16Array, hu: Int16Array): void {
  // An image of more bits than are allocated has none of its own above them.
  const mask = table.length - 1;
  const count = hu.length;
  for (let at = 0; at < count; at++) hu[at] = table[stored[at]! & mask]!;
}
