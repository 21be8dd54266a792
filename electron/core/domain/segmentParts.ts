/** What segments of other programs are here: proposed by what a file says of them, decided by a person where it doesn't say. */

/** What a segment of another program is here; `ignore`: another organ, or none that counts. */
export const segmentParts = ['liver', 'tumour', 'flr', 'other', 'ignore'] as const;
export type SegmentPart = (typeof segmentParts)[number];
/** What a person said that segments are, by their names. */
export type NamedParts = Readonly<Record<string, SegmentPart>>;

/** What the code of a segment says, where it is a known one. */
export type CodedPart = 'liver' | 'resected' | 'flr' | 'lesion' | 'other';

export interface ProposedPart {
  readonly part: SegmentPart;
  /** What the proposal rests on. */
  readonly by: 'code' | 'name' | 'value';
}

/** GTV: gross tumour volume, as radiotherapy calls it. */
const lesionWords = /tumou?r|lesion|metasta|\bgtv|\bhcc\b|\bcrlm\b|neoplasm|malignan/i;
const remnantWords = /\b(flr|remnant|future liver)\b/i;
/** Organs and vessels that lie beside or in a liver, and never count as it. */
const otherWords =
  /spleen|kidney|pancrea|stomach|duoden|bowel|colon|aort|vena|\bvein|vessel|portal|arter|gall|bile|lung|heart|spine|vertebra|bone|rib|muscle|skin|body|adrenal|\bfat\b|air|table|background|couinaud/i;
const liverWords = /\b(liver|hepar|foie|leber|lever|fegato|h[ií]gado)\b/i;

/** @returns null when the name could be either, or says nothing */
function partOfName(name: string): SegmentPart | null {
  if (lesionWords.test(name)) return 'tumour';
  const isLiver = liverWords.test(name);
  if (otherWords.test(name)) return isLiver ? null : 'ignore';
  return isLiver ? 'liver' : null;
}

/**
 * By code where that says it, else by the segment's name; null when neither does, so that a person has to.
 * @param name as the file has it; underscores count as blanks
 */
export function proposePart(coded: CodedPart | null, name: string): ProposedPart | null {
  const words = name.replaceAll('_', ' ');
  const isLesion = lesionWords.test(words);
  if (coded === 'flr' || coded === 'other') return { part: coded, by: 'code' };
  if (coded === 'resected') return { part: 'liver', by: 'code' };
  if (remnantWords.test(words) && !isLesion) return { part: 'flr', by: 'name' };
  if (coded === 'lesion') return { part: 'tumour', by: 'code' };
  if (coded === 'liver') return isLesion ? { part: 'tumour', by: 'name' } : { part: 'liver', by: 'code' };
  const part = partOfName(words);
  return part === null ? null : { part, by: 'name' };
}

/** What the values of a mask without names usually mean: liver 1, tumour 2, FLR 3. */
const usualValues: Readonly<Record<number, SegmentPart>> = { 1: 'liver', 2: 'tumour', 3: 'flr' };

export const proposePartOfValue = (value: number): ProposedPart | null => {
  const part = usualValues[value];
  return part === undefined ? null : { part, by: 'value' };
};

/** What competes where segments overlap. The remnant is parenchyma of the liver: between the two nothing is to be decided. */
export const tissues = ['parenchyma', 'tumour', 'other'] as const;
export type Tissue = (typeof tissues)[number];
/** Weakest first: a lesion in the liver is a lesion. */
export type TissueOrder = readonly Tissue[];
export const usualOrder: TissueOrder = tissues;

/** null for what isn't painted. */
export const tissueOf = (part: SegmentPart): Tissue | null =>
  part === 'ignore' ? null : part === 'tumour' || part === 'other' ? part : 'parenchyma';

/** The order with `winner` above `loser`, otherwise as it was. */
export function withWinner(order: TissueOrder, winner: Tissue, loser: Tissue): TissueOrder {
  if (order.indexOf(winner) > order.indexOf(loser)) return order;
  return order.filter((each) => each !== winner).flatMap((each) => (each === loser ? [each, winner] : [each]));
}

/** What a voxel is that has these parts; null for none that is painted. */
export function winningPart(parts: readonly SegmentPart[], order: TissueOrder): Exclude<SegmentPart, 'ignore'> | null {
  const has = (part: SegmentPart): boolean => parts.includes(part);
  const winner = order.findLast((tissue) => parts.some((part) => tissueOf(part) === tissue));
  if (winner === undefined) return null;
  if (winner === 'parenchyma') return has('flr') ? 'flr' : 'liver';
  return winner;
}
