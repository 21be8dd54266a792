import { describe, expect, it } from 'vitest';
import { createTranslate, fill } from './translate.ts';

describe('fill', () => {
  it('puts values into their places', () => {
    expect(fill('{name} has {count} {count|slice|slices}', { name: 'CT', count: 2 })).toBe('CT has 2 slices');
  });
  it('chooses the singular for one only', () => {
    expect([0, 1, 2].map((count) => fill('{count|slice|slices}', { count }))).toEqual(['slices', 'slice', 'slices']);
  });
  it('leaves a placeholder without a value visible', () => {
    expect(fill('{missing}', {})).toBe('{missing}');
  });
  it('does not fill placeholders that come from a value', () => {
    expect(fill('{a}', { a: '{b}', b: 'x' })).toBe('{b}');
  });
});

describe('createTranslate', () => {
  it('reads its table', () => {
    const t = createTranslate({ plain: 'Plain', named: 'Hello {name}' });
    expect(t('plain')).toBe('Plain');
    expect(t('named', { name: 'you' })).toBe('Hello you');
  });
});
