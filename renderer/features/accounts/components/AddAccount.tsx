import { useState } from 'react';
import { accountRole, loginName, type AccountRole } from '../../../../electron/core/contract/accounts.ts';
import { roleNames } from '../../../../electron/core/domain/permissions.ts';
import { host } from '../../../host/index.ts';
import { Button, Dialog, Select, TextField } from '../../../ui/index.ts';
import { at } from '../texts.ts';
import { CoverForm } from './CoverForm.tsx';
import { LoginNameField } from './FirstAccountForm.tsx';
import type { Temporary } from './TemporaryPassword.tsx';

const roles = accountRole.options.map((value) => ({ value, label: roleNames[value] }));

export function AddAccount(props: { readonly onClose: () => void; readonly onAdded: (temporary: Temporary) => void }) {
  const [user, setUser] = useState('');
  const [printedName, setPrintedName] = useState('');
  const [role, setRole] = useState<AccountRole | null>(null);
  const isReady = loginName.safeParse(user).success && printedName.trim().length > 1 && role !== null;
  return (
    <Dialog title={at('add.title')} isOpen onClose={props.onClose} size="sm">
      <CoverForm
        button={at('add.button')}
        isDisabled={!isReady}
        secondary={<Button onPress={props.onClose}>{at('first.back')}</Button>}
        onSubmit={async () => {
          const { temporaryPassword } = await host.client.accounts.add({ user, printedName, role: role! });
          props.onClose();
          props.onAdded({ user, password: temporaryPassword });
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
        <Select
          label={at('field.role')}
          value={role}
          options={roles}
          onChange={setRole}
          hint={role === null ? undefined : at(`role.${role}`)}
        />
      </CoverForm>
    </Dialog>
  );
}
