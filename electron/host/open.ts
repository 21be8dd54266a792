/** How everything starts the host: the shell's child process, the loopback server, the command line, the tests. */
import type { HostHandlers, HostListen } from '../core/contract/index.ts';
import type { HostContext } from './context.ts';
import { requireNode } from './nodeVersion.ts';
import type { OpenContextOptions } from './openContext.ts';

export type OpenHostOptions = OpenContextOptions;

export interface Host {
  readonly context: HostContext;
  /** Input must have been parsed by the contract; `serve` does it. */
  readonly handlers: HostHandlers;
  /** Answers `/blob/...`. */
  readonly handleBlob: (request: Request) => Promise<Response>;
  readonly onEvent: HostListen;
  readonly close: () => Promise<void>;
}

/** @throws RemnantError with a sentence for the person: 'busy', 'refused', 'io', or 'unsupported' on a Node that is too old. */
export async function openHost(options: OpenHostOptions): Promise<Host> {
  requireNode();
  // Only now, because these load the database's addon.
  const [{ openContext }, { bindHandlers, handleBlob }] = await Promise.all([
    import('./openContext.ts'),
    import('./services.ts'),
  ]);
  const { context, onEvent, close } = openContext(options);
  return {
    context,
    handlers: bindHandlers(context),
    handleBlob: (request) => handleBlob(context, request),
    onEvent,
    close,
  };
}
