/**
 * Total estimated liver volume (TELV) in mL, from body surface area or weight.
 * Coefficients: PMC6422720 table 1 (Vauthey by surface, Urata); Feng 2017, WJG 23(27):4968; the other three from general knowledge, so
 * they are versioned constants that can be replaced in this one place.
 */
import {
  bodySurfaceFormulas,
  bodySurfaceGradient,
  bodySurfaceM2,
  type BodyGradient,
  type BodySurfaceFormula,
} from './bodySurface.ts';
import { computed, refused, type Computed } from './computed.ts';

/** TELV = intercept + slope * body surface. */
interface BySurface {
  readonly id: string;
  readonly defaultSurface: BodySurfaceFormula;
  readonly interceptMl: number;
  readonly mlPerM2: number;
}
/** TELV = intercept + slope * weight. */
interface ByWeight {
  readonly id: string;
  readonly interceptMl: number;
  readonly mlPerKg: number;
}

export const standardLiverFormulas = {
  VAUTHEY2002_BSA: {
    id: 'TELV_VAUTHEY2002_BSA@1',
    defaultSurface: 'MOSTELLER',
    interceptMl: -794.41,
    mlPerM2: 1267.28,
  },
  URATA1995: { id: 'TELV_URATA1995@1', defaultSurface: 'DUBOIS', interceptMl: 2.4, mlPerM2: 706.2 },
  VAUTHEY2002_BW: { id: 'TELV_VAUTHEY2002_BW@1', interceptMl: 191.8, mlPerKg: 18.51 },
  HEINEMANN1999: {
    id: 'TELV_HEINEMANN1999@1',
    defaultSurface: 'MOSTELLER',
    interceptMl: -345.7,
    mlPerM2: 1072.8,
  },
  YOSHIZUMI2003: {
    id: 'TELV_YOSHIZUMI2003@1',
    defaultSurface: 'MOSTELLER',
    interceptMl: 0,
    mlPerM2: 772,
  },
  FENG2017: {
    id: 'TELV_FENG2017@1',
    defaultSurface: 'MOSTELLER',
    interceptMl: -124.272,
    mlPerM2: 758.259,
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
  return 'mlPerKg' in chosen ? [chosen.id] : [chosen.id, bodySurfaceFormulas[surface ?? chosen.defaultSurface].id];
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
    'mlPerKg' in chosen ? 'MOSTELLER' : (surface ?? chosen.defaultSurface),
    body.heightCm,
    body.weightKg,
  );
  if (bsa.reason !== null) return bsa;
  const volumeMl =
    chosen.interceptMl + ('mlPerKg' in chosen ? chosen.mlPerKg * body.weightKg : chosen.mlPerM2 * bsa.value);
  return volumeMl > 0
    ? computed(volumeMl)
    : refused(`The formula ${formula} gives no liver volume for ${body.heightCm} cm and ${body.weightKg} kg.`);
}

/** How TELV (mL) changes with height and weight, both more than 0. */
export function standardLiverGradient(
  formula: StandardLiverFormula,
  { heightCm, weightKg }: Body,
  surface?: BodySurfaceFormula,
): BodyGradient {
  const chosen: BySurface | ByWeight = standardLiverFormulas[formula];
  if ('mlPerKg' in chosen) return { perCm: 0, perKg: chosen.mlPerKg };
  const { perCm, perKg } = bodySurfaceGradient(surface ?? chosen.defaultSurface, heightCm, weightKg);
  return { perCm: chosen.mlPerM2 * perCm, perKg: chosen.mlPerM2 * perKg };
}
