import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonicalJson.ts';

describe('canonical JSON', () => {
  it('is the same for any order of keys and keeps the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        const back: unknown = JSON.parse(text);
        expect(canonicalJson(reversed(back))).toBe(text);
        expect(back).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('sorts keys by code units, as RFC 8785 3.2.3 shows', () => {
    const value = {
      '\u20ac': 'Euro',
      '\r': 'Return',
      '\u{1f600}': 'Smiley',
      1: 'One',
      '\ufb33': 'Dalet',
      b: [3, { d: 1, c: 2 }],
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":"Return","1":"One","b":[3,{"c":2,"d":1}],"\u20ac":"Euro","\u{1f600}":"Smiley","\ufb33":"Dalet"}',
    );
  });

  it('leaves out undefined and writes negative zero as zero', () => {
    expect(canonicalJson({ a: undefined, b: -0 })).toBe('{"b":0}');
  });

  it.each([[Number.NaN], [Infinity], [new Date(0)], [() => 0], [undefined], [new Map()]])('refuses %s', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
