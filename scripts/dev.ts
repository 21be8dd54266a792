/**
 * The window from source with instant updates, and the host from source beside it: `npm run dev -- [--data DIR]`. Prints one address.
 * Without --data it works in `.cache/dev-data`, so that it can't touch real records by accident.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { endWithParent, startHost } from './hostProcess.ts';
import { inCallersFolder } from './machine.ts';

const root = path.join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: path.join(root, '.cache/dev-data') },
    port: { type: 'string', default: '5173' },
  },
});
const origin = `http://127.0.0.1:${values.port}`;
const token = randomBytes(32).toString('base64url');
const host = await startHost({
  dataFolder: inCallersFolder(values.data),
  token,
  fromSource: true,
  allowOrigin: origin,
});
process.env['REMNANT_HOST_ORIGIN'] = host.origin;
process.env['REMNANT_TOKEN'] = token;

const server = await createServer({
  configFile: path.join(root, 'vite.config.ts'),
  server: { port: Number(values.port), strictPort: true },
  clearScreen: false,
  logLevel: 'warn',
});
await server.listen();
endWithParent(async () => {
  await server.close();
  await host.close();
});
process.stdout.write(`Remnant for development: ${origin}/\n`);
