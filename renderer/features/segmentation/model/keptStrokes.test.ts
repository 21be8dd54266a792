import { expect, it } from 'vitest';
import { keepStrokes, keptStrokes, type KeptStrokes } from './keptStrokes.ts';

function storage() {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
  };
}
const kept: KeptStrokes = {
  growTarget: 'tumour',
  tool: 'tumourStroke',
  strokes: [{ id: 'a', target: 'tumour', foreground: true, radiusMm: 2, pointsMm: [[1, 2, 3]], applied: false }], // prettier-ignore
};

it('gives back what was kept of each series, and forgets it with the last stroke', () => {
  const place = storage();
  keepStrokes(place, 'one', kept);
  keepStrokes(place, 'two', { ...kept, growTarget: 'liver' });
  expect(keptStrokes(place, 'one')).toMatchObject(kept);
  expect(keptStrokes(place, 'two')?.growTarget).toBe('liver');
  keepStrokes(place, 'one', { ...kept, strokes: [] });
  expect(keptStrokes(place, 'one')).toBeNull();
});

it('forgets the oldest series', () => {
  const place = storage();
  for (let n = 0; n < 30; n++) keepStrokes(place, `series ${n}`, kept);
  expect(keptStrokes(place, 'series 0')).toBeNull();
  expect(keptStrokes(place, 'series 29')).not.toBeNull();
});

it('takes what is damaged for nothing, and survives a full storage', () => {
  const place = storage();
  place.values.set('remnant.strokes', '[{"seriesId":1}]');
  expect(keptStrokes(place, 'one')).toBeNull();
  place.values.set('remnant.strokes', '{');
  expect(keptStrokes(place, 'one')).toBeNull();
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  };
  expect(() => {
    keepStrokes(full, 'one', kept);
  }).not.toThrow();
});
