import { useState, type ReactNode } from 'react';
import type { Actor } from '../../../../electron/core/contract/accounts.ts';
import { isAdmitted, useConnection, usePerson } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { MustChangePassword } from './ChangePassword.tsx';
import { FirstStart } from './FirstStart.tsx';
import { LockScreen } from './LockScreen.tsx';
import { SignInPage } from './SignIn.tsx';
import './accounts.css';

/** Lets nobody into the window before it is said who they are; once in, the window stays below whatever is asked. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { session } = usePerson();
  const [entered, setEntered] = useState<Actor | null>(null);
  if (session === null) return <Waiting />;
  const admitted = isAdmitted(session) && session.mode !== 'undecided';
  if (admitted && session.person && entered?.accountId !== session.person.accountId) setEntered(session.person);
  if (entered !== null)
    return (
      <>
        {children}
        {!admitted && <LockScreen entered={entered} />}
      </>
    );
  if (session.mode === 'undecided') return <FirstStart />;
  if (session.person === null || session.locked) return <SignInPage />;
  return <MustChangePassword person={session.person} />;
}

/** Until the host has said who it is for. */
function Waiting() {
  const { state } = useConnection();
  return (
    <main className="cover" aria-busy>
      <p className="cover__text" role="status">
        {t(state === 'lost' ? 'connection.lostWhy' : 'connection.connecting')}
      </p>
    </main>
  );
}
