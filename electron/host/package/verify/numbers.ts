/** Whether the numbers of a package follow from its own segmentations: counted, multiplied and divided again by the same formulas. */
import type { Protocol } from '../../../core/domain/protocol.ts';
import type { Computed } from '../../../core/domain/computed.ts';
import { functionTestAt } from '../../../core/domain/functionTest.ts';
import { growthBetween, type RemnantAt } from '../../../core/domain/growth.ts';
import { encodeRuns } from '../../../core/domain/labelmapRuns.ts';
import { countLabels, Label } from '../../../core/domain/labels.ts';
import { readSeg } from '../../dicom/seg.ts';
import { readSr, type SrMeasurement } from '../../dicom/sr.ts';
import { digest } from '../../segmentation/runs.ts';
import { measureFor, measureTimePoint, valueOf } from '../../volumetry/measureTimePoint.ts';
import type { PackageRecord, RecordTimePoint, RecordValue } from '../record.ts';

/** Doubles are compared as such: the same masks and formulas give the same bits. */
const same = (a: number | null, b: number | null): boolean => Object.is(a, b);
const shown = (value: number | null): string => (value === null ? 'nothing' : String(value));

interface Recomputed {
  readonly quantity: string;
  readonly value: number | null;
}

function valuesProblem(stored: readonly RecordValue[], found: readonly Recomputed[], where: string): string | null {
  for (const { quantity, name, value, unit } of stored) {
    const again = found.find((each) => each.quantity === quantity);
    if (!again) return `${where}: ${name} can't be computed again by this version of the program.`;
    if (!same(again.value, value))
      return `${where}: ${name} is ${shown(again.value)} ${unit} when it is computed again, but the record says ${shown(value)} ${unit}.`;
  }
  return null;
}

/** The labels of a time point's segmentation, if they are those that were measured. */
export function labelsProblem(
  file: Uint8Array,
  path: string,
  timePoint: RecordTimePoint,
): { readonly problem: string } | { readonly counts: number[] } {
  const { geometry, seriesInstanceUid } = timePoint.ct;
  let labels: Uint8Array;
  try {
    const seg = readSeg(file, geometry);
    if (seg.seriesInstanceUid !== seriesInstanceUid)
      return { problem: `${path} is a segmentation of another series than the record names.` };
    labels = seg.labels();
  } catch (error) {
    return { problem: `${path}: ${error instanceof Error ? error.message : 'it is damaged'}` };
  }
  if (digest(encodeRuns({ dims: geometry.dims, labels })) !== timePoint.revision.sha256)
    return { problem: `${path} does not hold the labels of the revision that was measured.` };
  return { counts: countLabels(labels) };
}

/** @param counts voxels per label in the segmentation */
export function timePointProblem(
  counts: readonly number[],
  timePoint: RecordTimePoint,
  record: PackageRecord,
  protocol: Protocol,
): string | null {
  const { kind, date, ct, revision, result } = timePoint;
  const where = `CT of ${date}`;
  const { lesions } = revision;
  const ofLesions = (key: 'resectedVoxels' | 'flrVoxels'): number =>
    (lesions ?? []).reduce((sum, lesion) => sum + lesion[key], 0);
  const isWhole =
    lesions === null ||
    (ofLesions('resectedVoxels') === counts[Label.tumourResected] &&
      ofLesions('flrVoxels') === counts[Label.tumourFlr]);
  if (!isWhole) return `${where}: its lesions don't have the voxels that are marked as tumour.`;
  const { subject, measures, functionTests, embolisations, cts } = record;
  const functionTest = functionTestAt(functionTests, date, { embolisations, timePoints: cts }, protocol);
  const measured = measureTimePoint(
    {
      kind,
      date,
      seriesInstanceUid: ct.seriesInstanceUid,
      geometry: ct.geometry,
      geometryProblems: [],
      revisionSha256: revision.sha256,
      counts,
      ...(lesions !== null && { lesions }),
      measure: measureFor(measures, date),
      liverQuality: subject.liverQuality,
      repeats: [],
      ...(functionTest !== undefined && { functionTest }),
    },
    protocol,
  );
  const problem = valuesProblem(result.values, measured.values, where);
  if (problem !== null) return problem;
  const verdict = result.verdicts.find(({ criterion, outcome }) => {
    const again = measured.verdicts.find((each) => each.criterion === criterion);
    return again?.outcome !== outcome;
  });
  return verdict ? `${where}: the verdict on ${verdict.criterion} is not the one that its numbers give.` : null;
}

const remnantAt = ({ date, result }: RecordTimePoint): RemnantAt => {
  const value = (quantity: 'flr' | 'flr_pct_functional' | 'sflr_pct'): Computed => valueOf(result.values, quantity);
  return { date, flrMl: value('flr'), flrPctFunctional: value('flr_pct_functional'), sflrPct: value('sflr_pct') };
};

export function growthProblem({ timePoints, growth }: PackageRecord): string | null {
  for (const { from, to, values, embolisationDate, firstPostDate, earlierEmbolisations, daysBetween } of growth) {
    const [start, end] = [timePoints[from], timePoints[to]];
    if (!start || !end) return 'record.json names a growth between CTs that it does not have.';
    const where = `Growth from ${start.date} to ${end.date}`;
    const again = growthBetween(remnantAt(start), remnantAt(end), {
      embolisationDate,
      firstPostDate,
      earlierEmbolisations,
    });
    if (again.daysBetween !== daysBetween) return `${where}: the days between the CTs are ${again.daysBetween}.`;
    const found = Object.entries(again.values).map(([quantity, { value }]) => ({ quantity, value }));
    const problem = valuesProblem(values, found, where);
    if (problem !== null) return problem;
  }
  return null;
}

/** Every number of the measurement report is the record's, and none is left out. */
export function srProblem(file: Uint8Array, path: string, at: number, record: PackageRecord): string | null {
  const timePoint = record.timePoints[at]!;
  try {
    const report = readSr(file);
    if (report.patientId !== record.subject.code) return `${path} is of another subject.`;
    const measured = report.groups.filter(({ trackingId }) => !trackingId.startsWith('Growth since '));
    const problem = measurementsProblem(
      measured.flatMap(({ measurements }) => measurements),
      timePoint.result.values,
      path,
    );
    if (problem !== null) return problem;
    for (const { from, to, values } of record.growth) {
      if (to !== at) continue;
      const group = report.groups.find(
        ({ trackingId }) => trackingId === `Growth since ${record.timePoints[from]!.date}`,
      );
      const other = measurementsProblem(group?.measurements ?? [], values, path);
      if (other !== null) return other;
    }
    return null;
  } catch (error) {
    return `${path}: ${error instanceof Error ? error.message : 'it is damaged'}`;
  }
}

function measurementsProblem(
  found: readonly SrMeasurement[],
  stored: readonly RecordValue[],
  path: string,
): string | null {
  for (const { quantity, name, value, unit } of stored) {
    const measurement = found.find((each) => each.quantity === quantity);
    if (!measurement) return `${path} lacks ${name}.`;
    if (!same(measurement.value, value) || (value !== null && measurement.unit !== unit))
      return `${path} says ${shown(measurement.value)} ${measurement.unit} for ${name}, the record says ${shown(value)} ${unit}.`;
  }
  return found.length === stored.length ? null : `${path} has numbers that the record doesn't have.`;
}
