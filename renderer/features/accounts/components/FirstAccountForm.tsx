import { useState, type ReactNode } from 'react';
import { createFirst } from '../actions.ts';
import { at } from '../texts.ts';
import { CoverForm } from './CoverForm.tsx';
import { areNames, NameFields, noNames } from './NameFields.tsx';
import { isGood, NewPasswordFields, noPassword } from './NewPasswordFields.tsx';

/** The administrator's account; making it signs in with it. */
export function FirstAccountForm({
  secondary,
  onDone,
}: {
  readonly secondary?: ReactNode;
  readonly onDone?: () => void;
}) {
  const [names, setNames] = useState(noNames);
  const [password, setPassword] = useState(noPassword);
  const notWithin = [names.user, names.printedName.trim()];
  return (
    <CoverForm
      button={at('first.create')}
      isDisabled={!areNames(names) || !isGood(password, notWithin)}
      secondary={secondary}
      onSubmit={async () => {
        await createFirst({ ...names, password: password.next });
        onDone?.();
      }}
    >
      <NameFields value={names} onChange={setNames} />
      <NewPasswordFields label={at('field.password')} value={password} onChange={setPassword} names={notWithin} />
    </CoverForm>
  );
}
