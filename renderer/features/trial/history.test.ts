import { expect, it } from 'vitest';
import { changedFields } from './history.ts';

const former = {
  id: 'a',
  recordedAt: 'then',
  corrected: false,
  date: '2026-03-01',
  kind: 'pve',
  materials: ['coils', 'plug'],
  details: { time: null, cirseGrade: 1, sameSession: true },
  siteId: 'site-1',
};

it('tells only what changed, field by field, in words', () => {
  const replacement = { ...former, id: 'b', recordedAt: 'now', corrected: true, kind: 'pve_hve' };
  const details = { time: '09:30', cirseGrade: 1, sameSession: false };
  expect(
    changedFields(
      { former, replacement: { ...replacement, details, siteId: 'site-2' } },
      new Map([['site-1', 'NL01']]),
    ),
  ).toEqual([
    { name: 'Kind', before: 'pve', after: 'pve hve' },
    { name: 'Time of the day', before: '–', after: '09:30' },
    { name: 'Same session', before: 'Yes', after: 'No' },
    { name: 'Site', before: 'NL01', after: 'site-2' },
  ]);
});

it('tells everything that was recorded of what was struck out', () => {
  expect(changedFields({ former, replacement: null }).map(({ name, before }) => [name, before])).toEqual([
    ['Date', '2026-03-01'],
    ['Kind', 'pve'],
    ['Materials', 'coils, plug'],
    ['Worst complication (CIRSE grade)', '1'],
    ['Same session', 'Yes'],
    ['Site', 'site-1'],
  ]);
});
