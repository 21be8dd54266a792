/** `npm test`: every check of the project, and their sum as the last line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { isStale, root } from './buildAll.ts';
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
/** The tests start hosts, commands and workers by the hundred: each would strip and compile the same sources again. */
const testEnv = { NODE_COMPILE_CACHE: path.join(root, '.cache/compile') };

async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...testEnv, ...env } });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

const tool = (file: string, ...args: string[]): [string, string[]] => [
  process.execPath,
  [path.join(root, 'node_modules', file), ...args],
];

/** What it says comes in one piece: others are at work beside it. */
async function check(title: string, [command, args]: [string, string[]]): Promise<Tally> {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  tell(`${out}${err}${code === 0 ? 'passed' : 'FAILED'}: ${title}`);
  return code === 0 ? onePassed : oneFailed;
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
async function endToEnd(electron: string | undefined): Promise<Tally> {
  const [command, args] = tool('@playwright/test/cli.js', 'test');
  const unseen = !hasDisplay() && commandExists('xvfb-run');
  const [outer, outerArgs] = unseen ? underXvfb(command, args) : [command, args];
  return runner(
    'playwright.json',
    (report) => tallyPlaywright(JSON.parse(report) as PlaywrightReport),
    (file) => run(outer, outerArgs, { REMNANT_ELECTRON: electron ?? '', PLAYWRIGHT_JSON_OUTPUT_NAME: file }),
  );
}

/** The compiler's verdict, and with what it wrote the window that the end-to-end tests drive. */
async function typesAndBuild(): Promise<Tally> {
  const tally = await check('types', tool('typescript/bin/tsc', '-b'));
  // In a process of its own, as Vite sets NODE_ENV. What keeps it from being built is counted where the end-to-end tests begin.
  if (isStale()) await run(process.execPath, [path.join(root, 'scripts/build.ts')]);
  return tally;
}

mkdirSync(reports, { recursive: true });
// The linter keeps one core busy for as long as the rest keeps the other; the system's packages mostly wait for the network.
const [electron, ...judged] = await Promise.all([
  prepareSystem(tell).then(() => findElectron(tell)),
  check('lint', tool('eslint/bin/eslint.js', '.', '--max-warnings', '0')),
  (async () =>
    sum([
      await typesAndBuild(),
      await check('format', tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')),
    ]))(),
]);
const tally = sum([...judged, await unitTests(), await endToEnd(electron)]);
for (const line of tally.skipped) tell(`skipped: ${line}`);
tell(lastLine(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
