import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRuns, encodeRuns, summarizeRuns } from './labelmapRuns.ts';
import { countLabels } from './labels.ts';

const labelmap = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain((dims) =>
    fc
      .uint8Array({ minLength: dims[0] * dims[1] * dims[2], maxLength: dims[0] * dims[1] * dims[2], max: 6 })
      .map((labels) => ({ dims, labels })),
  );

describe('labelmap runs', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(labelmap, (map) => {
        expect(decodeRuns(encodeRuns(map))).toEqual(map);
      }),
    );
  });

  it('are counted without being unfolded', () => {
    fc.assert(
      fc.property(labelmap, (map) => {
        expect(summarizeRuns(encodeRuns(map))).toEqual({ dims: map.dims, counts: countLabels(map.labels) });
      }),
    );
  });

  it('hold an empty volume of 100 million voxels in a few bytes', () => {
    const dims = [500, 500, 400] as const;
    expect(encodeRuns({ dims, labels: new Uint8Array(1e8) }).length).toBeLessThan(20);
  });

  it('refuse anything cut short, lengthened or out of range, and never read past the end', () => {
    fc.assert(
      fc.property(labelmap, fc.nat(), fc.integer({ min: 1, max: 255 }), (map, at, change) => {
        const bytes = encodeRuns(map);
        expect(() => decodeRuns(bytes.slice(0, at % bytes.length))).toThrow(RangeError);
        const edited = bytes.slice();
        edited[at % bytes.length]! ^= change;
        try {
          const { dims, labels } = decodeRuns(edited);
          expect(labels.length).toBe(dims[0] * dims[1] * dims[2]);
          expect(Math.max(...labels)).toBeLessThanOrEqual(6);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });

  it('refuse a claim of 4096 x 4096 x 4096 voxels before memory is taken', () => {
    const claim = Uint8Array.from([0x52, 0x4c, 0x4d, 0x31, 0x80, 0x20, 0x80, 0x20, 0x80, 0x20, 0, 1]);
    expect(() =>
      decodeRuns(claim, () => {
        throw new Error('allocated');
      }),
    ).toThrow(RangeError);
  });
});
