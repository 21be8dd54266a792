import { useState, type ReactNode } from 'react';
import { loginName } from '../../../../electron/core/contract/accounts.ts';
import { TextField } from '../../../ui/index.ts';
import { createFirst } from '../actions.ts';
import { at } from '../texts.ts';
import { CoverForm } from './CoverForm.tsx';
import { isGood, NewPasswordFields, noPassword } from './NewPasswordFields.tsx';

/** The administrator's account; making it signs in with it. */
export function FirstAccountForm({
  secondary,
  onDone,
}: {
  readonly secondary?: ReactNode;
  readonly onDone?: () => void;
}) {
  const [user, setUser] = useState('');
  const [printedName, setPrintedName] = useState('');
  const [password, setPassword] = useState(noPassword);
  const names = [user, printedName.trim()];
  const isReady = loginName.safeParse(user).success && printedName.trim().length > 1 && isGood(password, names);
  return (
    <CoverForm
      button={at('first.create')}
      isDisabled={!isReady}
      secondary={secondary}
      onSubmit={async () => {
        await createFirst({ user, printedName, password: password.next });
        onDone?.();
      }}
    >
      <LoginNameField value={user} onChange={setUser} />
      <TextField
        label={at('field.printedName')}
        value={printedName}
        onChange={setPrintedName}
        hint={at('field.printedNameHint')}
        maxLength={100}
      />
      <NewPasswordFields label={at('field.password')} value={password} onChange={setPassword} names={names} />
    </CoverForm>
  );
}

export function LoginNameField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (user: string) => void;
}) {
  const parsed = loginName.safeParse(value);
  const isTooShort = value.length < 2;
  return (
    <TextField
      label={at('field.user')}
      value={value}
      onChange={(user) => {
        onChange(user.toLowerCase().trim());
      }}
      hint={at('field.userHint')}
      error={parsed.success || isTooShort ? undefined : parsed.error.issues[0]?.message}
      maxLength={32}
      autoFocus
    />
  );
}
