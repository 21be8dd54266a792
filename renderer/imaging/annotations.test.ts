import { expect, it } from 'vitest';
import { labelPlace } from './annotations.ts';

const size = { width: 400, height: 300 };

it('writes beside the circle, on the side where there is room', () => {
  const [x, y] = labelPlace([100, 100], 20, '8 mm', size);
  expect([x > 115, y > 115]).toEqual([true, true]);
});

it('keeps the words inside of the view at every edge, however large the circle', () => {
  const label = '40 mm · 70 to 158 HU';
  for (const at of [0, 200, 399]) {
    for (const down of [0, 150, 299]) {
      const [x, y] = labelPlace([at, down], 90, label, size);
      expect(x).toBeGreaterThanOrEqual(2);
      expect(x + label.length * 6).toBeLessThanOrEqual(size.width);
      expect(y).toBeGreaterThanOrEqual(13);
      expect(y).toBeLessThanOrEqual(size.height);
    }
  }
});
