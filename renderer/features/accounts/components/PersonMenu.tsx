import { KeyRound, Lock, LogOut, UserRound, Users } from 'lucide-react';
import { roleNames } from '../../../../electron/core/domain/permissions.ts';
import { commands, useCommand } from '../../../app/commands/index.ts';
import { usePerson } from '../../../host/index.ts';
import { Button, Menu, StatusChip, type MenuEntry } from '../../../ui/index.ts';
import { at } from '../texts.ts';

/** In the top bar: who works here, and what they may do about it. */
export function PersonMenu() {
  const { session } = usePerson();
  if (!session?.person) return null;
  if (session.mode !== 'accounts')
    return (
      <span title={at('person.aloneWhy')}>
        <StatusChip tone="neutral">{at('person.alone')}</StatusChip>
      </span>
    );
  return <SignedInMenu name={session.person.printedName} role={roleNames[session.person.role]} />;
}

function SignedInMenu({ name, role }: { readonly name: string; readonly role: string }) {
  const lock = useCommand('person.lock');
  const accounts = useCommand('person.accounts');
  const entry = (id: string, label: string, icon: MenuEntry['icon'], shortcut?: string): MenuEntry => ({
    id,
    label,
    ...(icon && { icon }),
    shortcut,
    onAction: () => {
      commands.run(id);
    },
  });
  const entries = [
    entry('person.changePassword', at('person.change'), KeyRound),
    entry('person.lock', at('person.lock'), Lock, lock?.shortcut),
    ...(accounts?.enabled ? [entry('person.accounts', at('person.accounts'), Users)] : []),
    entry('person.signOut', at('person.signOut'), LogOut),
  ];
  const label = at('person.menu', { name, role });
  return (
    <Menu
      label={label}
      trigger={
        <Button variant="quiet" icon={UserRound} aria-label={label}>
          {name} <span className="topbar__faint">· {role}</span>
        </Button>
      }
      entries={entries}
    />
  );
}
