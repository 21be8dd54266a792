import { RemnantError } from '../../core/contract/errors.ts';
import type { Signature } from '../../core/contract/readings.ts';
import { refusalOf } from '../../core/domain/readings.ts';
import { signatureMeanings, type SignatureMeaning } from '../../core/domain/signature.ts';
import { confirmPassword } from '../accounts/index.ts';
import type { HostContext } from '../context.ts';
import { insertSignature } from '../db/tables/reading.ts';
import { insertResult } from '../db/tables/result.ts';
import { requireVisible } from './counting.ts';
import { viewOf } from './facts.ts';
import { sealText } from './signatureText.ts';
import { changeState, getReading, takeReading, timeNow } from './store.ts';

interface Signing {
  readonly readingId: string;
  readonly meaning: SignatureMeaning;
  /** Of the actor's account; null without accounts. */
  readonly password: string | null;
}

/**
 * Signs a reading: binds its revision and its result, which is stored with it, to the actor, the time and the meaning.
 * @throws RemnantError 'not_found'; 'refused' when it isn't reviewed, has no result or something to settle, is another reader's, or when the
 * password is wrong, which is kept in the trail as a failed try
 */
export async function signReading(context: HostContext, { readingId, meaning, password }: Signing): Promise<Signature> {
  requireSignable(context, readingId);
  await confirmPassword(context, password);
  const signature = context.change((record) => {
    // Looked at once more: others may have changed it while the password was checked.
    const { reading, result } = requireSignable(context, readingId);
    const { row, fresh } = result;
    if (fresh) {
      insertResult(context.db, row);
      record({ action: 'create', entity: 'result', entityId: row.id, newValue: row });
    }
    const { at: signedAt, utcOffsetMinutes } = timeNow(context);
    const { accountId, user, printedName, role } = context.actor;
    const unsealed = {
      id: context.newId(),
      readingId,
      revisionId: row.revisionId,
      resultId: row.id,
      protocolId: row.protocolId,
      protocolVersion: row.protocolVersion,
      signer: { accountId, user, printedName, role },
      signedAt,
      utcOffsetMinutes,
      meaning,
      statement: signatureMeanings[meaning],
    };
    const signed: Signature = { ...unsealed, ...sealText(context.db, unsealed) };
    takeReading(context, record, reading);
    insertSignature(context.db, signed);
    record({ action: 'sign', entity: 'signature', entityId: signed.id, newValue: signed });
    if (reading.state !== 'signed') changeState(context, record, reading, 'signed');
    return signed;
  });
  context.emit('readings.changed', { seriesId: getReading(context, readingId).seriesId });
  return signature;
}

function requireSignable(context: HostContext, readingId: string) {
  const reading = getReading(context, readingId);
  requireVisible(context, reading.segmentationId);
  const { facts, result } = viewOf(context, reading);
  const refusal = refusalOf('sign', facts, context.actor);
  if (refusal !== null || result === null)
    throw new RemnantError('refused', refusal ?? 'There is no result to sign yet.');
  return { reading, result };
}
