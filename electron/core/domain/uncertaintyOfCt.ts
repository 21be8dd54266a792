/** What is known of the errors of one CT: by the protocol, or by repeat readings. */
import type { Subject } from '../contract/trial.ts';
import { bodySurfaceGradient, bodySurfaceM2 } from './bodySurface.ts';
import { voxelVolumeMl, type VolumeGeometry } from './geometry.ts';
import type { LabelCounts } from './labels.ts';
import type { Protocol } from './protocol.ts';
import { standardLiverGradient, standardLiverVolumeMl } from './standardLiverVolume.ts';
import {
  covarianceByCv,
  covarianceOfReadings,
  measuredVolumes,
  type BodyErrors,
  type CtErrors,
  type MeasuredMl,
} from './uncertainty.ts';
import { voxelsOf } from './volumetry.ts';

export interface Measurement {
  /** Voxels per label as they are measured; see `effectiveCounts`. */
  readonly counts: LabelCounts;
  readonly geometry: VolumeGeometry;
  readonly measure: Pick<Subject['measures'][number], 'date' | 'heightCm' | 'weightKg'> | null;
  readonly test: Pick<Subject['functionTests'][number], 'uptakePctPerMin' | 'flrSharePct'> | null;
}

/** The measured volumes of one labelmap, in mL. */
export function measuredMl(counts: LabelCounts, geometry: VolumeGeometry): MeasuredMl {
  const voxelMl = voxelVolumeMl(geometry);
  return Object.fromEntries(measuredVolumes.map((id) => [id, voxelsOf(id, counts) * voxelMl])) as MeasuredMl;
}

/** Errors by the protocol's coefficients of variation. */
export function errorsByProtocol({ counts, geometry, measure, test }: Measurement, protocol: Protocol): CtErrors {
  const { cvPct } = protocol.uncertainty;
  const volumesMl = measuredMl(counts, geometry);
  const sd = (value: number, cv: keyof typeof cvPct): number => (value * cvPct[cv].value) / 100;
  return {
    basis: 'protocol_cv',
    readings: null,
    cvPct: Object.fromEntries(Object.entries(cvPct).map(([id, { value }]) => [id, value])),
    statedBy: `${protocol.name} protocol, version ${protocol.version}`,
    volumesMl: { ...volumesMl },
    covarianceMl2: covarianceByCv(volumesMl, protocol.uncertainty),
    body: measure && bodyErrors(measure, protocol),
    test: test && {
      uptake: test.uptakePctPerMin,
      uptakeSd: sd(test.uptakePctPerMin, 'uptake'),
      share: test.flrSharePct,
      shareSd: sd(test.flrSharePct, 'flrShare'),
    },
  };
}

/** The volumes' errors by repeat readings where there are two or more; body and function test stay by the protocol. */
export function withReadings(stated: CtErrors, readings: readonly MeasuredMl[]): CtErrors {
  if (readings.length < 2) return stated;
  return {
    ...stated,
    basis: 'repeat_readings',
    readings: readings.length,
    covarianceMl2: covarianceOfReadings(readings),
  };
}

/** null for a body that has no surface or standard liver volume. */
function bodyErrors(measure: NonNullable<Measurement['measure']>, protocol: Protocol): BodyErrors | null {
  const { date, heightCm, weightKg } = measure;
  const { telv, bodySurface } = protocol.formulas;
  const { height, weight } = protocol.uncertainty.cvPct;
  const [telvMl, bsaM2] = [
    standardLiverVolumeMl(telv, measure, bodySurface).value,
    bodySurfaceM2(bodySurface, heightCm, weightKg).value,
  ];
  if (telvMl === null || bsaM2 === null) return null;
  const [byTelv, byBsa] = [
    standardLiverGradient(telv, measure, bodySurface),
    bodySurfaceGradient(bodySurface, heightCm, weightKg),
  ];
  return {
    date,
    heightCm,
    weightKg,
    heightSdCm: (heightCm * height.value) / 100,
    weightSdKg: (weightKg * weight.value) / 100,
    telvMl,
    telvPerCm: byTelv.perCm,
    telvPerKg: byTelv.perKg,
    bsaM2,
    bsaPerCm: byBsa.perCm,
    bsaPerKg: byBsa.perKg,
  };
}
