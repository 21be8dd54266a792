/** What the host that is killed and the test that kills it agree on. */
export type Acknowledged =
  | { readonly kind: 'subject'; readonly subjectId: string; readonly code: string }
  | { readonly kind: 'measure'; readonly subjectId: string; readonly heightCm: number }
  | { readonly kind: 'revision'; readonly revisionId: string; readonly seed: number };

/** Labels for `smallGrid`. */
export const labelsOfSeed = (seed: number): Uint8Array =>
  Uint8Array.from({ length: 8 * 6 * 4 }, (_, at) => (Math.imul(at + 1, seed) >>> 7) % 7);
