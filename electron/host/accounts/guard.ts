/** Applies the table of permissions around every handler of one connection. */
import { contract, type HostHandlers } from '../../core/contract/index.ts';
import type { MethodId } from '../../core/domain/permissions.ts';
import type { HostContext } from '../context.ts';
import type { Session } from './session.ts';

type Functions = Readonly<Record<string, (input: unknown) => unknown>>;
export type BoundHandlers = Omit<HostHandlers, 'accounts'>;

/** Each call asks the session anew who is at work, and goes to handlers bound to that person. */
export function guardedHandlers(session: Session, bind: (context: HostContext) => BoundHandlers): HostHandlers {
  const handle = (service: string, name: string, input: unknown): unknown => {
    const context = session.admit(`${service}.${name}` as MethodId);
    const handlers = { ...bind(context), accounts: session.accounts } as unknown as Readonly<Record<string, Functions>>;
    return handlers[service]![name]!(input);
  };
  const services = Object.entries(contract).map(([service, { methods }]) => {
    const names = Object.keys(methods);
    return [service, Object.fromEntries(names.map((name) => [name, (input: unknown) => handle(service, name, input)]))];
  });
  return Object.fromEntries(services) as HostHandlers;
}
