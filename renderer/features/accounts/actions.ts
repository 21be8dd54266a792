import type { SessionState } from '../../../electron/core/contract/accounts.ts';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import { hasUnsaved, whenSaved } from '../../app/unsaved.ts';
import { host, setSession } from '../../host/index.ts';
import { usePersonDialogs } from './store.ts';

/** What was just drawn is stored in the name of whoever drew it; a disk that doesn't take it must not keep the window open. */
const SAVING_MS = 5000;

const take = async (answer: Promise<SessionState>): Promise<void> => {
  setSession(await answer);
};

export const workAlone = (): Promise<void> => take(host.client.accounts.workAlone({}));

export const createFirst = (input: { user: string; printedName: string; password: string }): Promise<void> =>
  take(host.client.accounts.createFirst(input));

export const signIn = (user: string, password: string): Promise<void> =>
  take(host.client.accounts.signIn({ user, password }));

export const unlock = (password: string): Promise<void> => take(host.client.accounts.unlock({ password }));

export const changePassword = (current: string, next: string): Promise<void> =>
  take(host.client.accounts.changePassword({ current, next }));

export async function lockWindow(): Promise<void> {
  await whenSaved(SAVING_MS);
  await take(host.client.accounts.lock({}));
}

/** Ends the session and begins anew: nothing of the one person's work stays in the memory of the other's window. */
export async function signOut(): Promise<void> {
  await whenSaved(SAVING_MS);
  if (hasUnsaved())
    throw new RemnantError('busy', 'What you drew is not stored yet; wait for it, or say what is in the way.');
  await host.client.accounts.signOut({});
  location.reload();
}

export const askForPasswordChange = (): void => {
  usePersonDialogs.setState({ changingPassword: true });
};
