/** What the page of agreement shows of pairs of readings. Pure. */
import type { ReadingPair } from '../../../electron/core/contract/readings.ts';
import { isQuantityId, quantities } from '../../../electron/core/domain/quantities.ts';
import { timePointName } from '../trial/index.ts';

/** One digit more than the program prints the quantity with elsewhere, because differences are small. */
export const printed = (quantity: string, value: number): string =>
  value.toFixed(isQuantityId(quantity) ? quantities[quantity].digits + 1 : 2);

export const pairName = ({ subjectCode, timePoint, date }: ReadingPair): string =>
  `${subjectCode} ${timePointName(timePoint)} ${date}`;

/** The pairs that have the quantity, as points of a chart. */
export function pointsOf(
  pairs: readonly ReadingPair[],
  quantity: string,
): { readonly name: string; readonly first: number; readonly second: number }[] {
  return pairs.flatMap((pair) => {
    const value = pair.values.find((each) => each.quantity === quantity);
    return value ? [{ name: pairName(pair), first: value.first, second: value.second }] : [];
  });
}
