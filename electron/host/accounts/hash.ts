/** Passwords are kept as scrypt hashes with their parameters, so that these can be raised later. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { normalPassword } from '../../core/domain/passwords.ts';

export interface HashCost {
  /** log2 of N: memory is 128 * N * r bytes. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's password storage cheat sheet: N = 2^17, r = 8, p = 1, which takes 128 MB. */
export const COST: HashCost = { ln: 17, r: 8, p: 1 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** `$scrypt$ln=17,r=8,p=1$salt$key`, the form of the PHC string format; no more is read than a hash may cost. */
const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,})\$([A-Za-z0-9+/]{43})$/;
const MOST: HashCost = { ln: 20, r: 16, p: 4 };

export async function hashPassword(password: string, cost: HashCost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, cost);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(key)}`;
}

/** Takes as long whether the password is right or wrong. @throws Error for a text that is no hash of ours */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const { cost, salt, key } = parse(stored);
  return timingSafeEqual(await derive(password, salt, cost), key);
}

/** Whether it was made with less than what is made now. */
export function isWeak(stored: string, cost: HashCost = COST): boolean {
  const made = parse(stored).cost;
  return made.ln < cost.ln || made.r < cost.r || made.p < cost.p;
}

/** For names that nobody has: takes as long as a wrong password, so that the time doesn't tell which names there are. */
export async function waste(password: string): Promise<void> {
  await derive(password, Buffer.alloc(SALT_BYTES), COST);
}

function parse(stored: string): { cost: HashCost; salt: Buffer; key: Buffer } {
  const match = form.exec(stored);
  if (!match) throw new Error('a stored password hash has not the form it must have');
  const [ln, r, p] = match.slice(1, 4).map(Number) as [number, number, number];
  if (ln > MOST.ln || r > MOST.r || p > MOST.p || ln < 1 || r < 1 || p < 1)
    throw new Error('a stored password hash asks for more than it may cost');
  return { cost: { ln, r, p }, salt: Buffer.from(match[4]!, 'base64'), key: Buffer.from(match[5]!, 'base64') };
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** One at a time: each takes 128 MB, and many tries at once must not take the memory of the machine. */
let queue: Promise<unknown> = Promise.resolve();

function derive(password: string, salt: Buffer, { ln, r, p }: HashCost): Promise<Buffer> {
  const N = 2 ** ln;
  const work = (): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      // Node refuses at exactly 128 * N * r; twice that is plenty.
      scrypt(normalPassword(password), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
        if (error) reject(error);
        else resolve(key);
      });
    });
  const result = queue.then(work);
  queue = result.catch(() => undefined);
  return result;
}
