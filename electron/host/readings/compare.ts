/** Two signed readings of one CT, side by side. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { MaskAgreement, Reading, ReadingPair, Signature } from '../../core/contract/readings.ts';
import { isFinished, standingVersion } from '../../core/domain/readings.ts';
import type { HostContext } from '../context.ts';
import { ctOfSeries, readingsOfSeries, seriesReadTwice, signaturesOfReading } from '../db/tables/reading.ts';
import { valuesOf } from '../db/tables/resultValue.ts';
import { revisionRuns } from '../db/tables/revision.ts';
import { getSeries } from '../library/index.ts';
import { runInThread } from '../threads/index.ts';
import { countingSegmentation, isVisible } from './counting.ts';

/** Shown apart from the volumes and ratios that readers make: the same for both. */
const notRead: ReadonlySet<string> = new Set(['telv', 'bsa', 'height', 'weight']);

interface Signed {
  readonly reading: Reading;
  readonly signature: Signature;
}

/** The signed version of each of the two readings; null before both are signed, or while they are hidden from the actor. */
function signedPair(context: HostContext, seriesId: string): readonly [Signed, Signed] | null {
  const readings = readingsOfSeries(context.db, seriesId);
  const [first, second] = (['first', 'second'] as const).map((ordinal): Signed | null => {
    const reading = standingVersion(readings.filter((each) => each.ordinal === ordinal));
    if (!reading || !isFinished(reading) || !isVisible(context, reading)) return null;
    const signature = signaturesOfReading(context.db, reading.id).at(-1);
    return signature ? { reading, signature } : null;
  });
  return first && second ? [first, second] : null;
}

/** All pairs that the actor may see, by subject and date; the numbers are those that were signed. */
export function readingPairs(context: HostContext): ReadingPair[] {
  return seriesReadTwice(context.db)
    .flatMap((seriesId): ReadingPair[] => {
      const pair = signedPair(context, seriesId);
      const ct = ctOfSeries(context.db, seriesId);
      if (!pair || !ct) return [];
      const [first, second] = pair.map(({ reading, signature }) => ({
        readingId: reading.id,
        reader: signature.signer.printedName,
        revisionId: signature.revisionId,
      }));
      const counting = countingSegmentation(context, seriesId)?.readingId;
      const counts = readingsOfSeries(context.db, seriesId).find(({ id }) => id === counting)!.ordinal;
      return [{ seriesId, ...ct, first: first!, second: second!, counts, values: commonValues(context, pair) }];
    })
    .sort((a, b) => a.subjectCode.localeCompare(b.subjectCode) || a.date.localeCompare(b.date));
}

function commonValues(context: HostContext, [first, second]: readonly [Signed, Signed]): ReadingPair['values'] {
  const ofSecond = new Map(
    valuesOf(context.db, 'result', second.signature.resultId).map(({ quantity, value }) => [quantity, value]),
  );
  return valuesOf(context.db, 'result', first.signature.resultId).flatMap(({ quantity, name, unit, value }) => {
    const other = ofSecond.get(quantity);
    if (notRead.has(quantity) || value === null || other === null || other === undefined) return [];
    return [{ quantity, name, unit, first: value, second: other }];
  });
}

/** Revisions never change, so what was compared once holds; it is small. */
const compared = new Map<string, Promise<MaskAgreement[]>>();

/** @throws RemnantError 'not_found'; 'refused' before both readings are signed */
export async function compareMasks(context: HostContext, { seriesId }: { seriesId: string }): Promise<MaskAgreement[]> {
  const { geometry } = getSeries(context, { seriesId });
  const pair = signedPair(context, seriesId);
  if (!pair || !geometry)
    throw new RemnantError('refused', 'Two readings are compared when both are signed, and not before.');
  const [first, second] = pair.map(({ signature }) => signature.revisionId) as [string, string];
  const key = `${first} ${second}`;
  const known = compared.get(key);
  if (known) return known;
  const result = runInThread('compareMasks', {
    first: revisionRuns(context.db, first)!,
    second: revisionRuns(context.db, second)!,
    spacingMm: geometry.spacingMm,
  });
  compared.set(key, result);
  result.catch(() => compared.delete(key));
  return result;
}
