/** One connection's person: signing in and out, locking, and what is answered meanwhile. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Actor, SessionState } from '../../core/contract/accounts.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostHandlers, HostListen } from '../../core/contract/index.ts';
import { isForAnyone, mayStore, refusalOf, type MethodId } from '../../core/domain/permissions.ts';
import type { HostContext } from '../context.ts';
import { findAccount, findAccountOf, hasAccounts, type AccountRow } from '../db/tables/account.ts';
import { getSettings } from '../settings/index.ts';
import * as administer from './administer.ts';
import { hashPassword, waste } from './hash.ts';
import { accountsMode, actorOf, changeAccount, noteAccount } from './people.ts';
import { checkPassword, wrongPassword } from './passwordCheck.ts';

export interface SessionStore {
  /** With the machine's own user as actor. */
  readonly context: HostContext;
  readonly contextFor: (actor: Actor) => HostContext;
  readonly onEvent: HostListen;
}

/** The account of a signed-in person, as it was then. */
interface SignedIn {
  readonly accountId: string;
  readonly passwordHash: string;
  readonly blobKey: string;
  activeAt: number;
  locked: boolean;
}

/** What one connection or command works through. */
export interface Session {
  readonly accounts: HostHandlers['accounts'];
  readonly state: () => SessionState;
  /** The context of whoever is at work, if they may do this now. @throws RemnantError 'refused' with the reason */
  readonly admit: (method: MethodId) => HostContext;
  /** Events, kept from those who have not signed in. */
  readonly onEvent: HostListen;
  /** Whether the key that a blob is asked with is this session's. */
  readonly hasKey: (key: string) => boolean;
  readonly close: () => void;
}

/** Beyond the window's own time, so that it is the window that locks while it can. */
const GRACE_MS = 60_000;
/** The least that the settings allow. */
const SHORTEST_LOCK_MS = 60_000;
const WITHOUT_PASSWORD_CHANGE: ReadonlySet<MethodId> = new Set(['accounts.changePassword']);

/** For roles that read only: even what a reading would store on the way is refused. */
const unchanging = (context: HostContext): HostContext => ({
  ...context,
  change: () => {
    throw new RemnantError('refused', 'A monitor reads everything and changes nothing.');
  },
});

export function openSession(store: SessionStore): Session {
  const machine = store.context;
  let signedIn: SignedIn | null = null;
  const told = new Set<() => void>();
  const tell = (): void => {
    for (const listener of [...told]) listener();
  };

  // There is no way back from accounts, so this is asked only until there are some.
  let knowsAccounts = false;
  const withAccounts = (): boolean => (knowsAccounts ||= hasAccounts(machine.db));

  /** The account as it is now; ends the session of one that was disabled or whose password was set by another person. */
  function current(): AccountRow | null {
    if (signedIn === null) return null;
    const row = findAccount(machine.db, signedIn.accountId);
    if (row?.disabledAt === null && row.passwordHash === signedIn.passwordHash) return row;
    signedIn = null;
    tell();
    return null;
  }
  // Whoever is ended by it hears nothing from then on, whether they ask or not.
  const stopWatching = store.onEvent('accounts.changed', () => {
    current();
  });

  function isLocked(): boolean {
    if (signedIn === null || signedIn.locked) return signedIn !== null;
    const idleMs = machine.now().getTime() - signedIn.activeAt;
    // No site locks sooner, so it needn't be asked.
    if (idleMs <= SHORTEST_LOCK_MS + GRACE_MS) return false;
    if (idleMs > getSettings(machine).lockAfterMinutes * 60_000 + GRACE_MS) lock(signedIn);
    return signedIn.locked;
  }

  function lock(session: SignedIn): void {
    session.locked = true;
    const row = findAccount(machine.db, session.accountId);
    if (row) noteAccount(store.contextFor(actorOf(row)), row.id, 'lock');
    tell();
  }

  /** Who works here, and with accounts the account as it is now. */
  function atWork(): { readonly row: AccountRow | null; readonly person: Actor | null } {
    if (!withAccounts()) return { row: null, person: machine.actor };
    const row = current();
    return { row, person: row && actorOf(row) };
  }

  function state(): SessionState {
    const { row, person } = atWork();
    return {
      mode: accountsMode(machine),
      person,
      locked: isLocked(),
      mustChangePassword: row?.mustChangePassword ?? false,
      lockAfterMinutes: getSettings(machine).lockAfterMinutes,
      blobKey: signedIn?.blobKey ?? null,
    };
  }

  /** @param action as the trail tells it; without one it was told already */
  function enter(row: AccountRow, action?: string): SessionState {
    signedIn = {
      accountId: row.id,
      passwordHash: row.passwordHash,
      blobKey: signedIn?.blobKey ?? randomBytes(32).toString('base64url'),
      activeAt: machine.now().getTime(),
      locked: false,
    };
    if (action !== undefined) noteAccount(store.contextFor(actorOf(row)), row.id, action);
    tell();
    return state();
  }

  function leave(): void {
    // A connection may outlive the store by a moment.
    if (!machine.db.open) return;
    const row = current();
    if (row) noteAccount(store.contextFor(actorOf(row)), row.id, 'sign_out');
    signedIn = null;
  }

  function requirePerson(): AccountRow {
    const row = current();
    if (row === null) throw new RemnantError('refused', 'Sign in first.');
    return row;
  }

  function admit(method: MethodId): HostContext {
    const { row, person } = atWork();
    const refusal = refusalOf(person?.role ?? null, method);
    if (refusal !== null) throw new RemnantError('refused', refusal);
    if (person === null) return machine;
    if (row && !isForAnyone(method)) {
      if (isLocked()) throw new RemnantError('refused', 'The window is locked; unlock it with the password.');
      if (row.mustChangePassword && !WITHOUT_PASSWORD_CHANGE.has(method))
        throw new RemnantError('refused', 'Choose a password of your own first.');
    }
    return mayStore(person.role) ? store.contextFor(person) : unchanging(store.contextFor(person));
  }

  const administrating =
    <I, O>(method: MethodId, work: (context: HostContext, input: I) => O) =>
    (input: I): O =>
      work(admit(method), input);

  const accounts: HostHandlers['accounts'] = {
    state,
    workAlone: () => {
      if (accountsMode(machine) !== 'undecided')
        throw new RemnantError('conflict', 'It is decided already how this data folder is used.');
      machine.change((record) => {
        record({ action: 'work_alone', entity: 'account', entityId: 'none' });
      });
      machine.emit('accounts.changed', {});
      return state();
    },
    createFirst: async (input) => enter(await administer.createFirstAccount(machine, input), 'sign_in'),
    signIn: async ({ user, password }) => {
      const row = findAccountOf(machine.db, user.trim());
      if (!row) {
        await waste(password);
        // The name is not kept: it may be a password typed into the wrong field.
        noteAccount(machine, 'unknown', 'sign_in_failed');
        throw wrongPassword();
      }
      const checked = await checkPassword(machine, row.id, password, 'sign_in');
      if (signedIn !== null && signedIn.accountId !== row.id) leave();
      return enter(checked, 'sign_in');
    },
    signOut: () => {
      leave();
      tell();
      return state();
    },
    lock: () => {
      if (current() !== null && signedIn?.locked === false) lock(signedIn);
      return state();
    },
    unlock: async ({ password }) =>
      enter(await checkPassword(machine, requirePerson().id, password, 'unlock'), 'unlock'),
    active: () => {
      if (signedIn !== null && !isLocked()) signedIn.activeAt = machine.now().getTime();
      return {};
    },
    changePassword: async ({ current: old, next }) => {
      const context = store.contextFor(actorOf(requirePerson()));
      admit('accounts.changePassword');
      const checked = await checkPassword(context, requirePerson().id, old, 'change_password');
      if (old === next) throw new RemnantError('refused', 'The new password must be another one.');
      administer.refuseBadPassword(next, [checked.user, checked.printedName]);
      const passwordHash = await hashPassword(next);
      const row = { ...checked, passwordHash, mustChangePassword: false };
      enter(changeAccount(context, row, 'change_password'));
      machine.emit('accounts.changed', {});
      return state();
    },
    list: administrating('accounts.list', administer.listAccounts),
    add: administrating('accounts.add', administer.addAccount),
    setRole: administrating('accounts.setRole', administer.setRole),
    setDisabled: administrating('accounts.setDisabled', administer.setDisabled),
    resetPassword: administrating('accounts.resetPassword', administer.resetPassword),
    endLockOut: administrating('accounts.endLockOut', administer.endLockOut),
  };

  const onEvent: HostListen = (name, listener) => {
    if (name === 'accounts.changed') {
      const own = (): void => {
        (listener as (payload: object) => void)({});
      };
      told.add(own);
      const stop = store.onEvent('accounts.changed', own);
      return () => {
        told.delete(own);
        stop();
      };
    }
    return store.onEvent(name, (payload) => {
      if (!withAccounts() || signedIn !== null) listener(payload);
    });
  };

  return {
    accounts,
    state,
    admit,
    onEvent,
    hasKey: (key) => signedIn !== null && sameText(key, signedIn.blobKey),
    close: () => {
      stopWatching();
      leave();
    },
  };
}

/** Takes the same time whatever differs. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
