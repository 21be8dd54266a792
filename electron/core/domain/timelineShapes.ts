/** How the parts of a time line are drawn, as SVG paths in px: the same in the window and on paper. */
import type { Bar, Point, Series, Shape } from './timelineParts.ts';

/** Discs and rings are circles of this radius; every other shape is an outline. */
export const DISC_RADIUS = 4.5;
export const isCircle = (shape: Shape): shape is 'disc' | 'ring' => shape === 'disc' || shape === 'ring';

const outlines: Readonly<Record<Exclude<Shape, 'disc' | 'ring'>, (x: number, y: number) => string>> = {
  square: (x, y) => `M${x - 4} ${y - 4}h8v8h-8z`,
  triangle: (x, y) => `M${x} ${y - 5}l5 9h-10z`,
  diamond: (x, y) => `M${x} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`,
  arrow: (x, y) => `M${x - 6} ${y - 6}h12l-6 11z`,
  cross: (x, y) => `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`,
};
export const outlineOf = (shape: Exclude<Shape, 'disc' | 'ring'>, x: number, y: number): string =>
  outlines[shape](x, y);

/** An interval with its ends. */
export const whiskerPath = (x: number, [low, high]: readonly [number, number]): string =>
  `M${x} ${low}V${high}M${x - 4} ${low}h8M${x - 4} ${high}h8`;

/** The line from point to point. */
export const coursePath = (points: readonly Point[]): string =>
  points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');

/** Where days are left out of the axis. */
export const breakPath = (x: number, axisY: number): string => `M${x - 5} ${axisY + 5}l4 -10m2 10l4 -10`;

/** Of a value beside its point: clear of the point and of its whisker. */
export const valueY = (side: 'above' | 'below', { y, interval }: Point): number =>
  side === 'above' ? Math.min(y - 3, interval?.[1] ?? y) - 5 : Math.max(y + 3, interval?.[0] ?? y) + 13;

/** The sample of a cut-off beside its name. */
export const limitKeyPath = (right: number, nameY: number): string => `M${right + 4} ${nameY - 4}h14`;

/** The name of a series right of the plot: the line that leads to it, its shape, its text. */
export function seriesKey({ points, nameY }: Series, right: number) {
  const last = points.at(-1);
  return (
    last && {
      leader: `M${last.x + 8} ${last.y}L${right + 2} ${nameY - 4}`,
      shapeX: right + 12,
      shapeY: nameY - 4,
      textX: right + 22,
    }
  );
}

/** From one day to another at the height of its rate; its interval and text stand in its middle. */
export const barBox = ({ fromX, toX, y, zeroY, interval }: Bar) => ({
  x: fromX,
  width: Math.max(2, toX - fromX - 1),
  y: Math.min(y, zeroY),
  height: Math.max(1, Math.abs(zeroY - y)),
  middleX: (fromX + toX) / 2,
  textY: Math.min(y, zeroY, interval?.[1] ?? y) - 6,
});
