/** Every signature is what was signed, by whom and when it says, for the revision and the result that are stored. */
import { signatureIds } from '../db/tables/reading.ts';
import { verifySignature } from '../readings/signatureText.ts';
import type { Check } from './verification.ts';

export const checkSignatures: Check = async ({ db, checked, progress }) => {
  const ids = signatureIds(db);
  for (const signatureId of ids) {
    const problem = verifySignature({ db }, signatureId);
    if (problem !== null) return problem;
    checked.signatures++;
    await progress('signatures', checked.signatures, ids.length);
  }
  return null;
};
