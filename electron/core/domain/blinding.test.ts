import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWhileReading, valuesWhileReading } from './blinding.ts';

describe('texts while reading', () => {
  it.each([
    ['Portal venous 1.5 mm', 'Portal venous 1.5 mm'],
    ['CT abdomen post-PVE', 'CT abdomen post-…'],
    ['PVE/HVE control', '… control'],
    ['Liver after portal vein embolization', 'Liver after portal vein …'],
    ['postembolisatie', '…'],
    ['Day 8 after LVD', '…'],
    ['Abdomen B30f 1.0', 'Abdomen B30f 1.0'],
    ['ARM A venous', '… venous'],
    ['coils in situ', '… in situ'],
    ['Warm-up', 'Warm-up'],
  ])('of "%s" keep what does not tell of the treatment', (text, shown) => {
    expect(textWhileReading(text)).toBe(shown);
  });

  it('never hold the words again, wherever they stand and however they are written', () => {
    const word = fc.constantFrom('PVE', 'pve', 'HVE', 'Embolisation', 'embolization', 'EMBOLISATIE', 'coils', 'plug');
    const rest = fc.constantFrom('CT', 'venous', '1.5', 'Br40', 'Liver', '-', '');
    fc.assert(
      fc.property(rest, word, rest, fc.constantFrom(' ', '-', '_', '/'), (before, found, after, gap) => {
        const text = textWhileReading([before, found, after].join(gap));
        expect(text.toLowerCase()).not.toContain(found.toLowerCase());
      }),
    );
  });
});

describe('numbers while reading', () => {
  it('are volumes and ratios of this CT, nothing that counts from an embolisation', () => {
    const all = ['tlv', 'flr_pct_functional', 'kgr_sflr_initial', 'dh_sflr_points', 'flr_function', 'rel_growth_pct'];
    const shown = valuesWhileReading(all.map((quantity) => ({ quantity })));
    expect(shown.map(({ quantity }) => quantity)).toEqual(['tlv', 'flr_pct_functional']);
  });
});
