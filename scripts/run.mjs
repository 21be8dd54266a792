/** Runs a script of this folder on a Node that can: `node scripts/run.mjs NAME [ARGUMENTS]`. Plain JavaScript, so that an old Node can say so. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = [22, 18];
const isNewEnough = (version) => {
  const [major, minor] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
};

const scripts = path.dirname(fileURLToPath(import.meta.url));
const binaries = path.join(scripts, '../node_modules/.bin');
const [name, ...rest] = process.argv.slice(2);
const script = path.join(scripts, `${name}.ts`);

if (isNewEnough(process.versions.node)) {
  // What the script starts must find the same tools when it wasn't started by npm.
  process.env.PATH = `${binaries}${path.delimiter}${process.env.PATH}`;
  process.argv.splice(1, 2, script);
  await import(`./${name}.ts`);
} else {
  const own = path.join(binaries, 'node');
  const version = existsSync(own)
    ? spawnSync(own, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim()
    : '0.0';
  if (isNewEnough(version)) {
    // Ctrl+C reaches the child as well, which ends in order; this one waits for it.
    process.on('SIGINT', () => undefined);
    process.exit(spawnSync(own, [fileURLToPath(import.meta.url), name, ...rest], { stdio: 'inherit' }).status ?? 1);
  }
  console.error(
    `Remnant needs Node 24; this is Node ${process.versions.node}. Install it from https://nodejs.org and try again.`,
  );
  process.exit(1);
}
