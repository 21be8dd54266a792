/** The cases of a run: which file a number stands for follows from the seed of the run alone. */
import { mutate, type Mutable } from './mutate.ts';
import { randomFor, type Random } from './random.ts';
import { targetNames, type Seed, type Seeds, type TargetName } from './seeds.ts';

export interface Case {
  readonly target: TargetName;
  readonly seed: string;
  readonly bytes: Buffer;
}

/** How often each kind of file has its turn: headers and codestreams are where most is decided. */
const shares: Readonly<Record<TargetName, number>> = {
  header: 6,
  geometry: 2,
  deidentify: 3,
  native: 2,
  rle: 2,
  jpeg: 3,
  jpegLs: 2,
  jpeg2000: 2,
  htj2k: 2,
  zip: 2,
  dicomdir: 1,
  nifti: 2,
  seg: 2,
  nrrd: 2,
  rtstruct: 2,
  sr: 1,
  runs: 1,
};
const turns = targetNames.flatMap((name) => Array.from({ length: shares[name] }, () => name));
const FOREIGN = 0.4;
/** Of packed files: how often what is inside is damaged, and not the packing. */
const INSIDE = 0.7;

export function caseOf(seeds: Seeds, runSeed: number, number: number): Case {
  const random = randomFor(runSeed, number);
  const target = random.pick(turns);
  const ofTarget = (all: readonly Seed[]): Seed[] => all.filter((seed) => seed.target === target);
  const others = ofTarget(seeds.foreign);
  const seed = random.pick(others.length > 0 && random.chance(FOREIGN) ? others : ofTarget(seeds.own));
  const donor = random.pick(random.chance(0.5) ? ofTarget(seeds.own) : seeds.own);
  return { target, seed: seed.name, bytes: damaged(seed, donor, random) };
}

function damaged({ bytes, layout, packing }: Seed, donor: Seed, random: Random): Buffer {
  const other: Mutable = { bytes: donor.packing?.inner ?? donor.bytes, layout: donor.layout };
  if (packing && random.chance(INSIDE)) return packing.pack(mutate({ bytes: packing.inner, layout }, random, other));
  const outside = { elements: [], fields: [], hot: [[0, Math.min(64, bytes.length)]] } as const;
  return mutate({ bytes, layout: packing ? outside : layout }, random, other);
}
