/** Disjoint sets of whole numbers as a forest (Galler & Fischer 1964, doi 10.1145/364099.364331): `parents[n]` leads to the root of n's set. */
export type Forest = Int32Array | number[];

/** The root of the set of `member`: its smallest number. Paths are halved on the way. */
export function rootOf(parents: Forest, member: number): number {
  let at = member;
  while (parents[at] !== at) at = parents[at] = parents[parents[at]!]!;
  return at;
}

export function unite(parents: Forest, a: number, b: number): void {
  const [first, second] = [rootOf(parents, a), rootOf(parents, b)];
  parents[Math.max(first, second)] = Math.min(first, second);
}
