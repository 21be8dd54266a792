/** The results of a subject as a table: one row per quantity and time point, per verdict, and per quantity and interval. */
import type { ResultValue } from '../../core/contract/results.ts';
import type { Subject } from '../../core/contract/trial.ts';
import { daysBetween } from '../../core/domain/dates.ts';
import { baselineDateOf, embolisationName, firstEmbolisation } from '../../core/domain/embolisations.ts';
import { windowDeviationDays, type Protocol } from '../../core/domain/protocol.ts';
import { signatureStandings } from '../../core/domain/signature.ts';
import type { HostContext } from '../context.ts';
import type { ResultRow } from '../db/tables/result.ts';
import { getSeries } from '../library/index.ts';
import { getRevision } from '../segmentation/index.ts';
import { measureFor } from '../volumetry/measureTimePoint.ts';
import type { ProvenResults } from '../volumetry/index.ts';
import { writeCsv, type Cell } from './csv.ts';
import { standingOfResult } from './standing.ts';

const columns = [
  'subject_code',
  'row',
  'signed',
  'time_point',
  'ct_date',
  'from_time_point',
  'from_ct_date',
  'days_between_cts',
  'embolisation_id',
  'embolisation_kind',
  'embolisation_date',
  'later_embolisations',
  'days_from_embolisation',
  'days_outside_protocol_window',
  'quantity',
  'name',
  'value',
  'printed_value',
  'unit_ucum',
  'standard_error',
  'lower_95',
  'upper_95',
  'uncertainty_basis',
  'uncertainty_statement',
  'reason_without_value',
  'verdict',
  'formulas',
  'protocol_id',
  'protocol_version',
  'height_weight_date',
  'series_instance_uid',
  'from_series_instance_uid',
  'revision_number',
  'revision_sha256',
  'from_revision_number',
  'from_revision_sha256',
  'reading',
  'reading_version',
  'reading_state',
  'read_by',
  'signed_by',
  'signed_at_utc',
  'signature_meaning',
  'signature_sha256',
  'from_signed_by',
  'from_signed_at_utc',
  'from_signature_sha256',
  'warnings',
  'computed_at_utc',
  'result_id',
  'inputs_sha256',
  'accounts',
  'program_version',
] as const;
type Row = Readonly<Record<(typeof columns)[number], Cell>>;

const empty = Object.fromEntries(columns.map((column) => [column, null])) as Row;

/** @returns the whole file as text. */
export function resultsCsv(context: HostContext, subject: Subject, proven: ProvenResults, protocol: Protocol): string {
  const embolisationDate = firstEmbolisation(subject.embolisations, baselineDateOf(subject.timePoints))?.date ?? null;
  const about = (result: ResultRow): Partial<Row> => aboutResult(context, subject, result, protocol, embolisationDate);
  const ofTimePoints = proven.results.flatMap((result) => {
    const shared = { ...empty, ...about(result) };
    return [
      ...result.values.map((value): Row => ({ ...shared, row: 'time point', ...aboutValue(value) })),
      ...result.verdicts.map(({ criterion, statement, outcome }): Row => ({
        ...shared,
        row: 'verdict',
        quantity: criterion,
        name: statement,
        verdict: outcome,
      })),
    ];
  });
  const ofIntervals = proven.growth.flatMap(({ from, to, row }) => {
    const start = about(from);
    const shared: Row = {
      ...empty,
      ...about(to),
      row: 'interval',
      from_time_point: from.kind,
      from_ct_date: from.date,
      from_series_instance_uid: start.series_instance_uid ?? null,
      from_revision_number: start.revision_number ?? null,
      from_revision_sha256: start.revision_sha256 ?? null,
      days_between_cts: row.daysBetween,
      signed: signedTogether(context, from, to),
      from_signed_by: start.signed_by ?? null,
      from_signed_at_utc: start.signed_at_utc ?? null,
      from_signature_sha256: start.signature_sha256 ?? null,
      embolisation_id: row.embolisation?.id ?? null,
      embolisation_kind: row.embolisation?.kind ?? null,
      embolisation_date: row.embolisation?.date ?? null,
      days_from_embolisation: row.daysSinceEmbolisation,
      later_embolisations: row.laterEmbolisations.map(embolisationName).join(', '),
      warnings: [...new Set([...from.warnings, ...to.warnings])].join(' '),
      result_id: row.id,
      inputs_sha256: row.inputsSha256,
      computed_at_utc: row.computedAt,
    };
    return row.values.map((value): Row => ({ ...shared, ...aboutValue(value) }));
  });
  return writeCsv(columns, [...ofTimePoints, ...ofIntervals]);
}

function aboutValue({
  quantity,
  name,
  value,
  printed,
  unit,
  reason,
  formulas,
  uncertainty,
}: ResultValue): Partial<Row> {
  return {
    standard_error: uncertainty?.standardError ?? null,
    lower_95: uncertainty?.lower ?? null,
    upper_95: uncertainty?.upper ?? null,
    uncertainty_basis: uncertainty?.basis ?? null,
    uncertainty_statement: uncertainty?.statement ?? null,
    quantity,
    name,
    value,
    printed_value: printed,
    unit_ucum: unit,
    reason_without_value: reason,
    formulas: formulas.join(' '),
  };
}

/** Growth is signed where both of its CTs are. */
function signedTogether(context: HostContext, from: ResultRow, to: ResultRow): string {
  const standings = [from, to].map((result) => standingOfResult(context, result).standing);
  return signatureStandings[standings.find((standing) => standing !== 'signed') ?? 'signed'];
}

/** Who read, and who signed these very numbers when and by which words (21 CFR 11.50). */
function aboutReading(context: HostContext, result: ResultRow): Partial<Row> {
  const { reading, signatures, standing } = standingOfResult(context, result);
  const signature = signatures.at(-1);
  return {
    signed: signatureStandings[standing],
    reading: reading?.ordinal ?? null,
    reading_version: reading?.version ?? null,
    reading_state: reading?.state ?? null,
    read_by: reading?.reader?.printedName ?? null,
    signed_by: signature?.signer.printedName ?? null,
    signed_at_utc: signature?.signedAt ?? null,
    signature_meaning: signature?.statement ?? null,
    signature_sha256: signature?.sha256 ?? null,
  };
}

function aboutResult(
  context: HostContext,
  subject: Subject,
  result: ResultRow,
  protocol: Protocol,
  embolisationDate: string | null,
): Partial<Row> {
  const revision = getRevision(context, result.revisionId);
  const days = embolisationDate === null ? null : daysBetween(embolisationDate, result.date);
  return {
    subject_code: subject.code,
    ...aboutReading(context, result),
    time_point: result.kind,
    ct_date: result.date,
    embolisation_date: embolisationDate,
    days_from_embolisation: days,
    days_outside_protocol_window: days === null ? null : windowDeviationDays(protocol, result.kind, days),
    protocol_id: result.protocolId,
    protocol_version: result.protocolVersion,
    height_weight_date: measureFor(subject.measures, result.date)?.date ?? null,
    series_instance_uid: getSeries(context, { seriesId: result.seriesId }).seriesInstanceUid,
    revision_number: revision.number,
    revision_sha256: revision.sha256,
    warnings: result.warnings.join(' '),
    computed_at_utc: result.computedAt,
    result_id: result.id,
    inputs_sha256: result.inputsSha256,
    accounts: context.actor.role === 'none' ? 'none' : 'accounts',
    program_version: context.version,
  };
}
