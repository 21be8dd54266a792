/** How everything starts the host: the shell's child process, the loopback server, the command line, the tests. */
import type { HostHandlers, HostListen } from '../core/contract/index.ts';
import type { HostContext } from './context.ts';
import { requireNode } from './nodeVersion.ts';
import type { OpenContextOptions } from './openContext.ts';
import type { HostSession } from './sessions.ts';

export type { HostSession } from './sessions.ts';

export type OpenHostOptions = OpenContextOptions;

export interface Host {
  /** The program's own, with the machine's user as actor; whoever serves a person opens a session. */
  readonly context: HostContext;
  readonly openSession: () => HostSession;
  /** Of a session that is open as long as the host. */
  readonly handlers: HostHandlers;
  readonly onEvent: HostListen;
  /** Answers `/blob/...`; with accounts only to the key of a session, as `?session=`. */
  readonly handleBlob: (request: Request) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** @throws RemnantError with a sentence for the person: 'busy', 'refused', 'io', or 'unsupported' on a Node that is too old. */
export async function openHost(options: OpenHostOptions): Promise<Host> {
  requireNode();
  // Only now, because these load the database's addon.
  const [{ openContext }, { serveSessions }] = await Promise.all([import('./openContext.ts'), import('./sessions.ts')]);
  const store = openContext(options);
  const { openSession, handleBlob } = serveSessions(store);
  const { context, onEvent, close } = store;
  const { handlers } = openSession();
  return { context, openSession, handlers, onEvent, handleBlob, close };
}
