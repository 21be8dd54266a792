import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillPolygon } from './contours.ts';

const filled = (polygons: readonly number[][], width = 40, height = 40): Uint8Array => {
  const slice = new Uint8Array(width * height);
  for (const polygon of polygons) fillPolygon(polygon, slice, width);
  return slice;
};
const areaOf = (slice: Uint8Array): number => slice.reduce((sum, value) => sum + value, 0);
const circle = (x: number, y: number, radius: number, back = false): number[] =>
  Array.from({ length: 90 }, (_, at) => ((back ? -at : at) * Math.PI) / 45).flatMap((angle) => [
    x + radius * Math.cos(angle),
    y + radius * Math.sin(angle),
  ]);

test('a rectangle is its pixels, to the last', () => {
  expect(areaOf(filled([[1.5, 2.5, 5.5, 2.5, 5.5, 8.5, 1.5, 8.5]]))).toBe(4 * 6);
});

test('two halves of any polygon are the whole, without a gap and without anything twice', () => {
  const place = fc.double({ min: 1, max: 38, noNaN: true });
  fc.assert(
    fc.property(place, place, place, place, place, place, place, place, (ax, ay, bx, by, cx, cy, dx, dy) => {
      const whole = filled([[ax, ay, bx, by, cx, cy, dx, dy]]);
      expect(
        filled([
          [ax, ay, bx, by, cx, cy],
          [ax, ay, cx, cy, dx, dy],
        ]),
      ).toEqual(whole);
    }),
  );
});

test('a circle has the area of a circle, and a hole is left out: by its own contour and by a key-hole', () => {
  const ring = Math.PI * (15 ** 2 - 6 ** 2);
  expect(areaOf(filled([circle(20, 20, 15)])) / (Math.PI * 225)).toBeCloseTo(1, 1);
  expect(areaOf(filled([circle(20, 20, 15), circle(20, 20, 6)])) / ring).toBeCloseTo(1, 1);
  const [outer, inner] = [circle(20, 20, 15), circle(20, 20, 6, true)];
  const keyHole = [...outer, ...outer.slice(0, 2), ...inner, ...inner.slice(0, 2)];
  expect(filled([keyHole])).toEqual(filled([outer, inner]));
});

test('what lies outside of the slice is cut off', () => {
  expect(areaOf(filled([[-10, -10, 60, -10, 60, 60, -10, 60]]))).toBe(1600);
  expect(areaOf(filled([[50, 50, 60, 50, 60, 60]]))).toBe(0);
});
