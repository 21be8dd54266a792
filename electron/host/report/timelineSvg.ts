/** The subject's time line, laid out by `core/domain/timeline.ts`, as SVG with its styles in place: a PDF has no style sheets. */
import type { Bar, Lane, Panel, Series, Shape, TimelineChart } from '../../core/domain/timelineParts.ts';
import {
  barBox,
  breakPath,
  coursePath,
  DISC_RADIUS,
  isCircle,
  limitKeyPath,
  outlineOf,
  seriesKey,
  valueY,
  whiskerPath,
} from '../../core/domain/timelineShapes.ts';
import { element, textElement, xmlText, type XmlElement } from '../export/odm/xml.ts';
import { INK, INK_FAINT, RULE } from './parts.ts';

const FONT = { 'font-family': 'Roboto', 'font-size': 11 };
/** Of a digit of that size. */
const DIGIT_PX = 6.2;
type Anchor = 'start' | 'middle' | 'end';

const label = (x: number, y: number, text: string, anchor: Anchor, fill: string, isBold = false): XmlElement =>
  textElement('text', text, { ...FONT, x, y, fill, 'text-anchor': anchor, 'font-weight': isBold ? 'bold' : null });
const line = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  stroke: string,
  dashes: string | null = null,
): XmlElement => element('line', { x1, y1, x2, y2, stroke, 'stroke-width': 1, 'stroke-dasharray': dashes });
const path = (d: string, stroke: string, width: number, dashes: string | null = null, fill = 'none'): XmlElement =>
  element('path', { d, stroke, fill, 'stroke-width': width, 'stroke-dasharray': dashes });

function shapeAt(shape: Shape, x: number, y: number): XmlElement {
  const isOpen = shape !== 'disc' && shape !== 'arrow';
  const fill = shape === 'cross' ? 'none' : isOpen ? '#ffffff' : INK;
  if (isCircle(shape))
    return element('circle', { cx: x, cy: y, r: DISC_RADIUS, fill, stroke: INK, 'stroke-width': 1.5 });
  return path(outlineOf(shape, x, y), INK, 1.5, null, fill);
}

const whisker = (x: number, interval: readonly [number, number]): XmlElement =>
  path(whiskerPath(x, interval), INK, 1.25);

function laneParts({ title, y, marks }: Lane, { left, right }: TimelineChart): XmlElement[] {
  return [
    label(left - 10, y + 4, title, 'end', INK, true),
    line(left, y, right, y, RULE),
    ...marks.flatMap(({ x, shape, label: text, labelX, labelY }) => [
      ...(y - labelY > 12 ? [line(x, y - 5, x, labelY + 3, RULE)] : []),
      shapeAt(shape, x, y),
      label(labelX, labelY, text, 'middle', INK_FAINT),
    ]),
  ];
}

/** The text on white, so that no line runs through it. */
const value = (x: number, y: number, text: string): XmlElement[] => [
  element('rect', {
    x: x - (text.length * DIGIT_PX) / 2,
    y: y - 9,
    width: text.length * DIGIT_PX,
    height: 11,
    fill: '#ffffff',
  }),
  label(x, y, text, 'middle', INK),
];

function seriesParts(series: Series, right: number): XmlElement[] {
  const { name, nameY, shape, isDashed, values, points } = series;
  const key = seriesKey(series, right);
  return [
    path(coursePath(points), INK, 1.5, isDashed ? '4 3' : null),
    ...points.flatMap((point) => [
      ...(values === null ? [] : value(point.x, valueY(values, point), point.text)),
      ...(point.interval ? [whisker(point.x, point.interval)] : []),
      shapeAt(shape, point.x, point.y),
    ]),
    ...(key
      ? [path(key.leader, RULE, 1), shapeAt(shape, key.shapeX, key.shapeY), label(key.textX, nameY, name, 'start', INK)]
      : []),
  ];
}

function barParts(bar: Bar): XmlElement[] {
  const { middleX, textY, ...box } = barBox(bar);
  return [
    element('rect', { ...box, fill: '#e2e2e2', stroke: INK_FAINT }),
    ...(bar.interval ? [whisker(middleX, bar.interval)] : []),
    label(middleX, textY, bar.text, 'middle', INK),
  ];
}

function panelParts(
  { title, top, bottom, ticks, series, bars, limits, note }: Panel,
  chart: TimelineChart,
): XmlElement[] {
  const { left, right } = chart;
  return [
    label(left, top - 10, title, 'start', INK, true),
    ...(note === null ? [line(left, top, left, bottom, INK_FAINT)] : [label(left, top + 12, note, 'start', INK_FAINT)]),
    ...ticks.flatMap(({ y, text }) => [line(left, y, right, y, RULE), label(left - 10, y + 4, text, 'end', INK_FAINT)]),
    ...limits.flatMap(({ y, text, nameY }) => [
      line(left, y, right, y, INK, '9 4'),
      path(limitKeyPath(right, nameY), INK, 1.25, '9 4'),
      label(right + 22, nameY, text, 'start', INK),
    ]),
    ...bars.flatMap(barParts),
    ...series.flatMap((one) => seriesParts(one, right)),
  ];
}

/** @returns an SVG element as text */
export function timelineSvg(chart: TimelineChart): string {
  const { width, height, left, right, lanes, panels, verticals, axis } = chart;
  const plotTop = panels[0]?.top ?? 0;
  return xmlText(
    element('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height }, [
      ...verticals.map((x) => line(x, plotTop - 14, x, axis.y, INK_FAINT, '2 3')),
      ...lanes.flatMap((lane) => laneParts(lane, chart)),
      ...panels.flatMap((panel) => panelParts(panel, chart)),
      line(left, axis.y, right, axis.y, INK_FAINT),
      ...axis.ticks.flatMap(({ x, text }) => [
        line(x, axis.y, x, axis.y + 4, INK_FAINT),
        label(x, axis.y + 17, text, 'middle', INK_FAINT),
      ]),
      ...axis.breaks.map((x) => path(breakPath(x, axis.y), INK_FAINT, 1)),
      label((left + right) / 2, axis.y + 37, axis.title, 'middle', INK, true),
    ]),
  );
}
