import type { Database } from 'better-sqlite3';
import type { AccountRole } from '../../../core/contract/accounts.ts';
import { prepared } from '../prepared.ts';

export interface AccountRow {
  readonly id: string;
  readonly user: string;
  readonly printedName: string;
  readonly role: AccountRole;
  readonly createdAt: string;
  readonly disabledAt: string | null;
  readonly passwordHash: string;
  readonly mustChangePassword: boolean;
  readonly failedTries: number;
  readonly lastFailedAt: string | null;
}

type Stored = Omit<AccountRow, 'mustChangePassword'> & { readonly mustChangePassword: 0 | 1 };

const columns = `id, user, printed_name AS printedName, role, created_at AS createdAt, disabled_at AS disabledAt,
  password_hash AS passwordHash, must_change_password AS mustChangePassword, failed_tries AS failedTries,
  last_failed_at AS lastFailedAt`;

const fromStored = (row: Stored): AccountRow => ({ ...row, mustChangePassword: row.mustChangePassword === 1 });
const toStored = (row: AccountRow): Stored => ({ ...row, mustChangePassword: row.mustChangePassword ? 1 : 0 });

export function hasAccounts(db: Database): boolean {
  return prepared(db, 'SELECT 1 FROM account LIMIT 1').get() !== undefined;
}

export function findAccount(db: Database, accountId: string): AccountRow | undefined {
  const row = prepared<[string], Stored>(db, `SELECT ${columns} FROM account WHERE id = ?`).get(accountId);
  return row && fromStored(row);
}

export function findAccountOf(db: Database, user: string): AccountRow | undefined {
  const row = db.prepare<[string], Stored>(`SELECT ${columns} FROM account WHERE user = ?`).get(user);
  return row && fromStored(row);
}

/** By login name. */
export function listAccountRows(db: Database): AccountRow[] {
  return db.prepare<[], Stored>(`SELECT ${columns} FROM account ORDER BY user`).all().map(fromStored);
}

export function insertAccount(db: Database, row: AccountRow): void {
  db.prepare(
    `INSERT INTO account (id, user, printed_name, role, created_at, disabled_at, password_hash, must_change_password, failed_tries,
       last_failed_at)
     VALUES (@id, @user, @printedName, @role, @createdAt, @disabledAt, @passwordHash, @mustChangePassword, @failedTries,
       @lastFailedAt)`,
  ).run(toStored(row));
}

/** All but its id, login name and time of creation, which never change. */
export function updateAccount(db: Database, row: AccountRow): void {
  db.prepare(
    `UPDATE account SET printed_name = @printedName, role = @role, disabled_at = @disabledAt, password_hash = @passwordHash,
       must_change_password = @mustChangePassword, failed_tries = @failedTries, last_failed_at = @lastFailedAt
     WHERE id = @id`,
  ).run(toStored(row));
}

/** Whether anything was stored that somebody made without accounts, or it was said that there shall be none. */
export function isWorkedAlone(db: Database): boolean {
  return (
    db
      .prepare<[], number>(
        `SELECT EXISTS (SELECT 1 FROM study) OR EXISTS (SELECT 1 FROM subject) OR EXISTS
           (SELECT 1 FROM audit WHERE entity = 'account' AND entity_id = 'none')`,
      )
      .pluck()
      .get() === 1
  );
}
