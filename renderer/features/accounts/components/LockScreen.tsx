import { useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import type { Actor } from '../../../../electron/core/contract/accounts.ts';
import { noticeError } from '../../../app/notices.ts';
import { useUnsaved } from '../../../app/unsaved.ts';
import { usePerson } from '../../../host/index.ts';
import { Button } from '../../../ui/index.ts';
import { signOut, unlock } from '../actions.ts';
import { at } from '../texts.ts';
import { ChangePasswordForm } from './ChangePassword.tsx';
import { CoverCard } from './Cover.tsx';
import { CoverForm } from './CoverForm.tsx';
import { PasswordField } from './PasswordField.tsx';
import { SignInForm } from './SignIn.tsx';

/** Covers the window, which stays as it is below: the same person goes on, or another begins anew. */
export function LockScreen({ entered }: { readonly entered: Actor }) {
  const { session } = usePerson();
  const title = session?.mustChangePassword
    ? at('password.mustTitle')
    : session?.person
      ? at('lock.title')
      : at('lock.ended');
  return (
    <ModalOverlay className="lock-scrim" isOpen isKeyboardDismissDisabled>
      <Modal className="lock-modal">
        <Dialog className="lock-dialog" aria-label={title}>
          <LockCard entered={entered} title={title} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function LockCard({ entered, title }: { readonly entered: Actor; readonly title: string }) {
  const { session } = usePerson();
  const person = session?.person ?? null;
  if (person && session?.mustChangePassword)
    return (
      <CoverCard title={title} text={at('password.mustText')}>
        <ChangePasswordForm person={person} onDone={() => undefined} />
      </CoverCard>
    );
  if (person)
    return (
      <CoverCard title={title} text={at('lock.text', { name: person.printedName })}>
        <UnlockForm person={person} />
      </CoverCard>
    );
  return (
    <CoverCard title={title} text={at('lock.endedText')}>
      {entered.accountId === null ? (
        <SignInForm />
      ) : (
        <SignInForm user={entered.user} secondary={<OtherPerson entered={entered} />} />
      )}
    </CoverCard>
  );
}

function UnlockForm({ person }: { readonly person: Actor }) {
  const [password, setPassword] = useState('');
  return (
    <CoverForm
      button={at('lock.button')}
      isDisabled={password === ''}
      secondary={<OtherPerson entered={person} />}
      onSubmit={async () => {
        setPassword('');
        await unlock(password);
      }}
    >
      <PasswordField label={at('field.password')} value={password} onChange={setPassword} autoFocus />
    </CoverForm>
  );
}

/** Only once nothing of the first person's work would be lost. */
function OtherPerson({ entered }: { readonly entered: Actor }) {
  const isUnsaved = useUnsaved(({ what }) => what.size > 0);
  if (isUnsaved) return <p className="cover__text">{at('lock.unsaved', { name: entered.printedName })}</p>;
  return (
    <Button
      variant="quiet"
      onPress={() => {
        signOut().catch(noticeError);
      }}
    >
      {at('lock.other')}
    </Button>
  );
}
