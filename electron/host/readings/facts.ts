/** What decides about the steps of a reading: its newest revision, the checks of that, and its result. */
import type { Reading, Signature } from '../../core/contract/readings.ts';
import type { ResultValue } from '../../core/contract/results.ts';
import { isBlocking, isSuperseded, type ReadingFacts } from '../../core/domain/readings.ts';
import { signsNumbers } from '../../core/domain/signature.ts';
import type { HostContext } from '../context.ts';
import { readingsOfSeries, signaturesOfReading, timePointOfCt } from '../db/tables/reading.ts';
import type { ResultRow } from '../db/tables/result.ts';
import { headRevision } from '../db/tables/revision.ts';
import { getSeries } from '../library/index.ts';
import { revisionChecks } from '../segmentation/checks.ts';
import { getSubject } from '../trial/index.ts';
import { protocolFor } from '../volumetry/protocols.ts';
import { timePointResult, type Drafted } from '../volumetry/timePointResults.ts';

export interface ReadingView {
  readonly reading: Reading;
  readonly facts: ReadingFacts;
  /** Sentences that must be settled before a review, and the others. */
  readonly blocking: readonly string[];
  readonly remarks: readonly string[];
  readonly result: Drafted<ResultRow> | null;
  readonly values: readonly ResultValue[];
  readonly signatures: readonly Signature[];
}

/** Looks at a reading that the actor may see. @throws RemnantError 'io' when the stored labelmap is damaged */
export function viewOf(context: HostContext, reading: Reading): ReadingView {
  const { db } = context;
  const { seriesId, segmentationId } = reading;
  const head = headRevision(db, segmentationId);
  const { geometry } = getSeries(context, { seriesId });
  const checks = head && geometry ? revisionChecks(context, head, geometry) : [];
  const blocking = checks.filter(isBlocking).map(({ sentence }) => sentence);
  const found = head === null ? 'Nothing is drawn yet.' : resultOf(context, reading);
  const result = typeof found === 'string' ? null : found;
  const signatures = signaturesOfReading(db, reading.id);
  const last = signatures.at(-1);
  return {
    reading,
    facts: {
      state: reading.state,
      reader: reading.reader,
      isSuperseded: isSuperseded(reading, readingsOfSeries(db, seriesId)),
      hasDrawing: head !== null,
      blocking,
      missingResult: typeof found === 'string' ? found : null,
      isResultSigned: last !== undefined && result !== null && signsNumbers(last.text, result.row),
    },
    blocking,
    remarks: checks.filter((check) => !isBlocking(check)).map(({ sentence }) => sentence),
    result,
    values: result?.row.values ?? [],
    signatures,
  };
}

/** The same without looking into labels and results: nothing to settle, no values, and what is signed is taken to be signed as it is. */
export function glanceOf({ db }: HostContext, reading: Reading): ReadingView {
  const signatures = signaturesOfReading(db, reading.id);
  const facts = {
    state: reading.state,
    reader: reading.reader,
    isSuperseded: isSuperseded(reading, readingsOfSeries(db, reading.seriesId)),
    hasDrawing: headRevision(db, reading.segmentationId) !== null,
    blocking: [],
    missingResult: null,
    isResultSigned: signatures.length > 0,
  };
  return { reading, facts, blocking: [], remarks: [], result: null, values: [], signatures };
}

/** The reading's own result, whether it counts or not; a sentence when there is none. */
function resultOf(context: HostContext, { seriesId, segmentationId }: Reading): Drafted<ResultRow> | string {
  const ct = timePointOfCt(context.db, seriesId);
  if (!ct) return 'This CT is not assigned to a time point of a subject yet, so there is no result to sign.';
  const subject = getSubject(context, { subjectId: ct.subjectId });
  const timePoint = subject.timePoints.find(({ id }) => id === ct.timePointId)!;
  const found = timePointResult(context, subject, timePoint, protocolFor(context, subject), segmentationId);
  return 'row' in found ? found : found.reason;
}
