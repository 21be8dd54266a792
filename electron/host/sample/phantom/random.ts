/** Seeded randomness: the same numbers on every machine. */

/** Uniform numbers in [0, 1) (mulberry32, Tommy Ettinger, public domain). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TABLE_BITS = 14;
const TABLE_SIZE = 1 << TABLE_BITS;

/** Shuffled deviates of the standard normal distribution, by Box and Muller. */
const normalTable = (() => {
  const random = uniform(0x5eed);
  const table = new Float32Array(TABLE_SIZE);
  for (let at = 0; at < TABLE_SIZE; at++) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    table[at] = radius * Math.cos(2 * Math.PI * random());
  }
  return table;
})();

/** Fills `values` with independent standard normal deviates. */
export function fillNormal(values: Float32Array, seed: number): void {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  for (let at = 0; at < values.length; at++) {
    // xorshift32 (Marsaglia 2003): fast, and good enough to look up noise.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    values[at] = normalTable[(state >>> 9) & (TABLE_SIZE - 1)]!;
  }
}

/**
 * Smooths `noise` in the plane by the 1-2-1 kernel, as a soft-tissue reconstruction kernel correlates neighbours, and scales it to standard
 * deviation `sigma`. `scratch` has the same length.
 */
export function correlate(noise: Float32Array, scratch: Float32Array, columns: number, sigma: number): void {
  // White noise of deviation 1 leaves 1-2-1 with sqrt(1 + 4 + 1) per axis, so with 6 in the plane.
  const scale = sigma / 6;
  const last = noise.length - 1;
  for (let at = 0; at <= last; at++) {
    scratch[at] = noise[Math.max(at - 1, 0)]! + 2 * noise[at]! + noise[Math.min(at + 1, last)]!;
  }
  for (let at = 0; at <= last; at++) {
    const above = at >= columns ? scratch[at - columns]! : scratch[at]!;
    const below = at + columns <= last ? scratch[at + columns]! : scratch[at]!;
    noise[at] = (above + 2 * scratch[at]! + below) * scale;
  }
}
