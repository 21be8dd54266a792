/** `npm test`: every check of the project, one after the other, and their sum as the last line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './buildAll.ts';
import { findElectron } from './findElectron.ts';
import { commandExists, hasDisplay, underXvfb } from './machine.ts';
import { prepareSystem } from './systemPackages.ts';
import {
  lastLine,
  oneFailed,
  onePassed,
  sum,
  tallyPlaywright,
  tallyVitest,
  type PlaywrightReport,
  type Tally,
  type VitestReport,
} from './tally.ts';

const reports = path.join(root, '.cache/reports');
const tell = (line: string) => process.stdout.write(`${line}\n`);

async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

const tool = (file: string, ...args: string[]): [string, string[]] => [
  process.execPath,
  [path.join(root, 'node_modules', file), ...args],
];

async function check(title: string, [command, args]: [string, string[]]): Promise<Tally> {
  const passed = await run(command, args);
  tell(`${passed ? 'passed' : 'FAILED'}: ${title}`);
  return passed ? onePassed : oneFailed;
}

/** A runner that ends badly without saying what failed, or says nothing at all, counts as one failure. */
async function runner(
  file: string,
  count: (report: string) => Tally,
  start: (reportFile: string) => Promise<boolean>,
): Promise<Tally> {
  const reportFile = path.join(reports, file);
  rmSync(reportFile, { force: true });
  const ended = await start(reportFile);
  if (!existsSync(reportFile)) return oneFailed;
  const tally = count(readFileSync(reportFile, 'utf8'));
  return ended || tally.failed > 0 ? tally : sum([tally, oneFailed]);
}

const unitTests = () =>
  runner(
    'vitest.json',
    (report) => tallyVitest(JSON.parse(report) as VitestReport),
    (file) =>
      run(...tool('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`)),
  );

/** In a browser and in Electron; without a display both get one that nobody sees. */
async function endToEnd(): Promise<Tally> {
  const electron = await findElectron(tell);
  const [command, args] = tool('@playwright/test/cli.js', 'test');
  const unseen = !hasDisplay() && commandExists('xvfb-run');
  const [outer, outerArgs] = unseen ? underXvfb(command, args) : [command, args];
  return runner(
    'playwright.json',
    (report) => tallyPlaywright(JSON.parse(report) as PlaywrightReport),
    (file) => run(outer, outerArgs, { REMNANT_ELECTRON: electron ?? '', PLAYWRIGHT_JSON_OUTPUT_NAME: file }),
  );
}

mkdirSync(reports, { recursive: true });
prepareSystem(tell);
const tally = sum([
  await check('format', tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')),
  await check('types', tool('typescript/bin/tsc', '-b')),
  await check('lint', tool('eslint/bin/eslint.js', '.', '--max-warnings', '0', '--concurrency', 'auto')),
  await unitTests(),
  await endToEnd(),
]);
for (const line of tally.skipped) tell(`skipped: ${line}`);
tell(lastLine(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
