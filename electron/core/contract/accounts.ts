import './noEval.ts';
import { z } from 'zod';
import { id, instant, nothing } from './common.ts';
import { method } from './define.ts';

/** What a person may do follows from the role alone: see `domain/permissions.ts`. */
export const accountRole = z.enum(['reader', 'interventional_radiologist', 'site_staff', 'monitor', 'administrator']);
export type AccountRole = z.infer<typeof accountRole>;

/** 'none': one person works alone without accounts, and nobody was asked who they are. */
export const role = z.enum([...accountRole.options, 'none']);
export type Role = z.infer<typeof role>;

/** Who does something, as the trail and every signature name them. */
export const actor = z.object({
  /** null without accounts. */
  accountId: id.nullable(),
  /** The login name; without accounts the user of the operating system. */
  user: z.string(),
  printedName: z.string(),
  role,
});
export type Actor = z.infer<typeof actor>;

/**
 * 'none': one person without accounts, shown as such in every export. 'undecided': nothing is stored yet, and nobody has said which of the two
 * it will be; until then as 'none'. From 'accounts' there is no way back.
 */
export const accountsMode = z.enum(['undecided', 'none', 'accounts']);
export type AccountsMode = z.infer<typeof accountsMode>;

/** Who uses this connection, and whether it answers now. */
export const sessionState = z.object({
  mode: accountsMode,
  /** null: nobody has signed in. */
  person: actor.nullable(),
  /** Nothing but unlocking, signing out and looking at this state is answered until the same person shows the password again. */
  locked: z.boolean(),
  /** The password was given by an administrator: it must be changed before anything else. */
  mustChangePassword: z.boolean(),
  /** Minutes without a person's doing after which the session is locked. */
  lockAfterMinutes: z.int().positive(),
  /** To be shown as `?session=` with every blob; null while nobody has signed in or none is needed. */
  blobKey: z.string().nullable(),
});
export type SessionState = z.infer<typeof sessionState>;

export const account = z.object({
  id,
  user: z.string(),
  printedName: z.string(),
  role: accountRole,
  createdAt: instant,
  disabledAt: instant.nullable(),
  /** Until then no password is looked at after too many wrong ones; null when it isn't locked out. */
  lockedOutUntil: instant.nullable(),
  mustChangePassword: z.boolean(),
});
export type Account = z.infer<typeof account>;

/** The name to sign in with; it stands in the trail, so it is plain and never given to another person. */
export const loginName = z
  .string()
  .regex(
    /^[a-z][a-z0-9._-]{1,31}$/,
    'A login name has 2 to 32 small letters, digits, dots, dashes or underscores, and begins with a letter.',
  );
/** As it stands under a signature. */
export const printedName = z
  .string()
  .trim()
  .min(2)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'A name has no control characters.');
/** Only bounded here: what makes a good one is said by `domain/passwords.ts`. */
const password = z.string().min(1).max(1000);
const ofAccount = z.object({ accountId: id });
/** Shown once to the administrator, who hands it over; the person must change it. */
const withTemporaryPassword = z.object({ account, temporaryPassword: z.string() });

export const accounts = {
  methods: {
    state: method(nothing, sessionState),
    /** Refused unless undecided. */
    workAlone: method(nothing, sessionState),
    /** The first account, an administrator's, and signs in with it. Refused where there are accounts. */
    createFirst: method(z.object({ user: loginName, printedName, password }), sessionState),
    signIn: method(z.object({ user: z.string().max(100), password }), sessionState),
    signOut: method(nothing, sessionState),
    lock: method(nothing, sessionState),
    unlock: method(z.object({ password }), sessionState),
    /** The person is there: the time until the lock begins anew. */
    active: method(nothing, nothing),
    changePassword: method(z.object({ current: password, next: password }), sessionState),
    /** By login name. */
    list: method(nothing, z.array(account)),
    add: method(z.object({ user: loginName, printedName, role: accountRole }), withTemporaryPassword),
    /** Refused for the last administrator, as is disabling. */
    setRole: method(ofAccount.extend({ role: accountRole }), account),
    setDisabled: method(ofAccount.extend({ disabled: z.boolean() }), account),
    resetPassword: method(ofAccount, withTemporaryPassword),
    endLockOut: method(ofAccount, account),
  },
  events: { changed: nothing },
};
