/** serve */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { RemnantError } from '../../core/contract/errors.ts';
import { startLoopback } from '../../loopback/server.ts';
import { print, say } from '../print.ts';
import { withHost } from '../session.ts';
import { parseNumber, UsageError } from '../usage.ts';

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('serve the window to a browser on this machine; prints the address')
    .option('--port <n>', 'default: a free one', '0')
    .action(({ port }: { port: string }, command: Command) => {
      const number = parseNumber('--port', port);
      if (!Number.isInteger(number) || number < 0 || number > 65535) throw new UsageError('--port must be 0 to 65535.');
      return withHost(command, async ({ host, json }) => {
        const webRoot = findWindow();
        if (webRoot === undefined) say('The window is not built (npm run build), so only the interface is served.');
        const loopback = await startLoopback({
          host,
          listen: { port: number },
          ...(webRoot !== undefined && { webRoot }),
          onUnexpected: (error, where) => {
            host.context.log.error('loopback.unexpected', error, { where });
          },
        }).catch((error: unknown) => {
          throw new RemnantError('io', `Port ${number} can't be used; choose another one.`, { cause: error });
        });
        print(json, { origin: loopback.origin, url: loopback.url }, () => loopback.url);
        await untilTold();
        await loopback.close();
      });
    });
}

const untilTold = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });

/** Where `npm run build` puts the window, seen from the sources as well as from the built form. */
function findWindow(): string | undefined {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'dist', 'renderer');
    if (existsSync(join(candidate, 'index.html'))) return candidate;
  }
  return undefined;
}
