/**
 * What a signature is bound to, as one canonical text: the rows of the reading, its revision (with the hash of its labelmap) and its result
 * with all values and inputs, the signer, the time and the meaning. The text is kept, so that it can be read; proving it compares every cell
 * that it names with the database as it is now. Columns that are added later are not part of what was signed.
 */
import type { Database } from 'better-sqlite3';
import { createHash } from 'node:crypto';
import type { Signature } from '../../core/contract/readings.ts';
import { signedText, SIGNED_FORMAT, type SignedRow, type SignedText } from '../../core/domain/signature.ts';
import { canonicalJson } from '../audit/canonicalJson.ts';
import type { HostContext } from '../context.ts';
import { findSignature, signatureIds } from '../db/tables/reading.ts';
import { parseJson } from '../db/json.ts';

export const sha256Of = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

export type Unsealed = Omit<Signature, 'text' | 'sha256'>;

/** The text with its hash. Its rows must be in the database already. */
export function sealText(db: Database, signature: Unsealed): Pick<Signature, 'text' | 'sha256'> {
  const { signer, signedAt, utcOffsetMinutes, meaning, statement } = signature;
  const text = canonicalJson({
    format: SIGNED_FORMAT,
    ...storedRows(db, signature),
    signer,
    signedAt,
    utcOffsetMinutes,
    meaning,
    statement,
  } satisfies SignedText);
  return { text, sha256: sha256Of(text) };
}

type Rows = Pick<SignedText, 'reading' | 'revision' | 'result' | 'values'>;

function storedRows(db: Database, ids: Pick<Signature, 'readingId' | 'revisionId' | 'resultId'>): Rows {
  const row = (sql: string, id: string): SignedRow | undefined => db.prepare<[string], SignedRow>(sql).get(id);
  const { runs, ...revision } = row('SELECT * FROM revision WHERE id = ?', ids.revisionId) ?? {};
  return {
    reading:
      row('SELECT id, series_id, segmentation_id, ordinal, version, reason FROM reading WHERE id = ?', ids.readingId) ??
      {},
    revision: { ...revision, runs_sha256: Buffer.isBuffer(runs) ? sha256Of(runs) : null },
    result: row('SELECT * FROM result WHERE id = ?', ids.resultId) ?? {},
    values: db
      .prepare<[string], SignedRow>('SELECT * FROM result_value WHERE result_id = ? ORDER BY position')
      .all(ids.resultId),
  };
}

/** Recomputes a signature. @returns what is wrong with it as one sentence, or null. */
export function verifySignature({ db }: Pick<HostContext, 'db'>, signatureId: string): string | null {
  const wrong = (what: string): string => `Signature ${signatureId} is not what was signed: ${what}.`;
  const stored = readable(db, signatureId);
  if (stored === undefined) return wrong('its row was changed');
  if (sha256Of(stored.text) !== stored.sha256) return wrong("its text doesn't have the recorded SHA-256");
  const parsed = signedText.safeParse(parseJson(stored.text));
  if (!parsed.success) return wrong('its text has lost its form');
  const { signer, signedAt, utcOffsetMinutes, meaning, statement, ...signed } = parsed.data;
  const { readingId, revisionId, resultId, protocolId, protocolVersion } = stored;
  const shown = {
    signer: stored.signer,
    signedAt: stored.signedAt,
    utcOffsetMinutes: stored.utcOffsetMinutes,
    meaning: stored.meaning,
    statement: stored.statement,
  };
  if (canonicalJson(shown) !== canonicalJson({ signer, signedAt, utcOffsetMinutes, meaning, statement }))
    return wrong('who signed, when, or the meaning was changed');
  const { result, revision, reading } = signed;
  const ids = { readingId, revisionId, resultId, protocolId, protocolVersion };
  const named = {
    readingId: reading['id'],
    revisionId: revision['id'],
    resultId: result['id'],
    protocolId: result['protocol_id'],
    protocolVersion: result['protocol_version'],
  };
  if (canonicalJson(ids) !== canonicalJson(named)) return wrong('it was moved to another reading, revision or result');
  const now = storedRows(db, stored);
  if (!holds(signed.reading, now.reading)) return wrong('the reading was changed');
  if (!holds(signed.revision, now.revision)) return wrong('the revision was changed');
  const isSameResult =
    holds(signed.result, now.result) &&
    signed.values.length === now.values.length &&
    signed.values.every((value, at) => holds(value, now.values[at]!));
  return isSameResult ? null : wrong('the result was changed');
}

/** Every signature, in the order in which they were given. @returns the first problem, or null. */
export function verifySignatures(context: Pick<HostContext, 'db'>): string | null {
  for (const signatureId of signatureIds(context.db)) {
    const problem = verifySignature(context, signatureId);
    if (problem !== null) return problem;
  }
  return null;
}

/** undefined for a row that no longer has the form of a signature. */
function readable(db: Database, signatureId: string): Signature | undefined {
  try {
    return findSignature(db, signatureId);
  } catch {
    return undefined;
  }
}

/** Whether the row still has every cell that was signed. */
const holds = (signed: SignedRow, now: SignedRow): boolean =>
  Object.entries(signed).every(([column, cell]) => now[column] === cell);
