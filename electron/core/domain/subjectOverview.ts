/** Which subjects of a site are shown and in which order: what comes next first. Pure; host and command line share it. */
import type { OverviewFilter, OverviewOrder, SubjectSummary, Visit } from '../contract/trial.ts';

/** What is still to be done: the open visit whose window ends first, one without a window last; null when nothing is open. */
export function nextVisit(visits: readonly Visit[]): Visit | null {
  let next: Visit | null = null;
  for (const visit of visits) {
    if (!isOpen(visit)) continue;
    if (next === null || dueBy(visit) < dueBy(next)) next = visit;
  }
  return next;
}

const isOpen = ({ status }: Visit): boolean => status === 'overdue' || status === 'due' || status === 'not_yet';

/** After every day there is. */
const NEVER = '9999-12-31';
const dueBy = ({ lastDate, status }: Visit): string => lastDate ?? (status === 'due' ? '9999-12-30' : NEVER);

/** In the order that is asked for; 'next' is the default. Of equal ones, by code. */
export function arrangeSubjects(
  subjects: readonly SubjectSummary[],
  filter: OverviewFilter,
  siteCodes: ReadonlyMap<string, string>,
): SubjectSummary[] {
  const { order = 'next', descending = false } = filter;
  const key = keys[order](siteCodes);
  const sign = descending ? -1 : 1;
  return subjects
    .filter((subject) => fits(subject, filter))
    .map((subject) => ({ subject, key: key(subject) }))
    .sort((a, b) => sign * compare(a.key, b.key) || compare(a.subject.code, b.subject.code))
    .map(({ subject }) => subject);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const keys: Readonly<
  Record<OverviewOrder, (siteCodes: ReadonlyMap<string, string>) => (subject: SubjectSummary) => string>
> = {
  next: () => (subject) => (subject.next === null ? NEVER : dueBy(subject.next)),
  code: () => (subject) => subject.code,
  site: (siteCodes) => (subject) => siteCodes.get(subject.siteId ?? '') ?? '',
};

function fits(subject: SubjectSummary, { siteId, protocolId, status, text }: OverviewFilter): boolean {
  return (
    (siteId === undefined || subject.siteId === siteId) &&
    (protocolId === undefined || subject.protocolId === protocolId) &&
    (status === undefined || subject.visits.some((visit) => visit.status === status)) &&
    (text === undefined || subject.code.toLowerCase().includes(text.trim().toLowerCase()))
  );
}
