import { expect, it } from 'vitest';
import { findSpine } from './spine.ts';

const dims = [100, 70, 40] as const;
const geometry = {
  dims,
  spacingMm: [3, 3, 3],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
} as const;

/** A body of 40 HU with a vertebral column around (50, 52) and a liver on the right of it that reaches to it. */
function patient(boneHu: number, liverHu: number): Int16Array {
  const hu = new Int16Array(dims[0] * dims[1] * dims[2]).fill(40);
  for (let at = 0; at < hu.length; at++) {
    const [i, j] = [at % dims[0], Math.floor(at / dims[0]) % dims[1]];
    if (i >= 8 && i <= 44 && j >= 12 && j <= 60) hu[at] = liverHu;
    if (Math.abs(i - 50) <= 6 && Math.abs(j - 52) <= 6) hu[at] = boneHu;
  }
  return hu;
}

const body = new Uint8Array(dims[0] * dims[1] * dims[2]).fill(1);

it.each([
  ['healthy bone beside a liver as bright as spongy bone', 260, 170],
  ['spongy bone beside a usual liver', 160, 110],
])('the spine is found in %s', (_, boneHu, liverHu) => {
  const spine = findSpine(patient(boneHu, liverHu), body, geometry);
  expect(spine).not.toBeNull();
  for (let k = 0; k < dims[2]; k++) {
    expect(spine!.column[k]).toBeCloseTo(50, 0);
    expect(spine!.row[k]).toBeCloseTo(52, 0);
  }
});

it('there is none where nothing is as dense as bone', () => {
  expect(findSpine(patient(60, 110), body, geometry)).toBeNull();
});
