import { describe, expect, it, test } from 'vitest';
import { peopledHost, PASSWORD, WRONG } from '../../../tests/host/people.ts';
import { COST, hashPassword, isPassword, isWeak } from './hash.ts';

const cheap = { ln: 10, r: 8, p: 1 };

describe('a password hash', () => {
  it('is right for its password alone, and different each time', async () => {
    const [a, b] = [await hashPassword(PASSWORD, cheap), await hashPassword(PASSWORD, cheap)];
    expect(a).not.toBe(b);
    expect(a).toMatch(/^\$scrypt\$ln=10,r=8,p=1\$/);
    expect(await isPassword(PASSWORD, a)).toBe(true);
    expect(await isPassword(WRONG, a)).toBe(false);
    expect(await isPassword('Cafe\u0301 12', await hashPassword('Caf\u00e9 12', cheap))).toBe(true);
  });

  it('says when it is made with less than today', async () => {
    const old = await hashPassword(PASSWORD, cheap);
    expect(isWeak(old)).toBe(true);
    expect(isWeak(old, cheap)).toBe(false);
  });

  it.each(['', 'plain', '$scrypt$ln=30,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'that is none is an error, not a way in: %s',
    async (stored) => {
      await expect(isPassword('', stored)).rejects.toThrow('password hash');
    },
  );
});

test('it costs what is advised today', () => {
  expect(COST).toEqual({ ln: 17, r: 8, p: 1 });
});

test('a hash that was made with less is renewed when its password is shown', async () => {
  const { host, accountIds } = await peopledHost({ ada: 'administrator' });
  const weak = await hashPassword(PASSWORD, cheap);
  host.context.change((record) => {
    host.context.db.prepare('UPDATE account SET password_hash = ?').run(weak);
    record({ action: 'test', entity: 'account', entityId: accountIds['ada']! });
  });
  await host.openSession().handlers.accounts.signIn({ user: 'ada', password: PASSWORD });
  const stored = host.context.db.prepare<[], string>('SELECT password_hash FROM account').pluck().get()!;
  expect(stored).toContain('ln=17');
  expect(await isPassword(PASSWORD, stored)).toBe(true);
});
