/** From one labelmap and one body to all values and verdicts of a time point; pure. */
import type { ResultValue } from '../../core/contract/results.ts';
import type { FunctionTest, Subject, TimePoint } from '../../core/contract/trial.ts';
import type { Series } from '../../core/contract/library.ts';
import { bodySurfaceFormulas, bodySurfaceM2 } from '../../core/domain/bodySurface.ts';
import { combine, computed, refused, type Computed } from '../../core/domain/computed.ts';
import { nearestNotAfter } from '../../core/domain/dates.ts';
import type { Limit } from '../../core/domain/comparison.ts';
import { judgeAll, limitsOf, type Verdict } from '../../core/domain/eligibility.ts';
import { printValue } from '../../core/domain/format.ts';
import type { LabelCounts } from '../../core/domain/labels.ts';
import { voxelVolumeMl, type VolumeGeometry } from '../../core/domain/geometry.ts';
import type { Protocol } from '../../core/domain/protocol.ts';
import {
  effectiveCounts,
  unconfirmedTumour,
  unconfirmedWarning,
  type CountedLesion,
} from '../../core/domain/lesions.ts';
import { implausibility, quantities, type Quantity, type QuantityId } from '../../core/domain/quantities.ts';
import { standardLiverFormulaIds, standardLiverVolumeMl } from '../../core/domain/standardLiverVolume.ts';
import { flrBwPct, flrFunction, labelVolumes, sflrPct, volumeIds } from '../../core/domain/volumetry.ts';

export type BodyMeasure = Pick<Subject['measures'][number], 'date' | 'heightCm' | 'weightKg'>;

export interface TimePointInputs {
  readonly kind: TimePoint['kind'];
  readonly date: string;
  readonly seriesInstanceUid: string;
  readonly geometry: VolumeGeometry;
  readonly geometryProblems: readonly string[];
  /** Hash and voxel counts of the revision. */
  readonly revisionSha256: string;
  readonly counts: LabelCounts;
  /** Left out for a revision from before lesions had a state: all of its tumour is subtracted. */
  readonly lesions?: readonly CountedLesion[];
  readonly measure: BodyMeasure | null;
  readonly liverQuality: Subject['liverQuality'];
  /** The one that counts at this CT; left out without one. */
  readonly functionTest?: Pick<FunctionTest, 'date' | 'uptakePctPerMin' | 'flrSharePct'>;
}

export interface Measured {
  readonly values: ResultValue[];
  readonly verdicts: Verdict[];
  readonly warnings: string[];
  readonly formulas: string[];
}

/** The body that counts at a CT: measured nearest to and not after it, else the first one after it. */
export function measureFor(measures: readonly BodyMeasure[], date: string): BodyMeasure | null {
  const found = nearestNotAfter(measures, date);
  return found ? { date: found.date, heightCm: found.heightCm, weightKg: found.weightKg } : null;
}

/** What is said of a series wherever its volumes are. */
export function seriesWarnings({ problems, lossy }: Pick<Series, 'problems' | 'lossy'>): string[] {
  return [
    ...problems.map(({ message }) => message),
    ...(lossy ? ['The images were compressed with loss before they came here.'] : []),
  ];
}

/** A value with its full name, unit and formulas, printed so that it agrees with the limits it is judged by. */
export function toResultValue(
  quantity: QuantityId,
  { value, reason }: Computed,
  formulas?: readonly string[],
  limits: readonly Limit[] = [],
): ResultValue {
  const { name, ucum, formula }: Quantity = quantities[quantity];
  const printed = value === null ? null : printValue(quantity, value, limits);
  return { quantity, name, value, printed, reason, unit: ucum, formulas: [...(formulas ?? [formula])] };
}

const NO_BODY = 'Height and weight are missing: none are recorded for this subject.';

export function measureTimePoint(inputs: TimePointInputs, protocol: Protocol): Measured {
  const { counts, geometry, measure } = inputs;
  const volumes = labelVolumes(effectiveCounts(counts, inputs.lesions ?? null), geometry);
  const ofBody = (compute: (body: BodyMeasure) => Computed): Computed =>
    measure ? compute(measure) : refused(NO_BODY);
  const { telv: telvFormula, bodySurface } = protocol.formulas;
  const telv = ofBody((body) => standardLiverVolumeMl(telvFormula, body, bodySurface));
  const telvIds = standardLiverFormulaIds(telvFormula, bodySurface);
  const weight = ofBody(({ weightKg }) => computed(weightKg));
  const entry = (quantity: QuantityId, value: Computed, formulas?: readonly string[]): ResultValue =>
    toResultValue(quantity, value, formulas, limitsOf(protocol, inputs.kind, inputs.liverQuality, quantity));
  const bsa = ofBody(({ heightCm, weightKg }) => bodySurfaceM2(bodySurface, heightCm, weightKg));
  const bsaId = bodySurfaceFormulas[bodySurface].id;
  const values: ResultValue[] = [
    ...volumeIds.map((id) => entry(id, volumes[id])),
    entry('flr_pct_functional', volumes.flr_pct_functional),
    entry('flr_pct_total', volumes.flr_pct_total),
    entry('sflr_pct', combine([volumes.flr, telv], sflrPct), [quantities.sflr_pct.formula, ...telvIds]),
    entry('flr_bw_pct', combine([volumes.flr, weight], flrBwPct)),
    entry('telv', telv, telvIds),
    entry('flr_function', functionOf(inputs, bsa, protocol), [quantities.flr_function.formula, bsaId]),
    entry('bsa', bsa, [bsaId]),
    entry(
      'height',
      ofBody(({ heightCm }) => computed(heightCm)),
    ),
    entry('weight', weight),
  ];
  const verdicts = judgeAll(protocol, inputs.kind, inputs.liverQuality, (quantity) => valueOf(values, quantity));
  const formulas = [...new Set(values.flatMap((value) => value.formulas))];
  return {
    values,
    verdicts,
    warnings: [...inputs.geometryProblems, ...lesionWarnings(inputs), ...bodyWarnings(inputs), ...implausible(values)],
    formulas,
  };
}

function functionOf({ functionTest }: TimePointInputs, bsa: Computed, protocol: Protocol): Computed {
  if (!functionTest) {
    const { withinDays } = protocol.functionTest;
    return refused(`No function test is recorded within ${withinDays} days of this CT.`);
  }
  const { uptakePctPerMin, flrSharePct } = functionTest;
  return combine([bsa], (bsaM2) => flrFunction(uptakePctPerMin, flrSharePct / 100, bsaM2));
}

/** A quantity of a list of values, as a number or the reason for its absence. */
export function valueOf(values: readonly ResultValue[], quantity: QuantityId): Computed {
  const found = values.find((value) => value.quantity === quantity);
  if (!found) return refused('It is not recorded.');
  return found.value === null ? refused(found.reason ?? 'It is not known.') : computed(found.value);
}

function lesionWarnings({ counts, lesions, geometry }: TimePointInputs): string[] {
  const warning = unconfirmedWarning(unconfirmedTumour(counts, lesions ?? null), voxelVolumeMl(geometry));
  return warning === null ? [] : [warning];
}

function bodyWarnings({ measure, date }: TimePointInputs): string[] {
  if (!measure || measure.date <= date) return [];
  return [`Height and weight were measured on ${measure.date}, after this CT.`];
}

function implausible(values: readonly ResultValue[]): string[] {
  return values.flatMap(({ quantity, value }) => {
    const sentence = value === null ? null : implausibility(quantity as QuantityId, value);
    return sentence === null ? [] : [sentence];
  });
}
