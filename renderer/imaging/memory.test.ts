import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { halfSize, memoryNeed, sharedBytes, volumeBytes, VOLUME_BYTE_BUDGET } from './memory.ts';

const grid = (...dims: [number, number, number]): VolumeGeometry => ({
  dims,
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
});
const machine = (gib: number | null) => ({ memoryBytes: gib === null ? null : gib * 2 ** 30, longestSide: 2048 });

describe('memory of an open series', () => {
  it('2000 slices of 512 x 512 open at half size, as they are too many voxels to be drawn from', () => {
    const large = grid(512, 512, 2000);
    expect(memoryNeed(large, machine(8))).toMatchObject({ obstacle: 'voxels' });
    expect(volumeBytes(large)).toBeLessThan(VOLUME_BYTE_BUDGET);
    expect(memoryNeed(grid(512, 512, 1400), machine(8)).obstacle).toBeNull();
    expect(memoryNeed(large, machine(4)).obstacle).toBe('machine');
    expect(memoryNeed(halfSize(large), machine(4)).obstacle).toBeNull();
  });

  it('a common series is no matter even on a small machine', () => {
    expect(memoryNeed(grid(512, 512, 300), machine(4)).share).toBeLessThan(0.25);
  });

  it('what the graphics can’t hold in one piece is refused, whatever the memory', () => {
    expect(memoryNeed(grid(64, 64, 2049), machine(32)).obstacle).toBe('texture');
    expect(memoryNeed(halfSize(grid(64, 64, 2049)), machine(32)).obstacle).toBe('texture');
    expect(memoryNeed(halfSize(grid(2049, 2049, 64)), machine(32)).obstacle).toBeNull();
  });

  it('without knowing the machine the window’s own limit still holds', () => {
    expect(memoryNeed(grid(512, 512, 1000), { memoryBytes: null, longestSide: null })).toMatchObject({
      share: null,
      obstacle: null,
    });
    expect(memoryNeed(grid(1024, 1024, 2000), { memoryBytes: null, longestSide: null }).obstacle).toBe('budget');
  });

  it('says in a sentence that the machine gave no memory', () => {
    expect(() => sharedBytes(2 ** 52)).toThrow(/no 4503599.6 GB of memory left/);
  });
});
