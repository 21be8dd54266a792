/** Which liver function test counts at a CT. */
import { dayNumber, daysBetween } from './dates.ts';
import { baselineDateOf, firstEmbolisation } from './embolisations.ts';
import type { Protocol } from './protocol.ts';
import type { PlannedSubject } from './visitPlan.ts';

interface Dated {
  readonly date: string;
}

/**
 * The test nearest to the CT within the protocol's days (of two as near, the later one; of one day, the one recorded last); undefined when
 * there is none. A test from the other side of the first embolisation says nothing of the liver on this CT.
 * @param tests in the order they were recorded
 */
export function functionTestAt<T extends Dated>(
  tests: readonly T[],
  ctDate: string,
  { embolisations, timePoints }: PlannedSubject,
  { functionTest: { withinDays } }: Protocol,
): T | undefined {
  const first = firstEmbolisation(embolisations, baselineDateOf(timePoints));
  const isAfter = (date: string): boolean => first !== undefined && dayNumber(date) > dayNumber(first.date);
  const distance = ({ date }: Dated): number => Math.abs(daysBetween(ctDate, date));
  let nearest: T | undefined;
  for (const test of tests) {
    if (distance(test) > withinDays || isAfter(test.date) !== isAfter(ctDate)) continue;
    const isNearer =
      !nearest ||
      distance(test) < distance(nearest) ||
      (distance(test) === distance(nearest) && test.date >= nearest.date);
    if (isNearer) nearest = test;
  }
  return nearest;
}
