/** The window's side of the contract: calls become frames, answers and events are parsed where they arrive. */
import type { Channel } from './channel.ts';
import type { Client, Contract, Listen, Method } from './define.ts';
import { RemnantError } from './errors.ts';
import { hostFrame, type HostFrame, type RequestFrame } from './wire.ts';

export type { Channel } from './channel.ts';

interface Pending {
  readonly method: Method;
  resolve(output: unknown): void;
  reject(error: RemnantError): void;
}

export interface Connection<C extends Contract> {
  readonly client: Client<C>;
  readonly listen: Listen<C>;
  readonly close: () => void;
}

/**
 * Calls the host behind `channel`. Every answer and event is parsed, so that a default or a dropped field means the same on both sides; a
 * frame that isn't of this contract ends the connection. A call rejects with RemnantError: the host's own, or 'io' once the line is closed.
 */
export function createClient<C extends Contract>(contract: C, channel: Channel): Connection<C> {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let nextId = 0;
  let open = true;

  const call = (service: string, methodName: string, method: Method, input: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      if (!open) {
        reject(connectionLost());
        return;
      }
      const frame: RequestFrame = { kind: 'request', id: nextId++, service, method: methodName, input };
      pending.set(frame.id, { method, resolve, reject });
      try {
        channel.send(frame);
      } catch (cause) {
        pending.delete(frame.id);
        reject(new RemnantError('invalid_input', "This can't be sent to the host.", { cause }));
      }
    });

  const settle = (frame: Exclude<HostFrame, { kind: 'event' }>) => {
    const waiting = pending.get(frame.id);
    if (!waiting) return;
    pending.delete(frame.id);
    if (frame.kind === 'error') {
      waiting.reject(new RemnantError(frame.error.code, frame.error.message));
      return;
    }
    const output = waiting.method.output.safeParse(frame.output);
    if (output.success) waiting.resolve(output.data);
    else
      waiting.reject(
        new RemnantError('internal', 'The host gave an answer that this window does not understand.', {
          cause: output.error,
        }),
      );
  };

  const tell = (name: string, payload: unknown) => {
    const schema = eventSchema(contract, name);
    const parsed = schema?.safeParse(payload);
    if (!parsed?.success) {
      channel.close();
      return;
    }
    for (const listener of [...(listeners.get(name) ?? [])]) listener(parsed.data);
  };

  channel.onFrame((raw) => {
    const frame = hostFrame.safeParse(raw);
    if (!frame.success) channel.close();
    else if (frame.data.kind === 'event') tell(frame.data.name, frame.data.payload);
    else settle(frame.data);
  });
  channel.onClose(() => {
    open = false;
    for (const waiting of pending.values()) waiting.reject(connectionLost());
    pending.clear();
  });

  const listen = (name: string, listener: (payload: never) => void) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set);
    // Payloads are parsed by the schema of that very name before they get here.
    const typed = listener as (payload: unknown) => void;
    set.add(typed);
    return () => set.delete(typed);
  };

  return {
    client: bind(contract, call),
    listen,
    close: () => {
      channel.close();
    },
  };
}

const connectionLost = () =>
  new RemnantError('io', 'The connection to the program was lost. What was stored is safe; open it again to go on.');

function eventSchema(contract: Contract, name: string) {
  const [serviceName = '', eventName = ''] = name.split('.');
  if (!Object.hasOwn(contract, serviceName)) return undefined;
  const events = contract[serviceName]!.events;
  return Object.hasOwn(events, eventName) ? events[eventName] : undefined;
}

type Call = (service: string, methodName: string, method: Method, input: unknown) => Promise<unknown>;

/** One function per method, with the contract's types. */
function bind<C extends Contract>(contract: C, call: Call): Client<C> {
  const services = Object.entries(contract).map(([service, { methods }]) => {
    const functions = Object.entries(methods).map(
      ([name, method]) => [name, (input: unknown) => call(service, name, method, input)] as const,
    );
    return [service, Object.fromEntries(functions)] as const;
  });
  return Object.fromEntries(services) as Client<C>;
}
