/**
 * Which CTs a protocol plans for a subject, and how each stands on a day: what is due, what was made inside its window or outside of it,
 * what can't be made any more. Windows count in whole calendar days from the first embolisation (day 0).
 */
import type { Visit, VisitStatus } from '../contract/trial.ts';
import { dateOfDay, dayNumber } from './dates.ts';
import { baselineDateOf, firstEmbolisation } from './embolisations.ts';
import { windowDeviationDays, type Protocol } from './protocol.ts';

/** What the plan looks at. */
export interface PlannedSubject {
  readonly embolisations: readonly { readonly date: string }[];
  readonly timePoints: readonly { readonly kind: Visit['kind']; readonly date: string }[];
}

type Planned = Protocol['schedule'][number];

/**
 * One entry for each planned visit, in the protocol's order.
 * @param today `YYYY-MM-DD`
 */
export function visitPlan(protocol: Protocol, subject: PlannedSubject, today: string): Visit[] {
  const dayZero = firstEmbolisation(subject.embolisations, baselineDateOf(subject.timePoints))?.date ?? null;
  return protocol.schedule.map((planned, index) => {
    const made = subject.timePoints.find(({ kind }) => kind === planned.kind)?.date ?? null;
    const { kind } = planned;
    if (dayZero === null) {
      // A baseline is wanted before there is anything to count from.
      const status = made !== null ? 'done' : planned.lastDay <= 0 ? 'due' : 'not_yet';
      return { kind, firstDate: null, lastDate: null, date: made, status, deviationDays: null };
    }
    const zero = dayNumber(dayZero);
    const firstDate = dateOfDay(zero + planned.firstDay);
    const lastDate = dateOfDay(zero + planned.lastDay);
    const deviationDays = made === null ? null : windowDeviationDays(protocol, kind, dayNumber(made) - zero);
    const status =
      deviationDays === null
        ? openStatus(planned, protocol.schedule[index + 1], dayNumber(today) - zero)
        : madeStatus(deviationDays);
    return { kind, firstDate, lastDate, date: made, status, deviationDays };
  });
}

const madeStatus = (deviationDays: number): VisitStatus =>
  deviationDays === 0 ? 'done' : deviationDays < 0 ? 'early' : 'late';

/** Of a visit without a CT. What is late can be made up for until the next window opens; a baseline only before the embolisation. */
function openStatus(planned: Planned, next: Planned | undefined, day: number): VisitStatus {
  if (day < planned.firstDay) return 'not_yet';
  if (day <= planned.lastDay && (planned.lastDay > 0 || day < 0)) return 'due';
  if (planned.lastDay <= 0 || (next !== undefined && day >= next.firstDay)) return 'missing';
  return 'overdue';
}

/** From what is done last to what must be seen first. */
const urgency: readonly VisitStatus[] = ['done', 'not_yet', 'early', 'late', 'missing', 'due', 'overdue'];

/** The one that a site has to see first; null for a protocol without a schedule. */
export function mostUrgent(visits: readonly Visit[]): Visit | null {
  let found: Visit | null = null;
  for (const visit of visits)
    if (!found || urgency.indexOf(visit.status) > urgency.indexOf(found.status)) found = visit;
  return found;
}
