/** The plots of the time line: volumes, the trial's ratio with its cut-offs, and growth rates. */
import type { Growth, Result, ResultValue } from '../contract/results.ts';
import type { Subject } from '../contract/trial.ts';
import { limitsOf } from './eligibility.ts';
import type { Protocol } from './protocol.ts';
import { quantities, type QuantityId } from './quantities.ts';
import type { Bar, Panel, Point, Series, Shape, TimelineInput } from './timelineParts.ts';
import { valueScale, type DayScale } from './timelineScales.ts';

export interface Place {
  readonly top: number;
  readonly height: number;
}
/** A quantity as a series. */
export interface Drawn {
  readonly id: QuantityId;
  readonly name: string;
  readonly shape: Shape;
  readonly isDashed?: boolean;
  readonly values: Series['values'];
  /** Beside the day's own place, so that two series don't hide each other. */
  readonly shiftPx?: number;
}

const find = (values: readonly ResultValue[], quantity: string): ResultValue | undefined =>
  values.find((value) => value.quantity === quantity);

/** All numbers of a quantity that must fit on its scale. */
const extent = (value: ResultValue | undefined): number[] =>
  !value || value.value === null
    ? []
    : [value.value, ...(value.uncertainty ? [value.uncertainty.lower, value.uncertainty.upper] : [])];

function seriesOf(
  drawn: readonly Drawn[],
  results: readonly Result[],
  scale: DayScale,
  y: (value: number) => number,
): Unnamed[] {
  const series = drawn.map(({ id, name, shape, isDashed = false, values: side, shiftPx = 0 }) => {
    const points = results.flatMap(({ date, values }): Point[] => {
      const found = find(values, id);
      if (!found || found.value === null) return [];
      const { uncertainty } = found;
      const interval = uncertainty && ([y(uncertainty.lower), y(uncertainty.upper)] as const);
      return [{ x: scale.x(date) + shiftPx, y: y(found.value), interval, text: found.printed ?? '' }];
    });
    return { name, shape, isDashed, values: side, points };
  });
  return series.filter(({ points }) => points.length > 0);
}

const NAME_ROW = 14;

/** Names stand right of the plot at the height of what they name, pushed apart where they would lie on each other. */
function spread(heights: readonly number[]): number[] {
  const placed = [...heights];
  let free = -Infinity;
  for (const index of heights.map((_, at) => at).toSorted((a, b) => heights[a]! - heights[b]!)) {
    placed[index] = Math.max(heights[index]! + 4, free);
    free = placed[index] + NAME_ROW;
  }
  return placed;
}

type Unnamed = Omit<Series, 'nameY'>;

function withNames(
  series: readonly Unnamed[],
  limits: readonly { readonly y: number; readonly text: string }[],
): Pick<Panel, 'series' | 'limits'> {
  const placed = spread([...series.map(({ points }) => points.at(-1)!.y), ...limits.map(({ y }) => y)]);
  return {
    series: series.map((each, at) => ({ ...each, nameY: placed[at]! })),
    limits: limits.map((each, at) => ({ ...each, nameY: placed[series.length + at]! })),
  };
}

const printTick = (value: number): string => String(Number(value.toPrecision(6))).replace('-', '−');

const emptyPanel = (title: string, { top }: Place, note: string): Panel => ({
  title,
  top,
  bottom: top + 20,
  ticks: [],
  series: [],
  bars: [],
  limits: [],
  note,
});

/** A panel with a scale for these values, and nothing drawn in it yet. */
function plotOf(
  title: string,
  values: readonly number[],
  { top, height }: Place,
): { readonly y: (value: number) => number; readonly plot: Panel } {
  const { y, ticks } = valueScale(values, top, height);
  const shown = ticks.map((value) => ({ y: y(value), text: printTick(value) }));
  return { y, plot: { title, top, bottom: top + height, ticks: shown, series: [], bars: [], limits: [], note: null } };
}

export function volumePanel(
  title: string,
  drawn: readonly Drawn[],
  { results }: TimelineInput,
  scale: DayScale,
  place: Place,
): Panel {
  const values = results.flatMap((result) => drawn.flatMap(({ id }) => extent(find(result.values, id))));
  if (values.length === 0) return emptyPanel(title, place, 'No CT has been measured yet.');
  const { y, plot } = plotOf(title, values, place);
  return { ...plot, ...withNames(seriesOf(drawn, results, scale, y), []) };
}

const RATIO: QuantityId = 'flr_pct_functional';
const comparisonWords = {
  at_least: 'at least',
  more_than: 'more than',
  less_than: 'less than',
  at_most: 'at most',
} as const;

export function ratioPanel({ results, protocol, subject }: TimelineInput, scale: DayScale, place: Place): Panel {
  const title = `${quantities[RATIO].name} and standardised FLR, %`;
  const drawn: Drawn[] = [
    { id: RATIO, name: 'FLR / (TL - tumour)', shape: 'disc', values: 'above' },
    { id: 'sflr_pct', name: 'Standardised FLR', shape: 'diamond', isDashed: true, values: null, shiftPx: 7 },
  ];
  const values = results.flatMap((result) => drawn.flatMap(({ id }) => extent(find(result.values, id))));
  if (values.length === 0)
    return emptyPanel(
      title,
      place,
      firstReason(
        results.flatMap((result) => result.values),
        RATIO,
      ),
    );
  const limits = cutOffs(protocol, subject.liverQuality);
  const { y, plot } = plotOf(title, [...values, ...limits.map(({ threshold }) => threshold)], place);
  return {
    ...plot,
    ...withNames(
      seriesOf(drawn, results, scale, y),
      limits.map(({ threshold, text }) => ({ y: y(threshold), text })),
    ),
  };
}

/** The protocol's cut-offs of the ratio, one for each threshold; what lets a liver be resected comes before what lets it in. */
function cutOffs(protocol: Protocol, liver: Subject['liverQuality']): { threshold: number; text: string }[] {
  const found = new Map<number, string>();
  for (const { comparison, threshold } of [
    ...limitsOf(protocol, 'w1', liver, RATIO),
    ...limitsOf(protocol, 'baseline', liver, RATIO),
  ])
    if (!found.has(threshold)) found.set(threshold, `${protocol.name}: ${comparisonWords[comparison]} ${threshold} %`);
  return [...found].map(([threshold, text]) => ({ threshold, text }));
}

const firstReason = (values: readonly ResultValue[], quantity: string): string =>
  find(
    values.filter(({ reason }) => reason !== null),
    quantity,
  )?.reason ?? 'No CT has been measured yet.';

/** Between neighbours in time: the initial rate since the embolisation where there is one, else the rate between the two CTs. */
export function neighbourRates(
  results: readonly Result[],
  growth: readonly Growth[],
): { pair: Growth; rate: ResultValue; since: string }[] {
  return results.slice(1).flatMap((to, index) => {
    const from = results[index]!;
    const pair = growth.find(
      (each) => each.fromTimePointId === from.timePointId && each.toTimePointId === to.timePointId,
    );
    if (!pair) return [];
    const initial = find(pair.values, 'kgr_sflr_initial');
    const isInitial = initial !== undefined && initial.value !== null;
    const rate = isInitial ? initial : find(pair.values, 'kgr_interval');
    return rate ? [{ pair, rate, since: isInitial && pair.embolisation ? pair.embolisation.date : pair.fromDate }] : [];
  });
}

export function ratePanel({ results, growth }: TimelineInput, scale: DayScale, place: Place): Panel {
  const title = 'Growth rate of standardised FLR, % per week';
  const rates = neighbourRates(results, growth);
  const values = rates.flatMap(({ rate }) => extent(rate));
  if (rates.length === 0) return emptyPanel(title, place, 'Growth needs two measured CTs.');
  if (values.length === 0) return emptyPanel(title, place, rates[0]!.rate.reason ?? '');
  const { y, plot } = plotOf(title, values, place);
  return {
    ...plot,
    bars: rates.flatMap(({ pair, rate, since }): Bar[] => {
      if (rate.value === null) return [];
      const { uncertainty } = rate;
      return [
        {
          fromX: scale.x(since),
          toX: scale.x(pair.toDate),
          y: y(rate.value),
          zeroY: y(0),
          interval: uncertainty && [y(uncertainty.lower), y(uncertainty.upper)],
          text: rate.printed ?? '',
        },
      ];
    }),
  };
}
