import { loginName } from '../../../../electron/core/contract/accounts.ts';
import { TextField } from '../../../ui/index.ts';
import { at } from '../texts.ts';

/** Of a new account. */
export interface Names {
  readonly user: string;
  readonly printedName: string;
}
export const noNames: Names = { user: '', printedName: '' };

export const areNames = ({ user, printedName }: Names): boolean =>
  loginName.safeParse(user).success && printedName.trim().length > 1;

/** The name to sign in with, and the one that stands under a signature. */
export function NameFields({ value, onChange }: { readonly value: Names; readonly onChange: (value: Names) => void }) {
  const { user, printedName } = value;
  const parsed = loginName.safeParse(user);
  const isTooShort = user.length < 2;
  return (
    <>
      <TextField
        label={at('field.user')}
        value={user}
        onChange={(typed) => {
          onChange({ ...value, user: typed.toLowerCase().trim() });
        }}
        hint={at('field.userHint')}
        error={parsed.success || isTooShort ? undefined : parsed.error.issues[0]?.message}
        maxLength={32}
        autoFocus
      />
      <TextField
        label={at('field.printedName')}
        value={printedName}
        onChange={(typed) => {
          onChange({ ...value, printedName: typed });
        }}
        hint={at('field.printedNameHint')}
        maxLength={100}
      />
    </>
  );
}
