/** The time line for those who don't see the chart: one row for every event, and one paragraph that says all of it. */
import type { ResultValue } from '../contract/results.ts';
import { daysBetween } from './dates.ts';
import { embolisationName } from './embolisations.ts';
import { quantities } from './quantities.ts';
import { timelineZero } from './timeline.ts';
import type { TimelineInput } from './timelineParts.ts';
import { neighbourRates } from './timelinePanels.ts';
import { shownUnit } from './units.ts';

export interface TimelineRow {
  readonly date: string;
  /** From day 0. */
  readonly day: number;
  readonly event: string;
  /** Of a measured CT: total liver, remnant, tumour, the two ratios, and the growth rate up to it; empty texts otherwise. */
  readonly cells: readonly string[];
}

const columns = ['tlv', 'flr', 'tumour', 'flr_pct_functional', 'sflr_pct'] as const;

/** Names of the numbers of a row. */
export const timelineColumns: readonly string[] = [
  ...columns.map((id) => quantities[id].name),
  'Growth rate of standardised FLR up to this CT',
];

/** `400 mL ± 17`, or a dash. */
function shown(value: ResultValue | undefined): string {
  if (!value || value.printed === null) return '–';
  const error = value.uncertainty ? ` ± ${value.uncertainty.printed.standardError}` : '';
  return `${value.printed}${error} ${shownUnit(value.unit)}`;
}

/** One row for each day that something happened on, in order. */
export function timelineRows(input: TimelineInput): TimelineRow[] {
  const { subject, results, growth, nameOf } = input;
  const zero = timelineZero(input);
  if (!zero) return [];
  const empty = timelineColumns.map(() => '');
  const rates = neighbourRates(results, growth);
  const events = [
    ...subject.embolisations.map((each) => ({
      date: each.date,
      event: embolisationName(each).split(' of ')[0]!,
      cells: empty,
    })),
    ...subject.functionTests.map(({ date, uptakePctPerMin, flrSharePct }) => ({
      date,
      event: `Function test: uptake ${uptakePctPerMin} %/min, share of the remnant ${flrSharePct} %`,
      cells: empty,
    })),
    ...subject.timePoints.map(({ id, kind, date }) => {
      const result = results.find(({ timePointId }) => timePointId === id);
      if (!result) return { date, event: `CT, ${nameOf(kind)}: not measured`, cells: empty };
      const rate = rates.find(({ pair }) => pair.toTimePointId === id)?.rate;
      const values = columns.map((column) => shown(result.values.find(({ quantity }) => quantity === column)));
      return { date, event: `CT, ${nameOf(kind)}`, cells: [...values, shown(rate)] };
    }),
    ...(subject.outcome?.resectionDate
      ? [{ date: subject.outcome.resectionDate, event: 'Resection', cells: empty }]
      : []),
  ];
  return events
    .map((event) => ({ ...event, day: daysBetween(zero.date, event.date) }))
    .toSorted((a, b) => a.day - b.day);
}

/** Everything of the chart in words. */
export function timelineDescription(input: TimelineInput): string {
  const zero = timelineZero(input);
  if (!zero) return `Subject ${input.subject.code} has no CT, embolisation or function test yet.`;
  const sentences = timelineRows(input).map(({ day, date, event, cells }) => {
    const numbers = cells.flatMap((cell, at) =>
      cell === '' || cell === '–' ? [] : [`${timelineColumns[at]!} ${cell}`],
    );
    return `Day ${day} (${date}): ${event}${numbers.length === 0 ? '' : `; ${numbers.join(', ')}`}.`;
  });
  return `Time line of subject ${input.subject.code}, in days from ${zero.name}. ${sentences.join(' ')}`;
}
