/** What each part of the benchmark measured last, kept until the page is made of all: a whole run takes longer than machines stay quiet. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../../scripts/buildAll.ts';
import { showGoals, showSection, type Section } from './report.ts';

/** One run of one part. */
export interface PartResult {
  readonly part: string;
  /** Where, when, with what and on which state of the program it was measured. */
  readonly measured: string;
  readonly sections: readonly Section[];
}

const folder = path.join(root, '.cache', 'bench-segmentation');
const fileOf = (part: string): string => path.join(folder, `${part}.json`);

/** Machine, versions, date and load, as of now. */
export function describeRun(): string {
  const [cpu] = os.cpus();
  const commit = git('rev-parse', '--short', 'HEAD');
  const state =
    commit === ''
      ? []
      : [
          `commit ${commit}${git('status', '--porcelain', '--', 'wasm', 'electron', 'tests/bench/segmentation') === '' ? '' : ' with changes'}`,
        ];
  return [
    new Date().toISOString().slice(0, 10),
    cpu?.model.trim() ?? 'unknown processor',
    `${os.availableParallelism()} cores`,
    `${(os.totalmem() / 2 ** 30).toFixed(0)} GiB`,
    os.version(),
    `Node ${process.version}`,
    ...state,
    `load of the machine at the start ${os.loadavg()[0]!.toFixed(1)}`,
  ].join(', ');
}

/** Empty where there is no git, or no repository. */
function git(...args: string[]): string {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

export function keepPart(result: PartResult): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(result.part), JSON.stringify(result));
}

/** What was kept of these parts, in their order; those never measured are left out. */
export const keptParts = (parts: readonly string[]): PartResult[] =>
  parts
    .filter((part) => existsSync(fileOf(part)))
    .map((part) => JSON.parse(readFileSync(fileOf(part), 'utf8')) as PartResult);

/** @param parts that there are; what wasn't measured is named with the command that does */
export function showPage(results: readonly PartResult[], parts: readonly string[]): string {
  const missing = parts.filter((part) => results.every((result) => result.part !== part));
  const goals = results.flatMap(({ sections }) => sections.flatMap((section) => section.goals ?? []));
  return [
    '# Segmentation, measured\n',
    `Made by \`npm run bench:segmentation -- page\` of what each part (${parts.join(', ')}) measured last.\n`,
    ...missing.map((part) => `\nNot measured: ${part} (\`npm run bench:segmentation -- ${part}\`).\n`),
    ...(goals.length > 0 ? [showGoals(goals)] : []),
    ...results.flatMap(({ measured, sections, part }) => [
      `\n## Part: ${part}\n\n${measured}\n`,
      ...sections.map(showSection),
    ]),
  ].join('');
}
