import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test, vi } from 'vitest';
import { LOCK_OUT_MS, MOST_TRIES } from '../../core/domain/passwordsTries.ts';
import { peopledHost, PASSWORD, WRONG } from '../../../tests/host/people.ts';
import { openStore, temporaryFolder, VERSION } from '../../../tests/host/support.ts';
import { auditPage, verifyTrail } from '../audit/index.ts';
import { openHost } from '../open.ts';
import { confirmPassword } from './index.ts';

vi.mock(import('./hash.ts'), async (original) =>
  (await import('../../../tests/host/cheapHash.ts')).cheapHash(await original()),
);

const MINUTE_MS = 60_000;
const refused = (message: string): object => ({ code: 'refused', message: expect.stringContaining(message) as string });

describe('an empty folder', () => {
  it('is undecided until somebody works alone', async () => {
    const host = await openHost({ dataFolder: temporaryFolder(), version: VERSION });
    const { accounts, app, trial } = host.openSession().handlers;
    expect(await accounts.state({})).toMatchObject({ mode: 'undecided', locked: false, person: { role: 'none' } });
    expect(await accounts.workAlone({})).toMatchObject({ mode: 'none', person: { accountId: null } });
    expect(await app.info({})).toMatchObject({ accounts: 'none' });
    expect(await trial.listSubjects({})).toEqual([]);
    await expect((async () => accounts.workAlone({}))()).rejects.toMatchObject({ code: 'conflict' });
    await host.close();
  });

  it('takes the first account as administrator, once; all who worked without are asked to sign in', async () => {
    const host = await openHost({ dataFolder: temporaryFolder(), version: VERSION });
    const [first, other] = [host.openSession(), host.openSession()];
    const person = { user: 'ada', printedName: 'Ada L.' };
    await expect(first.handlers.accounts.createFirst({ ...person, password: 'short' })).rejects.toMatchObject(
      refused('at least 12'),
    );
    expect(await other.handlers.trial.listSubjects({})).toEqual([]);
    const state = await first.handlers.accounts.createFirst({ ...person, password: PASSWORD });
    expect(state).toMatchObject({ mode: 'accounts', person: { ...person, role: 'administrator' }, locked: false });
    expect(state.blobKey).toMatch(/^[\w-]{43}$/);
    expect(() => other.handlers.trial.listSubjects({})).toThrow('Sign in first.');
    expect(await other.handlers.accounts.state({})).toMatchObject({ mode: 'accounts', person: null });
    await expect(
      other.handlers.accounts.createFirst({ user: 'eve', printedName: 'Eve', password: PASSWORD }),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
    await host.close();
  });
});

describe('signing in', () => {
  it('gives each session its own person, who stands in the trail', async () => {
    const { host, session, accountIds } = await peopledHost({ ada: 'administrator', sam: 'site_staff' });
    const [ada, sam] = [await session('ada'), await session('sam')];
    await sam.handlers.trial.addSubject({ code: 'NL01-001', sex: 'male', liverQuality: 'normal' } as never);
    await ada.handlers.settings.set({ lockAfterMinutes: 5 });
    const entries = auditPage(host.context, { limit: 20 }).entries.filter(({ entity }) => entity !== 'account');
    expect(entries.map(({ user, role, entity }) => [user, role, entity])).toEqual([
      ['ada', 'administrator', 'settings'],
      ['sam', 'site_staff', 'subject'],
    ]);
    expect(sam.state().person).toEqual({
      accountId: accountIds['sam'],
      user: 'sam',
      printedName: 'Dr sam',
      role: 'site_staff',
    });
    expect(await verifyTrail(host.context)).toMatchObject({ ok: true });
  });

  it('with a wrong name or password is refused in the same words, and counted', async () => {
    const { host, pass } = await peopledHost({ ada: 'administrator' });
    const { accounts } = host.openSession().handlers;
    await expect(accounts.signIn({ user: 'nobody', password: PASSWORD })).rejects.toMatchObject(
      refused('name or the password'),
    );
    await expect(accounts.signIn({ user: 'ada', password: WRONG })).rejects.toMatchObject(
      refused('name or the password'),
    );
    await expect(accounts.signIn({ user: 'ada', password: PASSWORD })).rejects.toMatchObject(refused('Wait 1 second'));
    pass(1000);
    expect(await accounts.signIn({ user: 'ADA', password: PASSWORD })).toMatchObject({ person: { user: 'ada' } });
    const actions = auditPage(host.context, { limit: 10 }).entries.map(
      ({ action, user }) => `${action} ${user === 'ada' ? 'ada' : ''}`,
    );
    expect(actions.slice(0, 4)).toEqual(['sign_in ada', 'password_right ', 'sign_in_failed ', 'sign_in_failed ']);
  });

  it('is locked out after too many, until an administrator or time undoes it', async () => {
    const { host, pass, session, accountIds } = await peopledHost({ ada: 'administrator', sam: 'site_staff' });
    const ada = await session('ada');
    const { accounts } = host.openSession().handlers;
    const exhaust = async (): Promise<void> => {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        pass(MINUTE_MS);
        await expect(accounts.signIn({ user: 'sam', password: WRONG })).rejects.toMatchObject({ code: 'refused' });
      }
    };
    await exhaust();
    pass(MINUTE_MS);
    await expect(accounts.signIn({ user: 'sam', password: PASSWORD })).rejects.toMatchObject(
      refused('Too many wrong passwords'),
    );
    expect(auditPage(host.context, { limit: 1 }).entries[0]).toMatchObject({
      action: 'lock_out',
      entityId: accountIds['sam'],
    });
    await ada.handlers.accounts.active({});
    expect((await ada.handlers.accounts.list({})).find(({ user }) => user === 'sam')?.lockedOutUntil).not.toBeNull();
    expect(await ada.handlers.accounts.endLockOut({ accountId: accountIds['sam']! })).toMatchObject({
      lockedOutUntil: null,
    });
    await accounts.signIn({ user: 'sam', password: PASSWORD });

    await exhaust();
    pass(LOCK_OUT_MS);
    expect(await accounts.signIn({ user: 'sam', password: PASSWORD })).toMatchObject({ person: { user: 'sam' } });
  });

  it('two tries at once are one try', async () => {
    const { host } = await peopledHost({ ada: 'administrator' });
    const { accounts } = host.openSession().handlers;
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, async () => accounts.signIn({ user: 'ada', password: WRONG })),
    );
    expect(tries.every(({ status }) => status === 'rejected')).toBe(true);
    expect(
      auditPage(host.context, { limit: 50 }).entries.filter(({ action }) => action === 'sign_in_failed'),
    ).toHaveLength(1);
  });

  it('is over at once for who is disabled, whose role changed so, or whose password another person set', async () => {
    const { session, accountIds } = await peopledHost({ ada: 'administrator', sam: 'site_staff', rea: 'reader' });
    const [ada, sam, rea] = [await session('ada'), await session('sam'), await session('rea')];
    await ada.handlers.accounts.setRole({ accountId: accountIds['sam']!, role: 'monitor' });
    expect(sam.state().person?.role).toBe('monitor');
    await ada.handlers.accounts.setDisabled({ accountId: accountIds['sam']!, disabled: true });
    expect(sam.state().person).toBeNull();
    await expect(sam.handlers.accounts.signIn({ user: 'sam', password: PASSWORD })).rejects.toMatchObject(
      refused('disabled'),
    );
    await ada.handlers.accounts.resetPassword({ accountId: accountIds['rea']! });
    expect(() => rea.handlers.trial.listSubjects({})).toThrow('Sign in first.');
    await expect(
      (async () => ada.handlers.accounts.setRole({ accountId: accountIds['ada']!, role: 'reader' }))(),
    ).rejects.toMatchObject(refused('last administrator'));
  });
});

test('a session elsewhere ends and hears nothing more when its person chooses another password', async () => {
  const { host, session } = await peopledHost({ rea: 'reader' });
  const [here, there] = [await session('rea'), await session('rea')];
  const heard: string[] = [];
  there.onEvent('accounts.changed', () => heard.push('accounts'));
  there.onEvent('library.changed', () => heard.push('library'));
  host.context.emit('library.changed', {});
  await here.handlers.accounts.changePassword({ current: PASSWORD, next: `${PASSWORD} again` });
  expect(heard.slice(0, 2)).toEqual(['library', 'accounts']);
  heard.length = 0;
  host.context.emit('library.changed', {});
  expect(heard).toEqual([]);
  expect(() => there.handlers.trial.listSubjects({})).toThrow('Sign in first.');
  expect(await here.handlers.trial.listSubjects({})).toEqual([]);
});

test('an idle session answers nothing until the same person unlocks it', async () => {
  const { host, session, pass } = await peopledHost({ ada: 'administrator' });
  const ada = await session('ada');
  const { accounts, trial } = ada.handlers;
  pass(15 * MINUTE_MS);
  await accounts.active({});
  pass(16 * MINUTE_MS);
  expect(await trial.listSubjects({})).toEqual([]);
  pass(1);
  expect(() => trial.listSubjects({})).toThrow('locked');
  await accounts.active({});
  expect(() => trial.listSubjects({})).toThrow('locked');
  expect(await accounts.state({})).toMatchObject({ locked: true, person: { user: 'ada' } });
  await expect(accounts.unlock({ password: WRONG })).rejects.toMatchObject(refused('The password is not right.'));
  pass(1000);
  expect(await accounts.unlock({ password: PASSWORD })).toMatchObject({ locked: false });
  expect(await trial.listSubjects({})).toEqual([]);
  await accounts.lock({});
  expect(() => trial.listSubjects({})).toThrow('locked');
  await accounts.signOut({});
  const actions = auditPage(host.context, { limit: 20 }).entries.map(({ action }) => action);
  expect(actions.slice(0, 6)).toEqual(['sign_out', 'lock', 'unlock', 'password_right', 'unlock_failed', 'lock']);
});

test('a password from an administrator must be changed before anything else', async () => {
  const { host, session } = await peopledHost({ ada: 'administrator' });
  const ada = await session('ada');
  const { account, temporaryPassword } = await ada.handlers.accounts.add({
    user: 'rea',
    printedName: 'Rea D.',
    role: 'reader',
  });
  expect(account).toMatchObject({ user: 'rea', mustChangePassword: true });
  expect(temporaryPassword).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  const { accounts, trial } = host.openSession().handlers;
  expect(await accounts.signIn({ user: 'rea', password: temporaryPassword })).toMatchObject({
    mustChangePassword: true,
  });
  expect(() => trial.listSubjects({})).toThrow('password of your own');
  await expect(accounts.changePassword({ current: temporaryPassword, next: 'rea rea rea rea' })).rejects.toMatchObject(
    refused('own name'),
  );
  await expect(accounts.changePassword({ current: temporaryPassword, next: temporaryPassword })).rejects.toMatchObject(
    refused('another'),
  );
  expect(await accounts.changePassword({ current: temporaryPassword, next: PASSWORD })).toMatchObject({
    mustChangePassword: false,
  });
  expect(await trial.listSubjects({})).toEqual([]);
});

test('a signature asks for the password again, and counts a wrong one', async () => {
  const { session, pass } = await peopledHost({ rea: 'reader' });
  const rea = await session('rea');
  const context = rea.admit('segmentation.commit');
  await expect(confirmPassword(context, null)).rejects.toMatchObject(refused('Type your password'));
  await expect(confirmPassword(context, WRONG)).rejects.toMatchObject(refused('not right'));
  await expect(confirmPassword(context, PASSWORD)).rejects.toMatchObject(refused('Wait'));
  pass(1000);
  await confirmPassword(context, PASSWORD);
  expect(auditPage(context, { limit: 5 }).entries.map(({ action, user }) => [action, user])).toContainEqual([
    'confirm_failed',
    'rea',
  ]);

  const alone = openStore(temporaryFolder()).context;
  await confirmPassword(alone, null);
  await expect(confirmPassword(alone, PASSWORD)).rejects.toMatchObject(refused('no password'));
});

test('accounts are never deleted, and a login name never changes', async () => {
  const { host } = await peopledHost({ ada: 'administrator' });
  const { db } = host.context;
  for (const sql of ['DELETE FROM account', `UPDATE account SET user = 'eve'`])
    expect(() => {
      host.context.change(() => db.exec(sql));
    }).toThrow();
});

test('no password is written anywhere', async () => {
  const { host, dataFolder, pass } = await peopledHost({ ada: 'administrator' });
  const { accounts } = host.openSession().handlers;
  await expect(accounts.signIn({ user: PASSWORD, password: PASSWORD })).rejects.toMatchObject({ code: 'refused' });
  await expect(accounts.signIn({ user: 'ada', password: WRONG })).rejects.toMatchObject({ code: 'refused' });
  pass(1000);
  await accounts.signIn({ user: 'ada', password: PASSWORD });
  const added = await accounts.add({ user: 'rea', printedName: 'Rea', role: 'reader' });
  const secrets = [PASSWORD, WRONG, added.temporaryPassword].map((secret) => Buffer.from(secret));
  const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(2);
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name));
    for (const secret of secrets) expect(bytes.includes(secret), name).toBe(false);
  }
});
