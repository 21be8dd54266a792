import { expect, it } from 'vitest';
import type { SeriesReadings, ShownReading } from '../../../electron/core/contract/readings.ts';
import { waitsForRecord } from './store.ts';

const NOT_ASSIGNED = 'This CT is not assigned to a time point of a subject yet, so there is no result to sign.';

const opened = (state: ShownReading['reading']['state'], sign: string | null, blocking: readonly string[] = []) => ({
  shown: {
    readings: [{ reading: { id: 'a', state }, isOwn: true, isSuperseded: false, blocking, refusals: { sign } }],
  } as unknown as SeriesReadings,
  openedId: 'a',
});

it('leads to the record when only that keeps a reviewed reading from being signed', () => {
  expect(waitsForRecord(opened('reviewed', NOT_ASSIGNED))).toBe(true);
  expect(waitsForRecord(opened('reviewed', null))).toBe(false);
  expect(waitsForRecord(opened('reviewed', 'Settle this first: A.', ['A.']))).toBe(false);
  expect(waitsForRecord(opened('draft', 'Review the reading first, then sign it.'))).toBe(false);
  expect(waitsForRecord({ shown: null, openedId: null })).toBe(false);
});
