/**
 * `npm run bench [-- PART...]`: speed and memory, with ratios to peers measured in the same run on the same files, and the goals beside them.
 * Parts: series, files, revisions, record, package, kernels, window; all without one. Prints a page; nothing here passes or fails.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildIfNeeded } from '../../scripts/buildAll.ts';
import { prepareSystem } from '../../scripts/systemPackages.ts';
import { longCases, smallFileCount, usualCase, writeSmallFiles } from './cases.ts';
import { benchFiles } from './filesBench.ts';
import { runTask, table, type Row } from './measure.ts';
import { benchPackage } from './packageBench.ts';
import { peers } from './peers.ts';
import { benchRecord } from './recordBench.ts';
import { benchSeries } from './seriesBench.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);
const print = (text: string) => process.stdout.write(text);
const work = mkdtempSync(path.join(os.tmpdir(), 'remnant-bench-'));
const folderFor = (name: string): string => {
  const folder = path.join(work, name);
  mkdirSync(folder, { recursive: true });
  return folder;
};

const asked = process.argv.slice(2);
const wants = (part: string): boolean => asked.length === 0 || asked.includes(part);
const showTable = async (title: string, measure: () => Promise<Row[]>): Promise<void> => {
  tell(`Measuring: ${title} ...`);
  print('\n' + table(title, await measure()));
};

try {
  await prepareSystem(tell, ['python3-pydicom']);
  await buildIfNeeded(tell);
  const usual = await usualCase(folderFor('usual'));
  const [cpu] = os.cpus();
  const machine = `${cpu?.model.trim() ?? 'unknown processor'}, ${os.availableParallelism()} cores, Node ${process.version}`;
  print(`## Remnant, measured on ${new Date().toISOString().slice(0, 10)}\n\n${machine}\n`);

  if (wants('series')) {
    tell('Writing a series of 500 slices in three transfer syntaxes ...');
    const cases = [usual, ...(await longCases(folderFor('long')))];
    for (const [at, each] of cases.entries())
      await showTable(`Series: ${each.name}`, () => benchSeries(each, folderFor(`series-${at}`)));
    print(
      '\nAll read the same files from memory. Remnant decodes on several cores, checks each file by its SHA-256, and writes the volume to its ' +
        `cache. ${peers.map(({ name, note }) => `${name}: ${note}.`).join(' ')}\n`,
    );
  }
  if (wants('files')) {
    const folder = await writeSmallFiles(folderFor('small'));
    await showTable(`Files: ${smallFileCount} small ones`, () => benchFiles(folder));
  }
  if (wants('revisions')) await showTable(`Storing: ${usual.name}`, () => runTask('revisions.ts', usual.folder));
  if (wants('record')) await showTable('Record: subjects with four time points each', benchRecord);
  if (wants('package')) await showTable('Package: a subject with two CTs of 300 slices', benchPackage);
  if (wants('images')) {
    await showTable('Images for other programs: a mask of 512 x 512 x 300', () => runTask('imagesBench.ts'));
    print(
      '\nhighdicom and dcmqi, which others write segmentations with, are in no package of Debian and were not measured.\n',
    );
  }
  if (wants('kernels'))
    await showTable('Kernels: generated patient (109 slices of 512 x 512)', () => runTask('kernels.ts'));
  if (wants('window')) await showTable(`Window: ${usual.name}`, () => runTask('window.ts', usual.folder));
} finally {
  rmSync(work, { recursive: true, force: true });
}
