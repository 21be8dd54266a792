import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import type { BoxBuilder } from '../box.ts';
import type { PaintSegment } from '../partition.ts';
import { sidesOfRows } from '../sidesOfRows.ts';
import type { SideOfPoint } from '../types.ts';
import type { EditTarget } from './applyEdit.ts';
import { editTables, wholeRange, type EditTables, type HuRange, type Masking } from './masking.ts';
import { highestByte, lowestByte, mapWord, wordsOf, type LabelWords } from './labelWords.ts';
import type { VisitRun } from './regions.ts';

/** What decides what becomes of a voxel: its label, and where they matter its intensity and side. */
export interface EditRules {
  readonly tables: EditTables;
  /** null: any intensity. */
  readonly huRange: HuRange | null;
  /** null: the first table is for all. */
  readonly side: SideOfPoint | null;
}

export function editRules(segment: PaintSegment, masking: Masking, { hu, side }: EditTarget): EditRules {
  const tables = editTables(segment, masking);
  const [resected, remnant] = tables;
  // Only what was outside has no side of its own.
  return { tables, huRange: hu && masking.huRange, side: resected[0] === remnant[0] ? null : side };
}

/** What becomes of each label, where nothing but the label decides; null where more does. */
export const soleTable = ({ tables, huRange, side }: EditRules): Uint8Array | null =>
  huRange === null && side === null ? tables[0] : null;

/**
 * Draws runs of voxels as the rules let it, four labels at a time: nearly all words of a labelmap are like the one before, and then no label
 * needs to be looked up. Labels beside a run may be written as they are, so nobody else writes them meanwhile.
 * @param box takes what changed
 */
export function runWriter(target: EditTarget, rules: EditRules, box: BoxBuilder): VisitRun {
  const writer = new RunWriter(target, rules, box);
  return (start, i, j, k, count) => {
    writer.write(start, i, j, k, count);
  };
}

class RunWriter {
  private readonly words: LabelWords['words'];
  private readonly before: number;
  private readonly shift: number;
  private readonly resected: Uint8Array;
  private readonly remnant: Uint8Array;
  private readonly hu: Int16Array | null;
  private readonly low: number;
  private readonly high: number;
  private readonly onRemnantSide: RemnantBits | null;
  private readonly box: BoxBuilder;
  /** The word that was looked up last, the bits of it that change, and those that change otherwise on the remnant's side. */
  private word = 0;
  private turned = 0;
  private apart = 0;

  constructor({ labels, hu, geometry }: EditTarget, { tables, huRange, side }: EditRules, box: BoxBuilder) {
    const { words, before, shift } = wordsOf(labels);
    this.words = words;
    this.before = before;
    this.shift = shift;
    [this.resected, this.remnant] = tables;
    this.hu = huRange === null ? null : hu;
    [this.low, this.high] = huRange === null ? [0, 0] : wholeRange(huRange);
    this.onRemnantSide = side && remnantBits(geometry, side);
    this.box = box;
    this.lookUp(0);
  }

  write(start: number, i: number, j: number, k: number, count: number): void {
    const { words, before, shift } = this;
    const lanes = (1 << shift) - 1;
    const whole = shift === 0 ? 0xff : -1;
    const from = before + start;
    const end = from + count;
    /** From the place of a label to its column. */
    const toColumn = i - from;
    const final = (end - 1) >> shift;
    const lastMask = whole & (-1 >>> (8 * (-end & lanes)));
    let mask = whole & (-1 << (8 * (from & lanes)));
    let change = 0;
    let first = from >> shift;
    for (; first <= final; first++) {
      if (first === final) mask &= lastMask;
      change = this.changeOf(first, mask, toColumn, j, k);
      if (change !== 0) break;
      mask = whole;
    }
    if (change === 0) return;
    words[first]! ^= change;
    const firstColumn = toColumn + (first << shift) + lowestByte(change);
    let last = final;
    mask = lastMask;
    for (; last > first; last--) {
      const found = this.changeOf(last, mask, toColumn, j, k);
      mask = whole;
      if (found === 0) continue;
      words[last]! ^= found;
      change = found;
      break;
    }
    this.box.addRow(firstColumn, toColumn + (last << shift) + highestByte(change), j, k);
    for (let at = first + 1; at < last; at++) words[at]! ^= this.changeOf(at, whole, toColumn, j, k);
  }

  private lookUp(found: number): void {
    this.word = found;
    this.turned = found ^ mapWord(this.resected, found);
    if (this.onRemnantSide !== null) this.apart = found ^ mapWord(this.remnant, found) ^ this.turned;
  }

  /** The bits of a word in a mask that change. */
  private changeOf(at: number, mask: number, toColumn: number, j: number, k: number): number {
    const { hu } = this;
    const found = this.words[at]!;
    if (((found ^ this.word) & mask) !== 0) this.lookUp(found);
    const place = at << this.shift;
    const allowed = hu === null ? mask : mask & rangeBits(hu, place - this.before, this.low, this.high);
    const apart = this.apart & allowed;
    const change = this.turned & allowed;
    return apart === 0 ? change : change ^ this.onRemnantSide!(apart, toColumn + place, j, k);
  }
}

/** The bits of those of four voxels, from an offset on, whose intensity lies in the range; without a jump that noise would mislead. */
const rangeBits = (hu: Int16Array, at: number, low: number, high: number): number =>
  ~(
    (beyond(hu[at]!, low, high) & 0xff) |
    (beyond(hu[at + 1]!, low, high) & 0xff00) |
    (beyond(hu[at + 2]!, low, high) & 0xff0000) |
    (beyond(hu[at + 3]!, low, high) & 0xff000000)
  );
/** All bits or none. */
const beyond = (value: number, low: number, high: number): number => ((value - low) | (high - value)) >> 31;

type RemnantBits = (bits: number, i: number, j: number, k: number) => number;

/** Those of the bits that are of voxels on the remnant's side; the lowest byte is the voxel at (i, j, k). */
function remnantBits(geometry: VolumeGeometry, side: SideOfPoint): RemnantBits {
  const isOnRemnantSide = sidesOfRows(geometry, side);
  return (bits, i, j, k) => {
    let remnant = 0;
    for (let n = 0; n < 4; n++) {
      const own = bits & (0xff << (8 * n));
      if (own !== 0 && isOnRemnantSide(i + n, j, k)) remnant |= own;
    }
    return remnant;
  };
}
