import { useState } from 'react';
import { accountRole, type AccountRole } from '../../../../electron/core/contract/accounts.ts';
import { roleNames } from '../../../../electron/core/domain/permissions.ts';
import { host } from '../../../host/index.ts';
import { Button, Dialog, Select } from '../../../ui/index.ts';
import { at } from '../texts.ts';
import { CoverForm } from './CoverForm.tsx';
import { areNames, NameFields, noNames } from './NameFields.tsx';
import type { Temporary } from './TemporaryPassword.tsx';

const roles = accountRole.options.map((value) => ({ value, label: roleNames[value] }));

export function AddAccount(props: { readonly onClose: () => void; readonly onAdded: (temporary: Temporary) => void }) {
  const [names, setNames] = useState(noNames);
  const [role, setRole] = useState<AccountRole | null>(null);
  return (
    <Dialog title={at('add.title')} isOpen onClose={props.onClose} size="sm">
      <CoverForm
        button={at('add.button')}
        isDisabled={!areNames(names) || role === null}
        secondary={<Button onPress={props.onClose}>{at('first.back')}</Button>}
        onSubmit={async () => {
          const { temporaryPassword } = await host.client.accounts.add({ ...names, role: role! });
          props.onClose();
          props.onAdded({ user: names.user, password: temporaryPassword });
        }}
      >
        <NameFields value={names} onChange={setNames} />
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
