import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { HostClient, HostEventName } from '../../electron/core/contract/index.ts';
import type { Job } from '../../electron/core/contract/jobs.ts';
import { refusalOf, type MethodId } from '../../electron/core/domain/permissions.ts';
import { openChannel } from './connect.ts';
import { createHost, type ConnectionState } from './host.ts';
import { person, setSession, whenAdmitted } from './person.ts';
import { createQuery, type QueryState } from './query.ts';

/** The window's one connection. Actions use it directly; components through the hooks below. */
export const host = createHost({
  open: openChannel,
  later: (work, ms) => {
    setTimeout(work, ms);
  },
  admitted: whenAdmitted,
});

/** Each line is a session of its own: the host is asked who it is for, and asked again when it says that this has changed. */
function askWhoItIs(): void {
  // A line that is lost meanwhile is asked when it is back.
  host.client.accounts.state({}).then(setSession, () => undefined);
}
host.connection.subscribe(({ state, line }, before) => {
  if (state === 'lost') person.setState({ isCurrent: false });
  if (state === 'open' && line !== before.line) askWhoItIs();
});
host.listen('accounts.changed', askWhoItIs);

export const usePerson = (): ReturnType<typeof person.getState> => useStore(person);

/** Why the person may not do it; null when they may. Renders again when that changes. */
export const useRefusal = (method: MethodId): string | null =>
  useStore(person, ({ session }) => (session === null ? null : refusalOf(session.person?.role ?? null, method)));

export const useHost = (): HostClient => host.client;
export const useConnection = (): ConnectionState => useStore(host.connection);

type Functions = {
  [S in keyof HostClient]: { [M in keyof HostClient[S] & string as `${S}.${M}`]: HostClient[S][M] };
}[keyof HostClient];
type Merge<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;
type Methods = Merge<Functions>;
export type MethodName = keyof Methods;
export type MethodInput<N extends MethodName> = Methods[N] extends (input: infer I) => unknown ? I : never;
export type MethodOutput<N extends MethodName> = Methods[N] extends (input: never) => Promise<infer O> ? O : never;

/** Calls a method by its full name, e.g. `call('library.getSeries', { seriesId })`. */
export function call<N extends MethodName>(name: N, input: MethodInput<N>): Promise<MethodOutput<N>> {
  const [service = '', method = ''] = name.split('.');
  const functions = host.client as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  return functions[service]![method]!(input) as Promise<MethodOutput<N>>;
}

export interface QueryOptions {
  /** Asks again when the host tells one of these. */
  readonly refreshOn?: readonly HostEventName[];
}

const never: readonly HostEventName[] = [];

/**
 * The answer to a question, asked again when its input or the connection changes and when the host tells one of `refreshOn`.
 * With the input null nothing is asked. Data of another input is never shown.
 */
export function useQuery<N extends MethodName>(
  name: N,
  input: MethodInput<N> | null,
  { refreshOn = never }: QueryOptions = {},
): QueryState<MethodOutput<N>> & { readonly refresh: () => void } {
  const key = JSON.stringify(input);
  const query = useMemo(() => createQuery(() => call(name, JSON.parse(key) as MethodInput<N>)), [name, key]);
  const { line } = useConnection();
  // By content, so that an array written in place doesn't ask again at every rendering.
  const eventsKey = refreshOn.join(' ');
  const names = useMemo(() => eventsKey.split(' ').filter((name) => name !== '') as HostEventName[], [eventsKey]);
  useEffect(() => {
    if (key === 'null') return undefined;
    query.refresh();
    const unlisten = names.map((event) => host.listen(event, query.refresh));
    return () => {
      query.stop();
      for (const stop of unlisten) stop();
    };
  }, [query, key, line, names]);
  const state = useSyncExternalStore(query.subscribe, query.get);
  return { ...state, refresh: query.refresh };
}

const jobEvents = ['jobs.changed'] as const satisfies readonly HostEventName[];

/** The host's long operations, newest first. */
export function useJobs(): readonly Job[] {
  const { data } = useQuery('jobs.list', {}, { refreshOn: jobEvents });
  return useMemo(() => [...(data ?? [])].sort((a, b) => b.startedAt.localeCompare(a.startedAt)), [data]);
}
