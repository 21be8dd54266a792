import type { HostEmit, HostEventName, HostListen } from '../core/contract/index.ts';
import type { Log } from './context.ts';

type AnyListener = (payload: never) => void;

/** Hands each event to those who listen. A listener that throws is logged and doesn't disturb the work that made the event. */
export function createEvents(log: Log): { emit: HostEmit; onEvent: HostListen } {
  const listeners = new Map<HostEventName, Set<AnyListener>>();
  return {
    emit(name, payload) {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          (listener as (value: typeof payload) => void)(payload);
        } catch (error) {
          log.error('event.listener', error, { name });
        }
      }
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
