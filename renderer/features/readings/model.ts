/** What the page of agreement shows of pairs of readings. Pure. */
import type { ReadingPair } from '../../../electron/core/contract/readings.ts';
import { agreementByQuantity, type Estimate, type QuantityAgreement } from '../../../electron/core/domain/agreement.ts';
import { isQuantityId, quantities } from '../../../electron/core/domain/quantities.ts';
import { occasionalVolumeIds } from '../../../electron/core/domain/volumetry.ts';
import { timePointName } from '../trial/model.ts';
import { rt } from './texts.ts';

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

const isOccasional: ReadonlySet<string> = new Set(occasionalVolumeIds);

/** Agreement on every quantity; without tissue that nobody found in any of the CTs. */
export function shownAgreement(pairs: readonly ReadingPair[]): QuantityAgreement[] {
  const found = new Set(
    pairs.flatMap(({ values }) =>
      values.filter(({ first, second }) => first !== 0 || second !== 0).map(({ quantity }) => quantity),
    ),
  );
  return agreementByQuantity(pairs).filter(({ quantity }) => !isOccasional.has(quantity) || found.has(quantity));
}

export const agreementColumns = ['pairs', 'bias', 'limits', 'cv', 'iccA', 'iccC'] as const;

/** What is said of the agreement on one quantity: a text for each column, with the 95 % interval where there is one. */
export interface AgreementFigure {
  readonly column: (typeof agreementColumns)[number];
  readonly text: string;
  readonly interval: string | null;
}

export function agreementFigures(of: QuantityAgreement): AgreementFigure[] {
  const { quantity, pairs, blandAltman: limits, coefficientOfVariationPct: cv } = of;
  const print = (value: number): string => printed(quantity, value);
  const plain = (column: AgreementFigure['column'], text: string): AgreementFigure => ({
    column,
    text,
    interval: null,
  });
  return [
    plain('pairs', String(pairs)),
    estimated('bias', limits?.bias ?? null, print),
    plain('limits', limits ? `${print(limits.lowerLimit.value)} … ${print(limits.upperLimit.value)}` : '–'),
    plain('cv', cv === null ? '–' : `${cv.toFixed(2)} %`),
    estimated('iccA', of.iccAgreement, (value) => value.toFixed(3)),
    estimated('iccC', of.iccConsistency, (value) => value.toFixed(3)),
  ];
}

function estimated(
  column: AgreementFigure['column'],
  of: Estimate | null,
  print: (value: number) => string,
): AgreementFigure {
  if (of === null) return { column, text: '–', interval: null };
  const { value, lower, upper } = of;
  const interval = rt('agreement.interval', { lower: print(lower), upper: print(upper) });
  return { column, text: print(value), interval };
}
