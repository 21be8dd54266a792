/** From one labelmap and one body to all values and verdicts of a time point; pure. */
import type { ResultInput, ResultValue, Uncertainty } from '../../core/contract/results.ts';
import type { FunctionTest, Subject, TimePoint } from '../../core/contract/trial.ts';
import type { Series } from '../../core/contract/library.ts';
import { bodySurfaceFormulas, bodySurfaceM2 } from '../../core/domain/bodySurface.ts';
import { combine, computed, refused, type Computed } from '../../core/domain/computed.ts';
import { nearestNotAfter } from '../../core/domain/dates.ts';
import type { Limit } from '../../core/domain/comparison.ts';
import { judgeAll, limitsOf, type Judged, type Verdict } from '../../core/domain/eligibility.ts';
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
import { timePointUncertainties } from '../../core/domain/uncertaintyWords.ts';
import type { CtErrors } from '../../core/domain/uncertainty.ts';
import {
  flrBwPct,
  flrFunction,
  labelVolumes,
  sflrPct,
  volumeIds,
  type LabelVolumes,
} from '../../core/domain/volumetry.ts';
import { errorsByProtocol, withReadings } from '../../core/domain/uncertaintyOfCt.ts';
import type { RepeatReading } from './repeatReadings.ts';

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
  /** Finished independent readings of this CT. */
  readonly repeats: readonly RepeatReading[];
  /** The one that counts at this CT; left out without one. */
  readonly functionTest?: Pick<FunctionTest, 'date' | 'uptakePctPerMin' | 'flrSharePct'>;
}

export interface Measured {
  readonly errors: CtErrors;
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

export interface ValueProof {
  /** Instead of the quantity's own. */
  readonly formulas?: readonly string[];
  /** What is printed agrees with these. */
  readonly limits?: readonly Limit[];
  readonly uncertainty?: Uncertainty | null;
  readonly inputs?: readonly ResultInput[];
}

/** A value with its full name, unit, formulas and inputs, printed so that it agrees with the limits it is judged by. */
export function toResultValue(quantity: QuantityId, { value, reason }: Computed, proof: ValueProof = {}): ResultValue {
  const { name, ucum, formula }: Quantity = quantities[quantity];
  const { formulas = [formula], limits = [], uncertainty = null, inputs = [] } = proof;
  const printed = value === null ? null : printValue(quantity, value, limits);
  return {
    quantity,
    name,
    value,
    printed,
    reason,
    unit: ucum,
    formulas: [...formulas],
    uncertainty,
    inputs: [...inputs],
  };
}

const NO_BODY = 'Height and weight are missing: none are recorded for this subject.';

export function measureTimePoint(inputs: TimePointInputs, protocol: Protocol): Measured {
  const { geometry, measure, kind, liverQuality } = inputs;
  const counts = effectiveCounts(inputs.counts, inputs.lesions ?? null);
  const stated = errorsByProtocol({ counts, geometry, measure, test: inputs.functionTest ?? null }, protocol);
  const errors = withReadings(
    stated,
    inputs.repeats.map(({ volumesMl }) => volumesMl),
  );
  const uncertaintyOf = timePointUncertainties(errors);
  const found = computeAll(inputs, labelVolumes(counts, geometry), protocol);
  const known = (id: QuantityId): Computed => found.get(id) ?? refused('It is not recorded.');
  const values = [...found].map(([quantity, computed]): ResultValue => {
    const limits = limitsOf(protocol, kind, liverQuality, quantity);
    return toResultValue(quantity, computed, {
      formulas: formulasOf(quantity, protocol),
      limits,
      uncertainty: computed.value === null ? null : uncertaintyOf(quantity, { value: computed.value, limits }),
      inputs: valueInputs(quantity, known, inputs),
    });
  });
  const formulas = [...new Set(values.flatMap((value) => value.formulas))];
  return {
    errors,
    values,
    verdicts: verdictsOf(values, inputs, protocol),
    warnings: [...inputs.geometryProblems, ...lesionWarnings(inputs), ...bodyWarnings(inputs), ...implausible(values)],
    formulas,
  };
}

/** Every quantity of a time point, in the order in which it is shown. */
function computeAll(inputs: TimePointInputs, volumes: LabelVolumes, protocol: Protocol): Map<QuantityId, Computed> {
  const { measure } = inputs;
  const { telv: telvFormula, bodySurface } = protocol.formulas;
  const ofBody = (compute: (body: BodyMeasure) => Computed): Computed =>
    measure ? compute(measure) : refused(NO_BODY);
  const telv = ofBody((body) => standardLiverVolumeMl(telvFormula, body, bodySurface));
  const weight = ofBody(({ weightKg }) => computed(weightKg));
  const bsa = ofBody(({ heightCm, weightKg }) => bodySurfaceM2(bodySurface, heightCm, weightKg));
  return new Map<QuantityId, Computed>([
    ...volumeIds.map((id): [QuantityId, Computed] => [id, volumes[id]]),
    ['flr_pct_functional', volumes.flr_pct_functional],
    ['flr_pct_total', volumes.flr_pct_total],
    ['sflr_pct', combine([volumes.flr, telv], sflrPct)],
    ['flr_bw_pct', combine([volumes.flr, weight], flrBwPct)],
    ['telv', telv],
    ['flr_function', functionOf(inputs, bsa, protocol)],
    ['bsa', bsa],
    ['height', ofBody(({ heightCm }) => computed(heightCm))],
    ['weight', weight],
  ]);
}

/** The quantity's own formula and those that the protocol chose for what it is made of. */
function formulasOf(quantity: QuantityId, { formulas: { telv, bodySurface } }: Protocol): string[] {
  const telvIds = standardLiverFormulaIds(telv, bodySurface);
  const bsaId = bodySurfaceFormulas[bodySurface].id;
  const { formula } = quantities[quantity];
  if (quantity === 'telv') return telvIds;
  if (quantity === 'bsa') return [bsaId];
  if (quantity === 'sflr_pct') return [formula, ...telvIds];
  if (quantity === 'flr_function') return [formula, bsaId];
  return [formula];
}

/** The quantities that a quantity is computed from; volumes come from the voxels themselves. */
const madeOf: Partial<Readonly<Record<QuantityId, readonly QuantityId[]>>> = {
  flr_pct_functional: ['flr', 'tlv', 'tumour'],
  flr_pct_total: ['flr', 'tlv'],
  sflr_pct: ['flr', 'telv'],
  flr_bw_pct: ['flr', 'weight'],
  telv: ['height', 'weight'],
  bsa: ['height', 'weight'],
  flr_function: ['bsa'],
};

function valueInputs(
  quantity: QuantityId,
  known: (id: QuantityId) => Computed,
  inputs: TimePointInputs,
): ResultInput[] {
  const { date, measure, functionTest } = inputs;
  const ofBody = (id: QuantityId): boolean => ['telv', 'bsa', 'height', 'weight'].includes(id);
  const made = (madeOf[quantity] ?? []).map((id): ResultInput => {
    const { name, ucum } = quantities[id];
    return { name, value: known(id).value, unit: ucum, date: ofBody(id) ? (measure?.date ?? null) : date };
  });
  if (quantity !== 'flr_function' || !functionTest) return made;
  const { uptakePctPerMin, flrSharePct } = functionTest;
  return [
    { name: 'Uptake of the whole liver', value: uptakePctPerMin, unit: '%/min', date: functionTest.date },
    { name: 'Share of the remnant', value: flrSharePct, unit: '%', date: functionTest.date },
    ...made,
  ];
}

/** The protocol's verdicts on values with their intervals. */
export function verdictsOf(
  values: readonly ResultValue[],
  { kind, liverQuality }: Pick<TimePointInputs, 'kind' | 'liverQuality'>,
  protocol: Protocol,
): Verdict[] {
  return judgeAll(protocol, kind, liverQuality, (quantity): Judged => ({
    value: valueOf(values, quantity),
    interval: values.find((value) => value.quantity === quantity)?.uncertainty ?? null,
  }));
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
