/**
 * The host as a process of its own. Prints one JSON line `{"origin","url","token"}` once it listens; ends when told by a signal or when its
 * standard input closes, which is also what happens when its parent dies. The parent may give the token in REMNANT_TOKEN: arguments and
 * addresses are visible to other users of a machine, an environment is not.
 */
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { emitterPortChannel, type EmitterPortLike } from '../core/contract/channel.ts';
import { RemnantError } from '../core/contract/errors.ts';
import { openHost } from '../host/open.ts';
import { startLoopback, type Loopback } from './server.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    version: { type: 'string' },
    port: { type: 'string', default: '0' },
    socket: { type: 'string' },
    web: { type: 'string' },
    'allow-origin': { type: 'string', multiple: true, default: [] },
  },
});

async function run(): Promise<void> {
  if (values.data === undefined) throw new RemnantError('invalid_input', 'Say which data folder to use: --data DIR.');
  const token = process.env['REMNANT_TOKEN'];
  delete process.env['REMNANT_TOKEN'];

  const host = await openHost({ dataFolder: path.resolve(values.data), version: values.version ?? 'development' });
  const loopback = await startLoopback({
    host,
    listen: values.socket === undefined ? { port: Number(values.port) } : { socketPath: values.socket },
    allowedOrigins: values['allow-origin'],
    ...(values.web !== undefined && { webRoot: path.resolve(values.web) }),
    ...(token !== undefined && { token }),
    onUnexpected: (error, where) => {
      host.context.log.error('loopback.unexpected', error, { where });
    },
  });

  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= loopback
      .close()
      .then(() => host.close())
      .then(() => process.exit(0), fail);
  };
  process.once('SIGINT', close);
  process.once('SIGTERM', close);
  const parent = parentPort();
  if (parent) obey(parent, loopback, close);
  else createInterface({ input: process.stdin }).once('close', close);
  process.stdout.write(`${JSON.stringify({ origin: loopback.origin, url: loopback.url, token: loopback.token })}\n`);
}

/** In Electron's utility process there is no standard input; the shell speaks by messages, and hands over the window's lines with them. */
interface ParentPort {
  on(type: 'message', listener: (event: { data: unknown; ports: readonly EmitterPortLike[] }) => void): void;
}
const parentPort = () => (process as { parentPort?: ParentPort }).parentPort;

function obey(parent: ParentPort, { connect }: Loopback, close: () => void): void {
  parent.on('message', ({ data, ports }) => {
    if (data === 'close') close();
    for (const port of ports) connect(emitterPortChannel(port));
  });
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`remnant host: ${message}\n`);
  process.exit(1);
}

await run().catch(fail);
