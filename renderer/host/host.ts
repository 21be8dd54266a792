/** A connection that outlives its line: when the line is lost it opens another, and everyone keeps the same client. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createClient, type Channel, type Connection } from '../../electron/core/contract/client.ts';
import { RemnantError } from '../../electron/core/contract/errors.ts';
import {
  contract,
  type HostClient,
  type HostListen,
  type RemnantContract,
} from '../../electron/core/contract/index.ts';

export interface ConnectionState {
  readonly state: 'connecting' | 'open' | 'lost';
  /** Counts the lines opened: a query of an older line is asked again. */
  readonly line: number;
}

export interface Host {
  readonly client: HostClient;
  readonly listen: HostListen;
  readonly connection: StoreApi<ConnectionState>;
}

export interface HostOptions {
  readonly open: () => Promise<Channel>;
  /** Calls back after a pause; longer with each failed attempt. */
  readonly later: (work: () => void, ms: number) => void;
  /** Resolves once the host answers this person: until then everything but signing in waits. */
  readonly admitted?: () => Promise<void>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** Keeps its own name and listener together, so that it can be attached to every new line with its type. */
interface Listening {
  attach(line: Connection<RemnantContract>): () => void;
}

export function createHost({ open, later, admitted = () => Promise.resolve() }: HostOptions): Host {
  const connection = createStore<ConnectionState>(() => ({ state: 'connecting', line: 0 }));
  const listening = new Set<Listening>();
  let current: Connection<RemnantContract> | null = null;
  let attempts = 0;

  async function connect(): Promise<void> {
    try {
      const channel = await open();
      const line = createClient(contract, channel);
      channel.onClose(lost);
      for (const one of listening) one.attach(line);
      current = line;
      attempts = 0;
      connection.setState(({ line: count }) => ({ state: 'open', line: count + 1 }));
    } catch {
      lost();
    }
  }

  function lost() {
    current = null;
    connection.setState({ state: 'lost' });
    later(() => void connect(), Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempts++));
  }

  /** Waits for the first line; once one was there, a call without a line fails at once and says so. */
  function whenOpen(): Promise<Connection<RemnantContract>> {
    if (current) return Promise.resolve(current);
    if (connection.getState().state === 'lost')
      return Promise.reject(new RemnantError('io', 'The connection to the program is lost. Nothing was changed.'));
    return new Promise((resolve, reject) => {
      const stop = connection.subscribe(() => {
        stop();
        whenOpen().then(resolve, reject);
      });
    });
  }

  void connect();
  return { client: facade(whenOpen, admitted), listen: keepListening(listening, () => current), connection };
}

/** The client's methods, each of which looks for the line when it is called. */
function facade(whenOpen: () => Promise<Connection<RemnantContract>>, admitted: () => Promise<void>): HostClient {
  type Method = (input: unknown) => Promise<unknown>;
  const services = Object.entries(contract).map(([service, { methods }]) => {
    const functions = Object.keys(methods).map((method): [string, Method] => [
      method,
      async (input) => {
        // Without a line it fails at once; with one it waits for the person, and the line may be another by then.
        await whenOpen();
        if (service !== 'accounts') await admitted();
        const { client } = await whenOpen();
        const functionsOf = client as unknown as Readonly<Record<string, Readonly<Record<string, Method>>>>;
        return functionsOf[service]![method]!(input);
      },
    ]);
    return [service, Object.fromEntries(functions)] as const;
  });
  return Object.fromEntries(services) as unknown as HostClient;
}

function keepListening(listening: Set<Listening>, current: () => Connection<RemnantContract> | null): HostListen {
  return (name, listener) => {
    let active = true;
    const own: Listening = {
      attach: (line) =>
        line.listen(name, (payload) => {
          if (active) listener(payload);
        }),
    };
    listening.add(own);
    const line = current();
    const detach = line && own.attach(line);
    return () => {
      active = false;
      listening.delete(own);
      detach?.();
    };
  };
}
