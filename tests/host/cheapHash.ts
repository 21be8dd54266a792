/** Password hashing that costs nothing, for tests of what stands around it; the real cost is tested in hash.test.ts. */
import type * as hash from '../../electron/host/accounts/hash.ts';

const CHEAP: hash.HashCost = { ln: 8, r: 8, p: 1 };

export const cheapHash = (real: typeof hash): typeof hash => ({
  ...real,
  hashPassword: (password) => real.hashPassword(password, CHEAP),
  isWeak: (stored) => real.isWeak(stored, CHEAP),
  waste: (password) => real.hashPassword(password, CHEAP).then(() => undefined),
});
