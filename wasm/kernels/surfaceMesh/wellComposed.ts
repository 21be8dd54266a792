/**
 * Voxels that touch only at an edge or a corner make surfaces that meet themselves there. Filling one voxel beside each such place leaves a mask
 * whose surface is a closed manifold (Latecki, "3D well-composed pictures", 1997); it takes a few voxels in a whole liver.
 */

export type Size = readonly [number, number, number];

/** @param mask 0 or 1; changed in place: voxels are only added */
export function makeWellComposed(mask: Uint8Array, [nx, ny, nz]: Size): void {
  const steps = [1, nx, nx * ny] as const;
  const pairs = [
    [steps[0], steps[1]],
    [steps[0], steps[2]],
    [steps[1], steps[2]],
  ] as const;
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (let k = 0; k + 1 < nz; k++)
      for (let j = 0; j + 1 < ny; j++)
        for (let i = 0, at = nx * (j + ny * k); i + 1 < nx; i++, at++) {
          // Nearly all cells are wholly in or wholly out.
          const count = countIn(mask, at, steps);
          if (count === 0 || count === 8) continue;
          for (const [a, b] of pairs) if (fillEdge(mask, at, a, b)) isChanged = true;
          // The far faces of the last cells are the near faces of none.
          if (i + 2 === nx && fillEdge(mask, at + steps[0], steps[1], steps[2])) isChanged = true;
          if (j + 2 === ny && fillEdge(mask, at + steps[1], steps[0], steps[2])) isChanged = true;
          if (k + 2 === nz && fillEdge(mask, at + steps[2], steps[0], steps[1])) isChanged = true;
          if ((count === 2 || count === 6) && fillCorner(mask, at, steps)) isChanged = true;
        }
  }
}

/** How many of the cell's eight voxels are in. */
const countIn = (mask: Uint8Array, at: number, [a, b, c]: readonly [number, number, number]): number =>
  mask[at]! +
  mask[at + a]! +
  mask[at + b]! +
  mask[at + a + b]! +
  mask[at + c]! +
  mask[at + a + c]! +
  mask[at + b + c]! +
  mask[at + a + b + c]!;

/** Two of four voxels around an edge that lie across from each other. */
function fillEdge(mask: Uint8Array, at: number, a: number, b: number): boolean {
  const own = mask[at]!;
  if (mask[at + a + b] !== own || mask[at + a] === own || mask[at + b] === own) return false;
  mask[own === 1 ? at + a : at] = 1;
  return true;
}

/** Two of eight voxels around a corner that lie across from each other, alone in or alone out. */
function fillCorner(mask: Uint8Array, at: number, [a, b, c]: readonly [number, number, number]): boolean {
  const around = [at, at + a, at + b, at + a + b, at + c, at + a + c, at + b + c, at + a + b + c] as const;
  let count = 0;
  for (const voxel of around) count += mask[voxel]!;
  if (count !== 2 && count !== 6) return false;
  const lone = count === 2 ? 1 : 0;
  for (let corner = 0; corner < 4; corner++) {
    const [one, other] = [around[corner]!, around[7 - corner]!];
    if (mask[one] !== lone || mask[other] !== lone) continue;
    if (lone === 1) mask[around[corner ^ 1]!] = 1;
    else mask[one] = 1;
    return true;
  }
  return false;
}
