/** Verdicts of a protocol's criteria. They compare unrounded values; what is printed beside them takes the decimals it needs. */
import type { Uncertainty, verdict } from '../contract/results.ts';
import type { liverQuality, TimePointKind } from '../contract/trial.ts';
import type { z } from 'zod';
import { satisfies, type Comparison, type Limit } from './comparison.ts';
import type { Computed } from './computed.ts';
import { printWithUnit } from './format.ts';
import type { Criterion, Protocol } from './protocol.ts';
import { quantities, type Quantity, type QuantityId } from './quantities.ts';
import { shownUnit } from './units.ts';

export type LiverQuality = z.infer<typeof liverQuality>;
export type Verdict = z.infer<typeof verdict>;

const words: Readonly<Record<Comparison, string>> = {
  at_least: 'at least',
  more_than: 'more than',
  less_than: 'less than',
  at_most: 'at most',
};

/** Ends of the 95 % interval of a value. */
export type Interval = Pick<Uncertainty, 'lower' | 'upper' | 'printed'>;

/** A value to be judged, with its interval where it has one. */
export interface Judged {
  readonly value: Computed;
  readonly interval: Interval | null;
}

/**
 * The verdict of one criterion; the statement names the ratio, the threshold and the protocol. The outcome stands by the unrounded value;
 * an interval that reaches over the threshold is said beside it.
 */
export function judge(
  criterion: Criterion,
  value: Computed,
  liver: LiverQuality,
  protocol: Protocol,
  interval: Interval | null = null,
): Verdict {
  const { name, ucum }: Quantity = quantities[criterion.quantity];
  const threshold = criterion.thresholds[liver];
  const source = `${protocol.name} protocol, version ${protocol.version}`;
  if (threshold === null) {
    const statement = `${criterion.title}: the ${source} has no limit of ${name} for this liver quality.`;
    return { criterion: criterion.id, statement, outcome: 'unknown', crossesLimit: false };
  }
  const limit = `${words[criterion.comparison]} ${threshold} ${shownUnit(ucum)}`;
  if (value.reason !== null) {
    const statement = `${criterion.title}: ${name} must be ${limit} (${source}). ${value.reason}`;
    return { criterion: criterion.id, statement, outcome: 'unknown', crossesLimit: false };
  }
  const asLimit: Limit = { comparison: criterion.comparison, threshold };
  const met = satisfies(value.value, asLimit);
  const printed = printWithUnit(criterion.quantity, value.value, [asLimit]);
  const crossesLimit = interval !== null && satisfies(interval.lower, asLimit) !== satisfies(interval.upper, asLimit);
  const doubt = crossesLimit
    ? ` Its 95 % interval, ${interval.printed.lower} to ${interval.printed.upper} ${shownUnit(ucum)}, reaches over the limit.`
    : '';
  return {
    criterion: criterion.id,
    statement: `${criterion.title}: ${name} is ${printed} and must be ${limit} (${source}): ${met ? 'met' : 'not met'}.${doubt}`,
    outcome: met ? 'met' : 'not_met',
    crossesLimit,
  };
}

/** The limits that a quantity is judged by at a time point; what is printed must agree with them. */
export function limitsOf(protocol: Protocol, kind: TimePointKind, liver: LiverQuality, quantity: QuantityId): Limit[] {
  return protocol.criteria
    .filter((criterion) => criterion.quantity === quantity && criterion.appliesAt.includes(kind))
    .flatMap(({ comparison, thresholds }) => {
      const threshold = thresholds[liver];
      return threshold === null ? [] : [{ comparison, threshold }];
    });
}

/** The verdicts of every criterion that the protocol applies at a time point, in the protocol's order. */
export function judgeAll(
  protocol: Protocol,
  kind: TimePointKind,
  liver: LiverQuality,
  valueOf: (quantity: QuantityId) => Judged,
): Verdict[] {
  return protocol.criteria
    .filter(({ appliesAt }) => appliesAt.includes(kind))
    .map((criterion) => {
      const { value, interval } = valueOf(criterion.quantity);
      return judge(criterion, value, liver, protocol, interval);
    });
}
