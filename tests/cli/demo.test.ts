import { expect, test } from 'vitest';
import type { SubjectResults } from '../../electron/core/contract/results.ts';
import { temporaryFolder } from '../fixtures/index.ts';
import { remnant } from './remnant.ts';

interface Demo {
  readonly timePoints: readonly {
    readonly kind: string;
    readonly volumes: readonly { readonly quantity: string; readonly errorPct: number | null }[];
  }[];
  readonly results: SubjectResults;
  readonly files: readonly string[];
}

test('the demo does the whole job, says how far it is from the truth, and changes nothing when run again', async () => {
  await using folder = await temporaryFolder();
  const args = ['demo', '--spacing', '4', '--data', folder.path, '--json'];
  const first = await remnant(...args);
  const demo = first.json() as Demo;
  expect(demo.timePoints.map(({ kind }) => kind)).toEqual(['baseline', 'w1']);
  expect(demo.results.growth).toHaveLength(1);
  expect(demo.files).toHaveLength(3);
  // At this coarse spacing it may miss; what it says must then be a failure, and only then.
  const limits: Readonly<Record<string, number>> = { tlv: 2, flr: 3 };
  const isClose = demo.timePoints
    .flatMap(({ volumes }) => volumes)
    .every(({ quantity, errorPct }) => errorPct !== null && Math.abs(errorPct) <= (limits[quantity] ?? Infinity));
  expect(first.code).toBe(isClose ? 0 : 1);
  if (!isClose) expect(first.complaint).toMatch(/Too far from the truth/);
  const again = await remnant(...args);
  expect(again.json() as Demo).toEqual(demo);
  expect(again.code).toBe(first.code);
});
