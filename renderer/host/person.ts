/** Who uses this window: the state of its session, and what waits until somebody has signed in. */
import { createStore } from 'zustand/vanilla';
import type { SessionState } from '../../electron/core/contract/accounts.ts';
import { refusalOf, type MethodId } from '../../electron/core/domain/permissions.ts';

interface Person {
  /** As the host last told it; null until it did. */
  readonly session: SessionState | null;
  /** False while a new line to the host has not told it yet. */
  readonly isCurrent: boolean;
}

export const person = createStore<Person>(() => ({ session: null, isCurrent: false }));

export function setSession(session: SessionState): void {
  person.setState({ session, isCurrent: true });
}

/** Whether the host answers more than signing in. */
export const isAdmitted = ({ mode, person: who, locked, mustChangePassword }: SessionState): boolean =>
  mode !== 'accounts' || (who !== null && !locked && !mustChangePassword);

/** Resolves once somebody has signed in and the window isn't locked: what the window does on its own then goes on where it was. */
export function whenAdmitted(): Promise<void> {
  const isOpen = ({ session, isCurrent }: Person): boolean => isCurrent && session !== null && isAdmitted(session);
  if (isOpen(person.getState())) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = person.subscribe((state) => {
      if (!isOpen(state)) return;
      stop();
      resolve();
    });
  });
}

/** The address of a blob with the key of this session, once somebody has signed in. */
export async function blobUrl(path: string): Promise<string> {
  await whenAdmitted();
  const key = person.getState().session?.blobKey ?? null;
  return key === null ? path : `${path}${path.includes('?') ? '&' : '?'}session=${key}`;
}

/** `fetch` of a blob in the name of this session. */
export const fetchBlob = async (path: string, init?: RequestInit): Promise<Response> =>
  fetch(await blobUrl(path), init);

/** Has the host remove what was put there and is not wanted any more; also while the window closes. What can't be removed now goes when the host starts again. */
export const dropBlob = (path: string): void => {
  void fetchBlob(path, { method: 'DELETE', keepalive: true }).catch(() => undefined);
};

/** Why the person may not do it, as the host would say it; null when they may. */
export function refusal(method: MethodId): string | null {
  const { session } = person.getState();
  return session === null ? null : refusalOf(session.person?.role ?? null, method);
}
