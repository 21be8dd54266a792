/**
 * Dates of a record can't run backwards. What is impossible is refused; what is only unlikely is said and kept. Every rule speaks of one date or
 * of two, so that it doesn't matter in which order a record was entered.
 */
import { firstEmbolisation } from './embolisations.ts';

interface Dated {
  readonly date: string;
}

/** The dates of a subject. `YYYY-MM-DD`; an earlier procedure may have a month or a year only. */
export interface RecordDates {
  readonly yearOfBirth: number | null;
  readonly earlierProcedures: readonly { readonly kind: string; readonly date: string }[];
  readonly measures: readonly Dated[];
  readonly embolisations: readonly (Dated & { readonly details: { readonly hepaticDate: string | null } })[];
  readonly functionTests: readonly Dated[];
  readonly timePoints: readonly (Dated & { readonly kind: string })[];
  readonly outcome: { readonly decisionDate: string; readonly resectionDate: string | null } | null;
}

export interface DateProblem {
  readonly level: 'impossible' | 'implausible';
  readonly sentence: string;
}

/** Nobody was older. */
const OLDEST_YEARS = 120;
/** The trial takes adults. */
const ADULT_YEARS = 18;

interface Event extends Dated {
  /** To begin a sentence with. */
  readonly name: string;
}

const ctNames: Readonly<Record<string, string>> = {
  baseline: 'The baseline CT',
  w1: 'The week 1 CT',
  w3: 'The week 3 CT',
  w6: 'The week 6 CT',
  preoperative: 'The pre-operative CT',
};
const ctName = (kind: string): string => ctNames[kind] ?? 'The CT';
const scheduled = ['baseline', 'w1', 'w3', 'w6', 'preoperative'];

const named = (name: string, dated: readonly Dated[]): Event[] => dated.map(({ date }) => ({ name, date }));

/** All that is wrong with the dates, in the order of the record. @param today `YYYY-MM-DD` */
export function dateProblems(record: RecordDates, today: string): DateProblem[] {
  const events = eventsOf(record);
  return unique([
    ...future(events, today),
    ...birth(record, events, today),
    ...earlierProcedures(record),
    ...aroundEmbolisation(record),
    ...aroundResection(record),
    ...visitsInOrder(record),
  ]);
}

/** What would become impossible by a change: what was so before it is not its fault. */
export function newlyImpossible(before: RecordDates, after: RecordDates, today: string): string | null {
  const known = new Set(dateProblems(before, today).map(({ sentence }) => sentence));
  const found = dateProblems(after, today).find(
    ({ level, sentence }) => level === 'impossible' && !known.has(sentence),
  );
  return found?.sentence ?? null;
}

export const implausibleDates = (record: RecordDates, today: string): string[] =>
  dateProblems(record, today).flatMap(({ level, sentence }) => (level === 'implausible' ? [sentence] : []));

function eventsOf(record: RecordDates): Event[] {
  const { earlierProcedures: procedures, measures, embolisations, functionTests, timePoints, outcome } = record;
  const second = embolisations.flatMap(({ details: { hepaticDate: date } }) => (date === null ? [] : [{ date }]));
  return [
    ...named('An earlier procedure', procedures),
    ...named('The measure', measures),
    ...named('The embolisation', embolisations),
    ...named('The hepatic vein embolisation', second),
    ...named('The function test', functionTests),
    ...timePoints.map(({ kind, date }) => ({ name: ctName(kind), date })),
    ...(outcome ? named('The decision', [{ date: outcome.decisionDate }]) : []),
    ...(outcome?.resectionDate ? named('The resection', [{ date: outcome.resectionDate }]) : []),
  ];
}

/** A month or a year begins with its first day: only what is surely later is called so. */
const firstDayOf = (date: string): string => `${date}-01-01`.slice(0, 10);

const future = (events: readonly Event[], today: string): DateProblem[] =>
  events
    .filter(({ date }) => firstDayOf(date) > today)
    .map(({ name, date }) => impossible(`${name} is dated ${date}, which is in the future.`));

function birth({ yearOfBirth }: RecordDates, events: readonly Event[], today: string): DateProblem[] {
  if (yearOfBirth === null) return [];
  const year = Number(today.slice(0, 4));
  if (yearOfBirth > year) return [impossible(`The year of birth, ${yearOfBirth}, is in the future.`)];
  if (year - yearOfBirth > OLDEST_YEARS)
    return [impossible(`The year of birth, ${yearOfBirth}, is more than ${OLDEST_YEARS} years ago.`)];
  const yearOf = ({ date }: Event): number => Number(date.slice(0, 4));
  const before = events
    .filter((event) => yearOf(event) < yearOfBirth)
    .map(({ name, date }) => impossible(`${name} of ${date} is before the year of birth, ${yearOfBirth}.`));
  const young = events.some(
    (event) => yearOf(event) - yearOfBirth < ADULT_YEARS && event.name !== 'An earlier procedure',
  );
  return [
    ...before,
    ...(young && before.length === 0
      ? [implausible(`By the year of birth, ${yearOfBirth}, the subject was not ${ADULT_YEARS} years old.`)]
      : []),
  ];
}

function earlierProcedures({ earlierProcedures: procedures, embolisations, measures }: RecordDates): DateProblem[] {
  const first = earliest(embolisations);
  const measured = earliest(measures);
  return procedures.flatMap(({ kind, date }) => {
    const what = kind === 'other' ? 'procedure' : kind;
    if (first !== null && firstDayOf(date) > first)
      return [impossible(`The earlier ${what} of ${date} is after the first embolisation, ${first}.`)];
    if (measured !== null && firstDayOf(date) > measured)
      return [implausible(`The earlier ${what} of ${date} is after the first measurement of height and weight.`)];
    return [];
  });
}

function aroundEmbolisation({ embolisations, timePoints }: RecordDates): DateProblem[] {
  const baseline = timePoints.find(({ kind }) => kind === 'baseline')?.date;
  const first = firstEmbolisation(embolisations)?.date;
  if (first === undefined) return [];
  const early = timePoints.filter(({ kind, date }) => kind.startsWith('w') && date < first);
  return [
    ...(baseline !== undefined && baseline > first
      ? [implausible(`The baseline CT of ${baseline} is after the first embolisation, ${first}.`)]
      : []),
    ...early.map(({ kind, date }) => implausible(`${ctName(kind)} of ${date} is before the embolisation of ${first}.`)),
  ];
}

function aroundResection({ embolisations, functionTests, timePoints, outcome }: RecordDates): DateProblem[] {
  const resected = outcome?.resectionDate ?? null;
  if (resected === null) return [];
  const after = ({ date }: Dated): boolean => date > resected;
  const days = embolisations.flatMap(({ date, details }) => [
    { date },
    ...(details.hepaticDate === null ? [] : [{ date: details.hepaticDate }]),
  ]);
  const says = (name: string, date: string): string => `${name} of ${date} is after the resection of ${resected}.`;
  return [
    ...days.filter(after).map(({ date }) => impossible(says('The embolisation', date))),
    ...functionTests.filter(after).map(({ date }) => implausible(says('The function test', date))),
    ...timePoints
      .filter((each) => after(each) && scheduled.includes(each.kind))
      .map(({ kind, date }) =>
        kind === 'preoperative' ? impossible(says(ctName(kind), date)) : implausible(says(ctName(kind), date)),
      ),
  ];
}

/** Scheduled CTs come one after the other. */
function visitsInOrder({ timePoints }: RecordDates): DateProblem[] {
  const made = scheduled.flatMap((kind) => timePoints.filter((each) => each.kind === kind).slice(0, 1));
  return made.slice(1).flatMap((later, index) => {
    const former = made[index]!;
    if (later.date >= former.date) return [];
    return [
      implausible(`${ctName(later.kind)} of ${later.date} is before ${lower(ctName(former.kind))} of ${former.date}.`),
    ];
  });
}

const earliest = (dated: readonly Dated[]): string | null =>
  dated.reduce<string | null>((first, { date }) => (first === null || date < first ? date : first), null);
const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const impossible = (sentence: string): DateProblem => ({ level: 'impossible', sentence });
const implausible = (sentence: string): DateProblem => ({ level: 'implausible', sentence });

const unique = (problems: readonly DateProblem[]): DateProblem[] => [
  ...new Map(problems.map((each) => [each.sentence, each])).values(),
];
