/** What `electron FOLDER` runs: starts the app in that folder, as Electron's own default app does. Copied into the fallback runtime. */
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const preloads = [];
let target;
const given = process.argv.slice(1);
for (let index = 0; index < given.length && target === undefined; index++) {
  if (given[index] === '-r' || given[index] === '--require') preloads.push(given[++index]);
  else if (!given[index].startsWith('-')) target = path.resolve(given[index]);
}
if (target === undefined) {
  console.error('usage: electron FOLDER');
  process.exit(1);
}
for (const file of preloads) require(file);

const manifest = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8'));
app.setVersion(manifest.version);
app.setName(manifest.productName ?? manifest.name);
app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
app.setAppPath(target);
await import(pathToFileURL(path.join(target, manifest.main)).href);
