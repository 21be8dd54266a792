/** One quantity over time as a small SVG for the first page, with its intervals; the whole time line stands further back. */
import { dayNumber } from '../../core/domain/dates.ts';
import type { QuantityId } from '../../core/domain/quantities.ts';
import type { PackageRecord, RecordValue } from '../package/record.ts';
import { hexOf } from './colours.ts';
import { texts } from './texts.ts';

const HEIGHT = 132;
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 12, 14, 30];
const INK = '#1d2733';
const FAINT = '#c9d1d9';

interface Point {
  readonly day: number;
  readonly date: string;
  readonly value: RecordValue;
}

function pointsOf({ timePoints }: PackageRecord, quantity: QuantityId): Point[] {
  return timePoints.flatMap(({ date, result }) => {
    const value = result.values.find((each) => each.quantity === quantity);
    return value === undefined || value.value === null ? [] : [{ day: dayNumber(date), date, value }];
  });
}

/** Four to six round steps that hold the range. */
function steps(low: number, high: number): number[] {
  const rough = (high - low || Math.abs(high) || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(low / step) * step;
  const count = Math.ceil((high - first) / step);
  return Array.from({ length: count + 1 }, (_, at) => first + at * step);
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const label = (x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end' = 'middle'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-family="Roboto" font-size="7.5" text-anchor="${anchor}" fill="${INK}">${escaped(text)}</text>`;
const line = (x1: number, y1: number, x2: number, y2: number, colour: string, extra = ''): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${colour}" ${extra}/>`;

/**
 * @param quantity what is drawn
 * @param width in points; texts keep their size
 * @returns null with fewer than two CTs that have it
 */
export function growthChart(record: PackageRecord, quantity: QuantityId, title: string, width: number): string | null {
  const points = pointsOf(record, quantity);
  if (points.length < 2) return null;
  const events = record.embolisations.map(({ date, kind }) => ({ day: dayNumber(date), kind }));
  const days = [...points.map(({ day }) => day), ...events.map(({ day }) => day)];
  const [firstDay, lastDay] = [Math.min(...days), Math.max(...days)];
  const ends = points.flatMap(({ value: { value, uncertainty } }) => [
    value!,
    uncertainty?.lower ?? value!,
    uncertainty?.upper ?? value!,
  ]);
  const ticks = steps(Math.min(...ends), Math.max(...ends));
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  const x = (day: number): number =>
    LEFT + 14 + ((day - firstDay) / Math.max(1, lastDay - firstDay)) * (width - LEFT - RIGHT - 28);
  const y = (value: number): number => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const colour = hexOf('flr');
  const path = points
    .map(({ day, value }, at) => `${at === 0 ? 'M' : 'L'}${x(day).toFixed(1)} ${y(value.value!).toFixed(1)}`)
    .join('');
  const dayZero = events[0]?.day ?? firstDay;
  const digits = ticks.some((tick) => !Number.isInteger(tick)) ? 1 : 0;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}">`,
    label(LEFT, 8, title, 'start'),
    ...ticks.flatMap((tick) => [
      line(LEFT, y(tick), width - RIGHT, y(tick), FAINT, 'stroke-width="0.5"'),
      label(LEFT - 4, y(tick) + 2.5, tick.toFixed(digits), 'end'),
    ]),
    ...events.flatMap(({ day, kind }) => [
      line(x(day), TOP, x(day), HEIGHT - BOTTOM, INK, 'stroke-width="0.8" stroke-dasharray="3 2"'),
      label(x(day) + 3, TOP + 7, kind === 'pve_hve' ? 'PVE/HVE' : kind.toUpperCase(), 'start'),
    ]),
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6"/>`,
    ...points.flatMap(({ day, date, value: { value, printed, uncertainty } }) => [
      ...(uncertainty
        ? [line(x(day), y(uncertainty.lower), x(day), y(uncertainty.upper), colour, 'stroke-width="1"')]
        : []),
      `<circle cx="${x(day).toFixed(1)}" cy="${y(value!).toFixed(1)}" r="2.6" fill="${colour}"/>`,
      label(x(day) + 5, y(value!) - 4, printed ?? '', 'start'),
      label(x(day), HEIGHT - BOTTOM + 10, date),
      label(x(day), HEIGHT - BOTTOM + 19, texts.day(day - dayZero)),
    ]),
    '</svg>',
  ].join('');
}
