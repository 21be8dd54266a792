import { useState, type ReactNode } from 'react';
import { TextField } from '../../../ui/index.ts';
import { signIn } from '../actions.ts';
import { at } from '../texts.ts';
import { Cover } from './Cover.tsx';
import { CoverForm } from './CoverForm.tsx';
import { PasswordField } from './PasswordField.tsx';

export const SignInPage = () => (
  <Cover title={at('signIn.title')}>
    <SignInForm />
  </Cover>
);

/** @param user known already: only the password is asked for */
export function SignInForm({ user: known, secondary }: { readonly user?: string; readonly secondary?: ReactNode }) {
  const [user, setUser] = useState(known ?? '');
  const [password, setPassword] = useState('');
  return (
    <CoverForm
      button={at('signIn.button')}
      isDisabled={user === '' || password === ''}
      secondary={secondary}
      onSubmit={async () => {
        // What was typed wrongly is typed anew.
        setPassword('');
        await signIn(user, password);
      }}
    >
      {known === undefined && (
        <TextField label={at('field.user')} value={user} onChange={setUser} autoFocus maxLength={100} />
      )}
      <PasswordField
        label={at('field.password')}
        value={password}
        onChange={setPassword}
        autoFocus={known !== undefined}
      />
    </CoverForm>
  );
}
