import type { HostEmit, HostEventName, HostListen } from '../core/contract/index.ts';
import type { Log } from './context.ts';

type AnyListener = (payload: never) => void;

/** Hands each event to those who listen. A listener that throws is logged and doesn't disturb the work that made the event. */
export function createEvents(log: Log, alsoEmit?: HostEmit): { emit: HostEmit; onEvent: HostListen } {
  const listeners = new Map<HostEventName, Set<AnyListener>>();
  const guarded = (name: string, listener: () => void): void => {
    try {
      listener();
    } catch (error) {
      log.error('event.listener', error, { name });
    }
  };
  return {
    emit(name, payload) {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        guarded(name, () => {
          (listener as (value: typeof payload) => void)(payload);
        });
      }
      if (alsoEmit !== undefined)
        guarded(name, () => {
          alsoEmit(name, payload);
        });
    },
    onEvent(name, listener) {
      const all = listeners.get(name) ?? new Set<AnyListener>();
      listeners.set(name, all.add(listener));
      return () => {
        all.delete(listener);
      };
    },
  };
}
