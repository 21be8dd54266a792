import { expect, it } from 'vitest';
import { stepFrom } from './brush.ts';

it('draws from the last place to this one, and a disc anew on a slice that was scrolled to', () => {
  const up = [0, 0, 1] as const;
  expect(stepFrom([1, 2, 3], [5, 6, 3], 'disc', up)).toEqual([1, 2, 3]);
  expect(stepFrom([1, 2, 3], [5, 6, 5.5], 'disc', up)).toEqual([5, 6, 5.5]);
  expect(stepFrom([1, 2, 3], [5, 6, 5.5], 'sphere', up)).toEqual([1, 2, 3]);
});
