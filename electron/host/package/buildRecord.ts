/** The subject's record for a package: the stored rows, without what says who the patient is. */
import { z } from 'zod';
import { calendarDate } from '../../core/contract/common.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Signature } from '../../core/contract/readings.ts';
import type { Result, ResultValue } from '../../core/contract/results.ts';
import type { Embolisation, Subject, TimePoint } from '../../core/contract/trial.ts';
import { daysFromEmbolisation } from '../../core/domain/embolisations.ts';
import { windowDeviationDays, type Protocol } from '../../core/domain/protocol.ts';
import type { HostContext } from '../context.ts';
import { cleanText } from '../deidentify/terms.ts';
import { siteOf } from '../export/clinicalTrial.ts';
import { standingOfResult } from '../export/standing.ts';
import { getSeries } from '../library/index.ts';
import { getRevision, listRevisions } from '../segmentation/index.ts';
import type { ProvenResults } from '../volumetry/index.ts';
import type { Privacy } from './privacy.ts';
import {
  leaving,
  type PackageRecord,
  type RecordGrowth,
  type RecordSignature,
  type RecordTimePoint,
  type RecordValue,
} from './record.ts';

export interface RecordSource {
  readonly subject: Subject;
  readonly protocol: Protocol;
  readonly proven: ProvenResults;
  readonly privacy: Privacy;
}

/** @param source with a result at least; see `requireResults` */
export function buildRecord(context: HostContext, source: RecordSource): PackageRecord {
  const { subject, proven, privacy } = source;
  const timePoints = proven.shown.results.map((result) => recordTimePointOf(context, source, result));
  return {
    subject: {
      id: subject.id,
      code: subject.code,
      siteCode: siteOf(context, subject)?.code ?? null,
      sex: subject.sex,
      liverQuality: subject.liverQuality,
      yearOfBirth: subject.yearOfBirth,
      plannedResection: subject.plannedResection?.kind ?? null,
      earlierProcedures: subject.earlierProcedures.map(({ kind, date }) => ({ kind, date })),
      createdAt: subject.createdAt,
    },
    measures: subject.measures.map((measure) => leaving.measure.parse(measure)),
    embolisations: subject.embolisations.map(embolisationOf),
    functionTests: subject.functionTests.map((test) => leaving.functionTest.parse(test)),
    outcome: subject.outcome && leaving.outcome.parse(subject.outcome),
    cts: subject.timePoints.map(({ kind, date }) => ({ kind, date })),
    timePoints,
    growth: growthOf(source, timePoints, privacy),
  };
}

/** Free text stays behind; of the size of a product only its harmless words and measures leave. */
function embolisationOf({ details, ...rest }: Embolisation): PackageRecord['embolisations'][number] {
  const products = details.products.map((product) => ({ ...product, size: cleanText(product.size, new Set()) }));
  return leaving.embolisation.parse({ ...rest, ...details, products });
}

/** As stored, with the words of the program cleaned of file names. */
const recordValueOf =
  (privacy: Privacy) =>
  ({ reason, ...value }: ResultValue): RecordValue => ({
    ...value,
    reason: reason === null ? null : privacy.text(reason),
  });

function recordTimePointOf(context: HostContext, source: RecordSource, result: Result): RecordTimePoint {
  const { subject, protocol, proven, privacy } = source;
  const { kind, date } = result;
  const timePoint = subject.timePoints.find(({ id }) => id === result.timePointId)!;
  const series = getSeries(context, { seriesId: result.seriesId });
  const revision = getRevision(context, result.revisionId);
  const row = proven.results.find(({ id }) => id === result.id)!;
  const days = daysFromEmbolisation(subject, date);
  if (series.geometry === null)
    throw new RemnantError('refused', "A CT of this subject can't make a volume any more; the library says why.");
  return {
    id: result.timePointId,
    kind,
    ordinal: ordinalOf(subject.timePoints, timePoint),
    date,
    recordedAt: timePoint.recordedAt,
    quality: timePoint.quality,
    daysFromEmbolisation: days,
    daysOutsideWindow: days === null ? null : windowDeviationDays(protocol, kind, days),
    ct: {
      seriesInstanceUid: privacy.uid(series.seriesInstanceUid),
      imageCount: series.instanceCount,
      geometry: series.geometry,
      phase: series.phase.confirmed ?? series.phase.proposed,
      phaseConfirmed: series.phase.confirmed !== null,
      lossy: series.lossy,
      geometryStatus: series.geometryStatus,
      problems: series.problems.map(({ message }) => privacy.text(message)),
    },
    revision: {
      number: revision.number,
      sha256: revision.sha256,
      createdAt: revision.createdAt,
      lesions: revision.lesions,
      algorithms: toolsUpTo(context, revision),
    },
    result: {
      id: result.id,
      computedAt: result.computedAt,
      protocolId: result.protocolId,
      protocolVersion: result.protocolVersion,
      inputsSha256: row.inputsSha256,
      values: result.values.map(recordValueOf(privacy)),
      verdicts: result.verdicts,
      warnings: result.warnings.map((warning) => privacy.text(warning)),
    },
    readingState: result.reading?.state ?? null,
    signatures: standingOfResult(context, result).signatures.map(signatureOf),
  };
}

function ordinalOf(timePoints: readonly TimePoint[], { id, kind }: TimePoint): number {
  return timePoints.filter((each) => each.kind === kind).findIndex((each) => each.id === id) + 1;
}

/** Every tool that had a part in a revision, each once. */
export function toolsUpTo(context: HostContext, { segmentationId, number }: ReturnType<typeof getRevision>): string[] {
  const made = listRevisions(context, { segmentationId }).filter((each) => each.number <= number);
  return [...new Set(made.map(({ action }) => action.tool))].toSorted();
}

const signatureOf = ({
  signer,
  signedAt,
  utcOffsetMinutes,
  meaning,
  statement,
  sha256,
}: Signature): RecordSignature => ({
  printedName: signer.printedName,
  role: signer.role,
  signedAt,
  utcOffsetMinutes,
  meaning,
  statement,
  sha256,
});

/** What growth was counted from, as its row keeps it. */
const growthInputs = z.object({
  firstPostDate: calendarDate.nullable(),
  earlierEmbolisations: z.array(z.string()).default([]),
});

function growthOf({ proven }: RecordSource, timePoints: readonly RecordTimePoint[], privacy: Privacy): RecordGrowth[] {
  const place = (timePointId: string): number => timePoints.findIndex(({ id }) => id === timePointId);
  return proven.shown.growth.map((growth, at) => {
    const { firstPostDate, earlierEmbolisations } = growthInputs.parse(proven.growth[at]?.row.inputs);
    return {
      id: growth.id,
      from: place(growth.fromTimePointId),
      to: place(growth.toTimePointId),
      daysBetween: growth.daysBetween,
      embolisationDate: growth.embolisation?.date ?? null,
      embolisationKind: growth.embolisation?.kind ?? null,
      daysSinceEmbolisation: growth.daysSinceEmbolisation,
      firstPostDate,
      earlierEmbolisations,
      statement: growth.statement,
      values: growth.values.map(recordValueOf(privacy)),
    };
  });
}
