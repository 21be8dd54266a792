import { RemnantError } from '../../electron/core/contract/errors.ts';

const State = { running: 0, cancelled: 1, committed: 2 } as const;

/**
 * One shared integer. A busy worker reads no messages, but it can read this. Whoever is first, a cancel or the worker's first write to
 * shared memory, wins: a cancelled task never writes, and a task that writes is no longer cancelled.
 */
export type CancelFlag = Int32Array<SharedArrayBuffer>;

export const createCancelFlag = (): CancelFlag => new Int32Array(new SharedArrayBuffer(4));

/** @returns whether the task is cancelled; false: it is writing its result already. */
export const requestCancel = (flag: CancelFlag): boolean =>
  Atomics.compareExchange(flag, 0, State.running, State.cancelled) !== State.committed;

/** @throws RemnantError('cancelled') once cancel was requested. */
export function throwIfCancelled(flag: CancelFlag): void {
  if (Atomics.load(flag, 0) === State.cancelled) throw cancelled();
}

/** Called before the first write to shared memory. @throws RemnantError('cancelled') when cancel came first. */
export function commit(flag: CancelFlag): void {
  if (Atomics.compareExchange(flag, 0, State.running, State.committed) === State.cancelled) throw cancelled();
}

export const cancelled = (): RemnantError => new RemnantError('cancelled', 'Cancelled; nothing was changed.');
