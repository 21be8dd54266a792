/** The current result of each time point: found when it was stored before, otherwise computed and ready to be stored. */
import type { Series } from '../../core/contract/library.ts';
import type { SubjectResults } from '../../core/contract/results.ts';
import type { Revision } from '../../core/contract/segmentation.ts';
import type { FunctionTest, Subject, TimePoint } from '../../core/contract/trial.ts';
import { functionTestAt } from '../../core/domain/functionTest.ts';
import type { Protocol } from '../../core/domain/protocol.ts';
import type { HostContext } from '../context.ts';
import { readingOfSegmentation } from '../db/tables/reading.ts';
import { findResult, type ResultRow } from '../db/tables/result.ts';
import { headRevision } from '../db/tables/revision.ts';
import { getSeries } from '../library/index.ts';
import { countingSegmentation, hiddenReason } from '../readings/counting.ts';
import { borderWarnings, checkWarnings } from '../segmentation/index.ts';
import { digestInputs } from './digest.ts';
import { measureFor, measureTimePoint, seriesWarnings, type TimePointInputs } from './measureTimePoint.ts';
import { repeatReadings } from './repeatReadings.ts';

export interface Drafted<Row> {
  readonly row: Row;
  /** False when the row is in the database already. */
  readonly fresh: boolean;
}
type Pending = SubjectResults['pending'][number];

export const NOTHING_DRAWN = 'Nothing has been segmented on this CT yet.';

/** By date, the baseline first among those of one day. */
export function inOrder(timePoints: readonly TimePoint[]): TimePoint[] {
  const rank = ({ kind }: TimePoint): number => (kind === 'baseline' ? 0 : 1);
  return timePoints.toSorted((a, b) => a.date.localeCompare(b.date) || rank(a) - rank(b) || a.id.localeCompare(b.id));
}

/**
 * @param segmentationId of another reading than the one that counts.
 * @returns the result, or why there is none yet, or none that the actor may see.
 */
export function timePointResult(
  context: HostContext,
  subject: Subject,
  timePoint: TimePoint,
  protocol: Protocol,
  segmentationId = countingSegmentation(context, timePoint.seriesId)?.segmentationId,
): Drafted<ResultRow> | Pending {
  const { id: timePointId, kind, date, seriesId } = timePoint;
  const series = getSeries(context, { seriesId });
  const pending = (reason: string): Pending => ({ timePointId, kind, date, reason });
  const hidden = segmentationId === undefined ? null : hiddenReason(context, segmentationId);
  if (hidden !== null) return pending(hidden);
  const head = segmentationId === undefined ? null : headRevision(context.db, segmentationId);
  if (!head) return pending(NOTHING_DRAWN);
  if (series.geometry === null || series.geometryStatus === 'refused')
    return pending("The series can't make a volume any more; the library says why.");
  const ofLabels = [
    ...borderWarnings(context, head.id, series.geometry),
    ...checkWarnings(context, head.id, series.geometry),
  ];
  const inputs = inputsOf({
    subject,
    timePoint,
    series,
    geometry: series.geometry,
    revision: head,
    ofLabels,
    functionTest: functionTestAt(subject.functionTests, date, subject, protocol),
    repeats: repeatReadings(context, seriesId, series.geometry),
  });
  const { errors, ...measured } = measureTimePoint(inputs, protocol);
  const proof = {
    ...inputs,
    errors,
    protocol: { id: protocol.id, version: protocol.version },
    formulas: measured.formulas,
  };
  const key = { timePointId, revisionId: head.id, inputsSha256: digestInputs(proof) };
  const stored = findResult(context.db, key);
  const reading = readingOf(context, head.segmentationId);
  if (stored) return { row: { ...stored, reading }, fresh: false };
  const row: ResultRow = {
    id: context.newId(),
    subjectId: subject.id,
    ...key,
    kind,
    date,
    seriesId,
    computedAt: context.now().toISOString(),
    protocolId: protocol.id,
    protocolVersion: protocol.version,
    ...measured,
    reading,
    inputs: proof,
  };
  return { row, fresh: true };
}

interface Found {
  readonly subject: Subject;
  readonly timePoint: TimePoint;
  readonly series: Series;
  readonly geometry: NonNullable<Series['geometry']>;
  readonly revision: Revision;
  readonly ofLabels: readonly string[];
  readonly functionTest: FunctionTest | undefined;
  readonly repeats: TimePointInputs['repeats'];
}

function inputsOf(found: Found): TimePointInputs {
  const { subject, timePoint, series, geometry, revision, functionTest, repeats } = found;
  const { kind, date } = timePoint;
  return {
    kind,
    date,
    seriesInstanceUid: series.seriesInstanceUid,
    geometry,
    geometryProblems: [...seriesWarnings(series), ...found.ofLabels],
    revisionSha256: revision.sha256,
    counts: revision.counts,
    ...(revision.lesions !== null && { lesions: revision.lesions }),
    measure: measureFor(subject.measures, date),
    liverQuality: subject.liverQuality,
    repeats,
    ...(functionTest && { functionTest: asMeasured(functionTest) }),
  };
}

function readingOf(context: HostContext, segmentationId: string): ResultRow['reading'] {
  const found = readingOfSegmentation(context.db, segmentationId);
  return found ? { id: found.id, ordinal: found.ordinal, state: found.state } : null;
}

const asMeasured = ({ date, uptakePctPerMin, flrSharePct }: FunctionTest) => ({ date, uptakePctPerMin, flrSharePct });
