/**
 * `npm run bench:segmentation [-- PART...] [--case ct=FOLDER_OR_ZIP,liver=FILE.nii.gz]`: how good and how fast segmentation is, beside
 * other people's programs in the same run. Parts: liver, lesions, peers, kernels; all without one, which writes RESULTS.md.
 * Prints a page; nothing here passes or fails.
 */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ownCt } from './cases.ts';
import { kernelSections } from './kernelSections.ts';
import { lesionSections } from './lesionSections.ts';
import { liverSections } from './liverSections.ts';
import { findPeers, type Peers } from './peers.ts';
import { peerSections } from './peerSections.ts';
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
const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0) {
  tell(`Unknown: ${unknown.join(' ')}. Parts are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
const isWhole = positionals.length === 0 && own.length === 0;

const [cpu] = os.cpus();
const started = performance.now();
let page = [
  '## Segmentation, measured',
  '',
  `${new Date().toISOString().slice(0, 10)}, ${cpu?.model.trim() ?? 'unknown processor'}, ${os.availableParallelism()} cores, ` +
    `${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.version()}, Node ${process.version}, ` +
    `load of the machine at the start ${os.loadavg()[0]!.toFixed(1)}`,
  '',
].join('\n');
process.stdout.write(page);
const goals: NonNullable<Section['goals']>[number][] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  for await (const section of await measure()) {
    const text = showSection(section);
    process.stdout.write(text);
    page += text;
    goals.push(...(section.goals ?? []));
  }
}
if (goals.length > 0) {
  process.stdout.write(showGoals(goals));
  page += showGoals(goals);
}
if (isWhole) writeFileSync(path.join(import.meta.dirname, '..', 'RESULTS.md'), page);
tell(`Took ${((performance.now() - started) / 60_000).toFixed(1)} minutes.`);
