import type { Contract, Emit, Listen } from '../../electron/core/contract/define.ts';

/** Emits to whoever listens, and counts them. */
export function createEvents<C extends Contract>() {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const emit = (name: string, payload: unknown) => {
    for (const listener of listeners.get(name) ?? []) (listener as (payload: unknown) => void)(payload);
  };
  const listen = (name: string, listener: (payload: never) => void) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set.add(listener));
    return () => set.delete(listener);
  };
  const count = () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0);
  return { emit: emit as Emit<C>, listen: listen as Listen<C>, count };
}
