/**
 * Total estimated liver volume (TELV) in mL, from body surface area or weight.
 * Coefficients: PMC6422720 table 1 (Vauthey by surface, Urata); Feng 2017, WJG 23(27):4968; the other three from general knowledge, so
 * they are versioned constants that can be replaced in this one place.
 */
import { bodySurfaceFormulas, bodySurfaceM2, type BodySurfaceFormula } from './bodySurface.ts';
import { computed, refused, type Computed } from './computed.ts';

interface BySurface {
  readonly id: string;
  readonly defaultSurface: BodySurfaceFormula;
  readonly fromSurface: (bsaM2: number) => number;
}
interface ByWeight {
  readonly id: string;
  readonly fromWeight: (weightKg: number) => number;
}

export const standardLiverFormulas = {
  VAUTHEY2002_BSA: {
    id: 'TELV_VAUTHEY2002_BSA@1',
    defaultSurface: 'MOSTELLER',
    fromSurface: (bsaM2: number) => -794.41 + 1267.28 * bsaM2,
  },
  URATA1995: { id: 'TELV_URATA1995@1', defaultSurface: 'DUBOIS', fromSurface: (bsaM2: number) => 706.2 * bsaM2 + 2.4 },
  VAUTHEY2002_BW: { id: 'TELV_VAUTHEY2002_BW@1', fromWeight: (weightKg: number) => 191.8 + 18.51 * weightKg },
  HEINEMANN1999: {
    id: 'TELV_HEINEMANN1999@1',
    defaultSurface: 'MOSTELLER',
    fromSurface: (bsaM2: number) => 1072.8 * bsaM2 - 345.7,
  },
  YOSHIZUMI2003: {
    id: 'TELV_YOSHIZUMI2003@1',
    defaultSurface: 'MOSTELLER',
    fromSurface: (bsaM2: number) => 772 * bsaM2,
  },
  FENG2017: {
    id: 'TELV_FENG2017@1',
    defaultSurface: 'MOSTELLER',
    fromSurface: (bsaM2: number) => 758.259 * bsaM2 - 124.272,
  },
} as const satisfies Record<string, BySurface | ByWeight>;
export type StandardLiverFormula = keyof typeof standardLiverFormulas;

export interface Body {
  readonly heightCm: number;
  readonly weightKg: number;
}

/** Ids of the formulas that `standardLiverVolumeMl` uses for the same arguments, outermost first. */
export function standardLiverFormulaIds(formula: StandardLiverFormula, surface?: BodySurfaceFormula): string[] {
  const chosen: BySurface | ByWeight = standardLiverFormulas[formula];
  return 'fromWeight' in chosen ? [chosen.id] : [chosen.id, bodySurfaceFormulas[surface ?? chosen.defaultSurface].id];
}

/**
 * @param surface the body surface formula; default the one the liver formula was published with.
 * @returns mL; refused when the body is impossible or so small that the formula's result isn't positive.
 */
export function standardLiverVolumeMl(
  formula: StandardLiverFormula,
  body: Body,
  surface?: BodySurfaceFormula,
): Computed {
  const chosen: BySurface | ByWeight = standardLiverFormulas[formula];
  const bsa = bodySurfaceM2(
    'fromWeight' in chosen ? 'MOSTELLER' : (surface ?? chosen.defaultSurface),
    body.heightCm,
    body.weightKg,
  );
  if (bsa.reason !== null) return bsa;
  const volumeMl = 'fromWeight' in chosen ? chosen.fromWeight(body.weightKg) : chosen.fromSurface(bsa.value);
  return volumeMl > 0
    ? computed(volumeMl)
    : refused(`The formula ${formula} gives no liver volume for ${body.heightCm} cm and ${body.weightKg} kg.`);
}
