export interface Agreement {
  /** Dice coefficient, 0..1. */
  readonly dice: number;
  /** Volume found against the true one. */
  readonly volumeErrorPct: number;
}

/** How well two labelmaps of one grid agree on the voxels that `belongs` names. */
export function agreement(found: Uint8Array, truth: Uint8Array, belongs: (label: number) => boolean): Agreement {
  const table = Uint8Array.from({ length: 256 }, (_, label) => (belongs(label) ? 1 : 0));
  let [both, here, there] = [0, 0, 0];
  for (let at = 0; at < found.length; at++) {
    const [a, b] = [table[found[at]!]!, table[truth[at]!]!];
    both += a & b;
    here += a;
    there += b;
  }
  return { dice: (2 * both) / (here + there), volumeErrorPct: 100 * (here / there - 1) };
}
