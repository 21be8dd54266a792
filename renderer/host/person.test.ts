import { beforeEach, expect, it } from 'vitest';
import type { SessionState } from '../../electron/core/contract/accounts.ts';
import { blobUrl, isAdmitted, person, refusal, setSession, whenAdmitted } from './person.ts';

const ada = {
  accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
  user: 'ada',
  printedName: 'Ada L.',
  role: 'monitor',
} as const;
const alone: SessionState = {
  mode: 'none',
  person: { ...ada, accountId: null, role: 'none' },
  locked: false,
  mustChangePassword: false,
  lockAfterMinutes: 15,
  blobKey: null,
};
const signedIn: SessionState = { ...alone, mode: 'accounts', person: ada, blobKey: 'key' };

beforeEach(() => {
  person.setState({ session: null, isCurrent: false });
});

it('lets in who works alone, and with accounts only who has signed in and is there', () => {
  expect([alone, { ...alone, mode: 'undecided' as const }, signedIn].map(isAdmitted)).toEqual([true, true, true]);
  const outside = [{ person: null }, { locked: true }, { mustChangePassword: true }];
  expect(outside.map((change) => isAdmitted({ ...signedIn, ...change }))).toEqual([false, false, false]);
});

it('lets what the window does wait over a lock and over a lost line', async () => {
  let went = 0;
  const go = () => whenAdmitted().then(() => went++);
  setSession({ ...signedIn, locked: true });
  const waiting = go();
  await Promise.resolve();
  expect(went).toBe(0);
  setSession(signedIn);
  await waiting;
  expect(went).toBe(1);
  person.setState({ isCurrent: false });
  const again = go();
  await Promise.resolve();
  expect(went).toBe(1);
  setSession(signedIn);
  await again;
  expect(went).toBe(2);
});

it('asks for blobs with the key of the session', async () => {
  setSession(alone);
  expect(await blobUrl('/blob/upload')).toBe('/blob/upload');
  setSession(signedIn);
  expect(await blobUrl('/blob/upload')).toBe('/blob/upload?session=key');
  expect(await blobUrl('/blob/volume/x?from=1')).toBe('/blob/volume/x?from=1&session=key');
});

it('knows what the role may not do, and why', () => {
  setSession(signedIn);
  expect(refusal('trial.listSubjects')).toBeNull();
  expect(refusal('settings.set')).toContain('monitor');
  setSession(alone);
  expect(refusal('settings.set')).toBeNull();
});
