import { KeyRound, LockOpen, MoreHorizontal, UserCheck, UserCog, UserX } from 'lucide-react';
import { accountRole, type Account } from '../../../../electron/core/contract/accounts.ts';
import { roleNames } from '../../../../electron/core/domain/permissions.ts';
import { noticeError } from '../../../app/notices.ts';
import { host } from '../../../host/index.ts';
import { Button, Menu, type MenuEntry } from '../../../ui/index.ts';
import { at } from '../texts.ts';
import type { Temporary } from './TemporaryPassword.tsx';

/** What an administrator can do with one account. */
export function AccountMenu(props: {
  readonly account: Account;
  readonly onTemporary: (temporary: Temporary) => void;
}) {
  const { id: accountId, user, role, disabledAt, lockedOutUntil, printedName } = props.account;
  const { accounts } = host.client;
  const act = (work: () => Promise<unknown>) => () => {
    work().catch(noticeError);
  };
  const reset = async (): Promise<void> => {
    const { temporaryPassword } = await accounts.resetPassword({ accountId });
    props.onTemporary({ user, password: temporaryPassword });
  };
  const isDisabled = disabledAt !== null;
  const entries: MenuEntry[] = [
    { id: 'reset', label: at('page.reset'), icon: KeyRound, onAction: act(reset) },
    ...(lockedOutUntil === null
      ? []
      : [
          {
            id: 'unlock',
            label: at('page.endLockOut'),
            icon: LockOpen,
            onAction: act(() => accounts.endLockOut({ accountId })),
          },
        ]),
    ...accountRole.options
      .filter((other) => other !== role)
      .map((other) => ({
        id: other,
        label: at('page.make', { role: roleNames[other].toLowerCase() }),
        icon: UserCog,
        onAction: act(() => accounts.setRole({ accountId, role: other })),
      })),
    {
      id: 'disable',
      label: at(isDisabled ? 'page.enable' : 'page.disable'),
      icon: isDisabled ? UserCheck : UserX,
      onAction: act(() => accounts.setDisabled({ accountId, disabled: !isDisabled })),
    },
  ];
  const label = at('page.change', { name: printedName });
  return (
    <Menu
      label={label}
      trigger={
        <Button size="sm" variant="quiet" icon={MoreHorizontal} aria-label={label}>
          {at('page.actions')}
        </Button>
      }
      entries={entries}
    />
  );
}
