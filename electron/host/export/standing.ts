/** Who answers for a drawing and its numbers: the reading that it is of, and the signatures that hold for it. */
import type { Reading, Signature } from '../../core/contract/readings.ts';
import { signsNumbers, type SignatureStanding } from '../../core/domain/signature.ts';
import type { HostContext } from '../context.ts';
import { readingOfSegmentation, signaturesOfReading } from '../db/tables/reading.ts';
import type { ResultRow } from '../db/tables/result.ts';
import { getRevision } from '../segmentation/index.ts';

export interface Standing {
  /** null for a segmentation without readings. */
  readonly reading: Reading | null;
  /** Those that hold, oldest first. */
  readonly signatures: readonly Signature[];
  readonly standing: SignatureStanding;
}

function standingBy({ db }: HostContext, segmentationId: string, holds: (signature: Signature) => boolean): Standing {
  const reading = readingOfSegmentation(db, segmentationId) ?? null;
  const all = reading ? signaturesOfReading(db, reading.id) : [];
  const signatures = all.filter(holds);
  const standing = signatures.length > 0 ? 'signed' : all.length > 0 ? 'changed' : 'unsigned';
  return { reading, signatures, standing };
}

/** Of a result: what was signed for the same drawing, protocol and numbers holds. */
export const standingOfResult = (
  context: HostContext,
  result: Pick<ResultRow, 'revisionId' | 'protocolId' | 'protocolVersion' | 'values'>,
): Standing =>
  standingBy(context, getRevision(context, result.revisionId).segmentationId, ({ text }) => signsNumbers(text, result));

/** Of a drawing alone, whatever numbers were made of it. */
export const standingOfRevision = (
  context: HostContext,
  revision: { readonly id: string; readonly segmentationId: string },
): Standing => standingBy(context, revision.segmentationId, ({ revisionId }) => revisionId === revision.id);
