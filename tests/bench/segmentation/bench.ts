/**
 * `npm run bench:segmentation [-- PART...] [--case ct=FOLDER_OR_ZIP,liver=FILE.nii.gz]`: how good and how fast segmentation is, beside
 * other people's programs in the same run. Parts: liver, lesions, peers, kernels; all without one. Prints what it measures and keeps it per
 * part; `page` makes RESULTS.md of what every part measured last, as does a run of all. Nothing here passes or fails.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ownCt } from './cases.ts';
import { kernelSections } from './kernelSections.ts';
import { lesionSections } from './lesionSections.ts';
import { liverSections } from './liverSections.ts';
import { findPeers, type Peers } from './peers.ts';
import { peerSections } from './peerSections.ts';
import { describeRun, keepPart, keptParts, showPage } from './partResults.ts';
import { showGoals, showSection, type Section } from './report.ts';

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { case: { type: 'string', multiple: true, default: [] } },
});
const own = values.case.map(ownCt);
let found: Promise<Peers> | null = null;
const peers = (): Promise<Peers> => (found ??= findPeers(tell));
const parts: Readonly<Record<string, () => Promise<AsyncGenerator<Section>>>> = {
  liver: () => Promise.resolve(liverSections(own, tell)),
  lesions: async () => lesionSections(await peers(), tell),
  peers: async () => peerSections(own, await peers(), tell),
  kernels: async () => kernelSections(await peers(), tell),
};
const names = Object.keys(parts);
const PAGE = 'page';
const unknown = positionals.filter((name) => name !== PAGE && !names.includes(name));
if (unknown.length > 0) {
  tell(
    `Unknown: ${unknown.join(' ')}. Parts are ${names.join(', ')}; ${PAGE} writes RESULTS.md of what they measured.`,
  );
  process.exit(2);
}
const wanted = positionals.length === 0 ? names : names.filter((name) => positionals.includes(name));
for (const part of wanted) await measurePart(part);
if (own.length === 0 && (positionals.length === 0 || positionals.includes(PAGE))) {
  writeFileSync(path.join(import.meta.dirname, '..', 'RESULTS.md'), showPage(keptParts(names), names));
  tell('Wrote tests/bench/RESULTS.md.');
}

async function measurePart(part: string): Promise<void> {
  const started = performance.now();
  const before = describeRun();
  process.stdout.write(`\n## Part: ${part}\n\n${before}\n`);
  const sections: Section[] = [];
  for await (const section of await parts[part]!()) {
    process.stdout.write(showSection(section));
    sections.push(section);
  }
  const goals = sections.flatMap((section) => section.goals ?? []);
  if (goals.length > 0) process.stdout.write(showGoals(goals));
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  tell(`${part} took ${minutes} minutes.`);
  const beside = found === null ? [] : versionsOf(await found);
  const measured = `${[before, ...beside].join(', ')}; took ${minutes} minutes`;
  // A person's own CT is nothing for the page.
  if (own.length === 0) keepPart({ part, measured, sections });
}

function versionsOf({ python, itk }: Peers): string[] {
  return [python, itk].flatMap((program) => (program === null ? [] : [program.version]));
}
