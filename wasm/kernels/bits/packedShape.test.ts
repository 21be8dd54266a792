import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { boxDims, reframe } from '../box.ts';
import type { Shape } from '../types.ts';
import { addPacked, packShape, unpackShape } from './packedShape.ts';

const corner = fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 4 }), fc.nat({ max: 4 }));
const shapes = fc
  .tuple(corner, corner, fc.uint8Array({ minLength: 41 * 25, maxLength: 41 * 25, max: 1 }))
  .map(([a, b, values]): Shape => {
    const end = (choose: (x: number, y: number) => number): Vec3 => [
      choose(a[0], b[0]),
      choose(a[1], b[1]),
      choose(a[2], b[2]),
    ];
    const box = { min: end(Math.min), max: end(Math.max) };
    const [columns, rows, slices] = boxDims(box);
    return { box, mask: values.slice(0, columns * rows * slices) };
  });

test('comes back as it was, and is added to what holds its box', () => {
  fc.assert(
    fc.property(shapes, fc.uint8Array({ minLength: 41 * 25, maxLength: 41 * 25, max: 1 }), (shape, others) => {
      expect(unpackShape(packShape(shape))).toEqual(shape);
      const whole = { box: { min: [0, 0, 0] as const, max: [40, 4, 4] as const }, mask: others.slice() };
      const framed = reframe(shape, whole.box).mask;
      addPacked(whole, packShape(shape));
      expect(whole.mask).toEqual(others.map((value, at) => value | framed[at]!));
    }),
  );
});
