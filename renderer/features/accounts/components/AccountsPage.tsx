import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { accountRole, type Account } from '../../../../electron/core/contract/accounts.ts';
import { roleNames } from '../../../../electron/core/domain/permissions.ts';
import { errorSentence } from '../../../app/notices.ts';
import { usePerson, useQuery, useRefusal } from '../../../host/index.ts';
import {
  Banner,
  Button,
  EmptyState,
  Page,
  Panel,
  Stack,
  StatusChip,
  Table,
  type ColumnSpec,
} from '../../../ui/index.ts';
import { at } from '../texts.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { AddAccount } from './AddAccount.tsx';
import { TemporaryPassword, type Temporary } from './TemporaryPassword.tsx';
import './accounts.css';

const accountEvents = ['accounts.changed'] as const;

/** For administrators: who may sign in, and as what. */
export function AccountsPage() {
  const { session } = usePerson();
  const refusal = useRefusal('accounts.list');
  if (session?.mode !== 'accounts')
    return (
      <EmptyState icon={Users} title={at('page.none')}>
        {at('page.noneText')}
      </EmptyState>
    );
  if (refusal !== null)
    return (
      <EmptyState icon={Users} title={at('page.title')}>
        {at('page.refused')}
      </EmptyState>
    );
  return <People />;
}

function People() {
  const { data: accounts, error } = useQuery('accounts.list', {}, { refreshOn: accountEvents });
  const [isAdding, setAdding] = useState(false);
  const [temporary, setTemporary] = useState<Temporary | null>(null);
  const columns: readonly ColumnSpec<Account>[] = [
    { id: 'name', title: at('page.name'), cell: nameCell, isRowHeader: true },
    { id: 'role', title: at('page.role'), cell: ({ role }) => roleNames[role] },
    { id: 'state', title: at('page.state'), cell: stateCell },
    {
      id: 'actions',
      title: at('page.actions'),
      align: 'end',
      cell: (account) => <AccountMenu account={account} onTemporary={setTemporary} />,
    },
  ];
  return (
    <Page
      title={at('page.title')}
      subtitle={at('page.subtitle')}
      actions={
        <Button
          variant="primary"
          icon={UserPlus}
          onPress={() => {
            setAdding(true);
          }}
        >
          {at('page.add')}
        </Button>
      }
    >
      {error !== undefined && <Banner tone="danger">{errorSentence(error)}</Banner>}
      <Stack gap={4}>
        <Panel flush>
          <Table
            label={at('page.title')}
            columns={columns}
            items={accounts ?? []}
            itemId={({ id }) => id}
            itemText={({ user }) => user}
          />
        </Panel>
        <Roles />
      </Stack>
      {isAdding && (
        <AddAccount
          onClose={() => {
            setAdding(false);
          }}
          onAdded={setTemporary}
        />
      )}
      {temporary && (
        <TemporaryPassword
          temporary={temporary}
          onClose={() => {
            setTemporary(null);
          }}
        />
      )}
    </Page>
  );
}

const nameCell = ({ printedName, user }: Account) => (
  <span className="accounts__name">
    {printedName}
    <span className="topbar__faint">{user}</span>
  </span>
);

function stateCell({ disabledAt, lockedOutUntil, mustChangePassword }: Account) {
  if (disabledAt !== null) return <StatusChip tone="neutral">{at('page.disabled')}</StatusChip>;
  if (lockedOutUntil !== null) {
    const time = new Date(lockedOutUntil).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    return <StatusChip tone="danger">{at('page.lockedOut', { time })}</StatusChip>;
  }
  if (mustChangePassword) return <StatusChip tone="info">{at('page.temporary')}</StatusChip>;
  return <StatusChip tone="ok">{at('page.active')}</StatusChip>;
}

const Roles = () => (
  <Panel title={at('page.roles')}>
    <dl className="accounts__roles">
      {accountRole.options.map((role) => (
        <div key={role} style={{ display: 'contents' }}>
          <dt>{roleNames[role]}</dt>
          <dd>{at(`role.${role}`)}</dd>
        </div>
      ))}
    </dl>
  </Panel>
);
