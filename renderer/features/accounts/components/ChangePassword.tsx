import { useState } from 'react';
import type { Actor } from '../../../../electron/core/contract/accounts.ts';
import { notice } from '../../../app/notices.ts';
import { usePerson } from '../../../host/index.ts';
import { Button, Dialog } from '../../../ui/index.ts';
import { changePassword } from '../actions.ts';
import { usePersonDialogs } from '../store.ts';
import { at } from '../texts.ts';
import { Cover } from './Cover.tsx';
import { CoverForm } from './CoverForm.tsx';
import { isGood, NewPasswordFields, noPassword } from './NewPasswordFields.tsx';
import { PasswordField } from './PasswordField.tsx';

export function ChangePasswordForm({ person, onDone }: { readonly person: Actor; readonly onDone: () => void }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState(noPassword);
  const names = [person.user, person.printedName];
  return (
    <CoverForm
      button={at('password.button')}
      isDisabled={current === '' || !isGood(password, names)}
      onSubmit={async () => {
        await changePassword(current, password.next);
        notice('ok', at('password.done'));
        onDone();
      }}
    >
      <PasswordField label={at('field.current')} value={current} onChange={setCurrent} autoFocus />
      <NewPasswordFields label={at('field.next')} value={password} onChange={setPassword} names={names} />
    </CoverForm>
  );
}

/** Before anything else, for who was given a password by an administrator. */
export const MustChangePassword = ({ person }: { readonly person: Actor }) => (
  <Cover title={at('password.mustTitle')} text={at('password.mustText')}>
    <ChangePasswordForm person={person} onDone={() => undefined} />
  </Cover>
);

/** Rendered once. */
export function ChangePasswordDialog() {
  const isOpen = usePersonDialogs((state) => state.changingPassword);
  const { session } = usePerson();
  const close = (): void => {
    usePersonDialogs.setState({ changingPassword: false });
  };
  if (!session?.person) return null;
  return (
    <Dialog
      title={at('password.title')}
      isOpen={isOpen}
      onClose={close}
      size="sm"
      footer={<Button onPress={close}>{at('first.back')}</Button>}
    >
      <ChangePasswordForm person={session.person} onDone={close} />
    </Dialog>
  );
}
