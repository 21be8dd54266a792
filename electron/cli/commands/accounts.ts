/** account */
import { Option, type Command } from 'commander';
import { accountRole, loginName, printedName, type Account, type AccountRole } from '../../core/contract/accounts.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import { roleNames } from '../../core/domain/permissions.ts';
import { readPassword } from '../password.ts';
import { print, say, table } from '../print.ts';
import { signIn, withHost, type GlobalOptions, type Session } from '../session.ts';
import { parseInput, UsageError } from '../usage.ts';

interface NewPerson {
  readonly name: string;
  readonly role: AccountRole;
}

export function addAccountCommands(program: Command): void {
  const account = program.command('account').description('who may sign in; passwords are never arguments');
  account
    .command('add')
    .description('the first one is an administrator with the given password; further ones get a temporary password')
    .argument('<user>', 'login name')
    .requiredOption('--name <name>', 'as it stands under a signature')
    .addOption(new Option('--role <role>').choices(accountRole.options).makeOptionMandatory())
    .action((user: string, options: NewPerson, command: Command) =>
      withHost(command, (session) => add(session, user, options, command.optsWithGlobals<GlobalOptions>().user)),
    );
  account
    .command('list')
    .description('all accounts')
    .action((_: unknown, command: Command) =>
      withHost(command, async ({ handlers, json }) => {
        const accounts = await handlers.accounts.list({});
        print(json, { accounts }, () => table(accounts.map(row)));
      }),
    );
  const forOne = (
    name: string,
    description: string,
    work: (session: Session, accountId: string) => Account | Promise<Account>,
  ): void => {
    account
      .command(name)
      .description(description)
      .argument('<user>', 'login name')
      .action((user: string, _: unknown, command: Command) =>
        withHost(command, async (session) => {
          const changed = await work(session, await idOf(session, user));
          print(session.json, changed, () => table([row(changed)]));
        }),
      );
  };
  forOne('disable', 'ends its sessions and refuses new ones; nothing is deleted', async ({ handlers }, accountId) =>
    handlers.accounts.setDisabled({ accountId, disabled: true }),
  );
  forOne('enable', 'lets it sign in again', async ({ handlers }, accountId) =>
    handlers.accounts.setDisabled({ accountId, disabled: false }),
  );
  forOne('unlock', 'ends a lock-out after wrong passwords', async ({ handlers }, accountId) =>
    handlers.accounts.endLockOut({ accountId }),
  );
  addRoleAndPassword(account);
}

function addRoleAndPassword(account: Command): void {
  account
    .command('role')
    .description('gives it another role')
    .argument('<user>', 'login name')
    .argument('<role>', accountRole.options.join(', '))
    .action((user: string, role: string, _: unknown, command: Command) => {
      const parsed = accountRole.safeParse(role);
      if (!parsed.success) throw new UsageError(`A role is one of: ${accountRole.options.join(', ')}.`);
      return withHost(command, async (session) => {
        const accountId = await idOf(session, user);
        const changed = await session.handlers.accounts.setRole({ accountId, role: parsed.data });
        print(session.json, changed, () => table([row(changed)]));
      });
    });
  account
    .command('reset')
    .description('gives it a temporary password, which is printed once')
    .argument('<user>', 'login name')
    .action((user: string, _: unknown, command: Command) =>
      withHost(command, async (session) => {
        const reset = await session.handlers.accounts.resetPassword({ accountId: await idOf(session, user) });
        print(session.json, reset, () => `Temporary password of ${user}: ${reset.temporaryPassword}`);
      }),
    );
  account
    .command('password')
    .description('changes your own; the new one is read from REMNANT_NEW_PASSWORD or the next line of standard input')
    .action((_: unknown, command: Command) =>
      withHost(command, async (session) => {
        const current = await signIn(session, command.optsWithGlobals<GlobalOptions>().user);
        if (current === null) throw new RemnantError('refused', 'This data folder has no accounts.');
        const next = await readPassword('REMNANT_NEW_PASSWORD', 'New password:');
        const { person } = await session.handlers.accounts.changePassword({ current, next });
        print(session.json, { account: person }, () => 'The password is changed.');
      }),
    );
}

async function add(session: Session, user: string, { name, role }: NewPerson, by?: string): Promise<void> {
  const { handlers, json } = session;
  const person = { user: parseInput(loginName, user), printedName: parseInput(printedName, name) };
  const { accounts } = handlers;
  if (session.state().mode !== 'accounts') {
    if (role !== 'administrator') throw new UsageError('The first account is an administrator: --role administrator.');
    const password = await readPassword('REMNANT_PASSWORD', `Password for ${user}:`);
    const made = await accounts.createFirst({ ...person, password });
    print(json, { account: made.person }, () => `${user} is the administrator; from now on everybody signs in.`);
    return;
  }
  await signIn(session, by);
  const added = await accounts.add({ ...person, role });
  print(json, added, () => `Temporary password of ${user}: ${added.temporaryPassword}`);
  if (!json) say('It is shown only now, and must be changed at the first sign-in.');
}

/** @throws RemnantError 'not_found' */
async function idOf({ handlers }: Session, user: string): Promise<string> {
  const found = (await handlers.accounts.list({})).find((each) => each.user === user);
  if (!found) throw new RemnantError('not_found', `There is no account ${user}; "remnant account list" lists them.`);
  return found.id;
}

const row = ({ user, printedName: name, role, disabledAt, lockedOutUntil }: Account) => ({
  user,
  name,
  role: roleNames[role],
  state: disabledAt !== null ? 'disabled' : lockedOutUntil !== null ? 'locked out' : 'active',
});
