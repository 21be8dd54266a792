/** The subject's time line, laid out by `core/domain/timeline.ts`, as SVG with its styles in place: a PDF has no style sheets. */
import type { Bar, Lane, Panel, Series, Shape, TimelineChart } from '../../core/domain/timeline.ts';
import { element, textElement, xmlText, type XmlElement } from '../export/odm/xml.ts';
import { INK, INK_FAINT, RULE } from './parts.ts';

const FONT = { 'font-family': 'Roboto', 'font-size': 11 };
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

const outlines: Readonly<Record<Exclude<Shape, 'disc' | 'ring'>, (x: number, y: number) => string>> = {
  square: (x, y) => `M${x - 4} ${y - 4}h8v8h-8z`,
  triangle: (x, y) => `M${x} ${y - 5}l5 9h-10z`,
  diamond: (x, y) => `M${x} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`,
  arrow: (x, y) => `M${x - 6} ${y - 6}h12l-6 11z`,
  cross: (x, y) => `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`,
};

function shapeAt(shape: Shape, x: number, y: number): XmlElement {
  const isOpen = shape !== 'disc' && shape !== 'arrow';
  const fill = shape === 'cross' ? 'none' : isOpen ? '#ffffff' : INK;
  if (shape === 'disc' || shape === 'ring')
    return element('circle', { cx: x, cy: y, r: 4.5, fill, stroke: INK, 'stroke-width': 1.5 });
  return path(outlines[shape](x, y), INK, 1.5, null, fill);
}

const whisker = (x: number, [low, high]: readonly [number, number]): XmlElement =>
  path(`M${x} ${low}V${high}M${x - 4} ${low}h8M${x - 4} ${high}h8`, INK, 1.25);

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

/** Clear of the point and of its whisker. */
const valueY = (side: 'above' | 'below', y: number, interval: readonly [number, number] | null): number =>
  side === 'above' ? Math.min(y - 3, interval?.[1] ?? y) - 5 : Math.max(y + 3, interval?.[0] ?? y) + 13;

function seriesParts({ name, nameY, shape, isDashed, values, points }: Series, right: number): XmlElement[] {
  const course = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const last = points.at(-1);
  return [
    path(course, INK, 1.5, isDashed ? '4 3' : null),
    ...points.flatMap(({ x, y, interval, text }) => [
      ...(interval ? [whisker(x, interval)] : []),
      shapeAt(shape, x, y),
      ...(values === null ? [] : [label(x, valueY(values, y, interval), text, 'middle', INK)]),
    ]),
    ...(last
      ? [
          path(`M${last.x + 8} ${last.y}L${right + 2} ${nameY - 4}`, RULE, 1),
          shapeAt(shape, right + 12, nameY - 4),
          label(right + 22, nameY, name, 'start', INK),
        ]
      : []),
  ];
}

/** From one day to another at the height of its rate; the whisker stands in its middle. */
function barParts({ fromX, toX, y, zeroY, interval, text }: Bar): XmlElement[] {
  const middle = (fromX + toX) / 2;
  return [
    element('rect', {
      x: fromX,
      width: Math.max(2, toX - fromX - 1),
      y: Math.min(y, zeroY),
      height: Math.max(1, Math.abs(zeroY - y)),
      fill: '#e2e2e2',
      stroke: INK_FAINT,
    }),
    ...(interval ? [whisker(middle, interval)] : []),
    label(middle, Math.min(y, zeroY, interval?.[1] ?? y) - 6, text, 'middle', INK),
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
      path(`M${right + 4} ${nameY - 4}h14`, INK, 1.25, '9 4'),
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
      ...axis.breaks.map((x) => path(`M${x - 5} ${axis.y + 5}l4 -10m2 10l4 -10`, INK_FAINT, 1)),
      label((left + right) / 2, axis.y + 37, axis.title, 'middle', INK, true),
    ]),
  );
}
