/** Who may talk to the loopback server: this machine's own window with the token, and no page of another site. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface AccessRules {
  readonly token: string;
  /** Values of the Host header that are ours; any other means that a foreign name was made to point here (DNS rebinding). */
  readonly hosts: ReadonlySet<string>;
  /** Values of the Origin header that are ours. */
  readonly origins: ReadonlySet<string>;
  readonly cookieName: string;
}

/** The Host header of the shell, which comes by a socket file and so has no address. */
export const SOCKET_HOST = 'remnant';

export type Refusal = { readonly status: 401 | 403 | 421; readonly message: string } | undefined;

export const newToken = (): string => randomBytes(32).toString('base64url');

/** Host and origin, which hold before anyone has shown a token. */
export function judgeSender(headers: IncomingHttpHeaders, rules: AccessRules): Refusal {
  if (!rules.hosts.has(headers.host ?? ''))
    return { status: 421, message: 'This server does not answer to that name.' };
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const foreign = (origin !== undefined && !rules.origins.has(origin)) || site === 'cross-site' || site === 'same-site';
  // A link to the page itself may be followed from anywhere: without the cookie, which is SameSite=Strict, it opens nothing.
  const followed = headers['sec-fetch-mode'] === 'navigate' && origin === undefined;
  return foreign && !followed ? { status: 403, message: 'Pages of other sites may not use this server.' } : undefined;
}

/** The token, as a cookie of the page or as a bearer of the program's own parts. */
export function judgeToken(headers: IncomingHttpHeaders, rules: AccessRules): Refusal {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const shown = bearer ?? readCookie(headers.cookie, rules.cookieName);
  if (shown !== undefined && sameToken(shown, rules.token)) return undefined;
  return {
    status: 401,
    message: 'Open the address that the program printed when it started; it holds the key to this page.',
  };
}

/** HttpOnly: no script can read it. Strict: no other site can make a browser send it. The port is in the name, because cookies have none. */
export const tokenCookie = (rules: AccessRules) =>
  `${rules.cookieName}=${rules.token}; HttpOnly; SameSite=Strict; Path=/`;

/** Takes the same time whatever is wrong; the hash makes the lengths equal. */
export function sameToken(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}
