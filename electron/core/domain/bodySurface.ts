/** Body surface area in m2 from height in cm and weight in kg. Formulas and their ids never change; a correction gets a new version. */
import { computed, refused, type Computed } from './computed.ts';

/** All are power laws, so their derivatives are the exponents over the measures. */
const power = (factor: number, heightExponent: number, weightExponent: number) => ({
  heightExponent,
  weightExponent,
  bsaM2: (heightCm: number, weightKg: number) => factor * heightCm ** heightExponent * weightKg ** weightExponent,
});

export const bodySurfaceFormulas = {
  /** Mosteller 1987, N Engl J Med 317:1098. */
  MOSTELLER: {
    id: 'BSA_MOSTELLER@1',
    heightExponent: 0.5,
    weightExponent: 0.5,
    bsaM2: (heightCm: number, weightKg: number) => Math.sqrt((heightCm * weightKg) / 3600),
  },
  /** Du Bois 1916, Arch Intern Med 17:863. */
  DUBOIS: { id: 'BSA_DUBOIS@1', ...power(0.007184, 0.725, 0.425) },
  /** Haycock 1978, J Pediatr 93:62. */
  HAYCOCK: { id: 'BSA_HAYCOCK@1', ...power(0.024265, 0.3964, 0.5378) },
} as const;
export type BodySurfaceFormula = keyof typeof bodySurfaceFormulas;

/** @returns m2; refused when height or weight is not a positive number. */
export function bodySurfaceM2(formula: BodySurfaceFormula, heightCm: number, weightKg: number): Computed {
  if (!(heightCm > 0)) return refused(`Height must be more than 0 cm, but is ${heightCm}.`);
  if (!(weightKg > 0)) return refused(`Weight must be more than 0 kg, but is ${weightKg}.`);
  return computed(bodySurfaceFormulas[formula].bsaM2(heightCm, weightKg), 'Body surface area');
}

/** Derivatives of something that is computed from a body. */
export interface BodyGradient {
  readonly perCm: number;
  readonly perKg: number;
}

/** How the body surface (m2) changes with height and weight, both more than 0. */
export function bodySurfaceGradient(formula: BodySurfaceFormula, heightCm: number, weightKg: number): BodyGradient {
  const { bsaM2, heightExponent, weightExponent } = bodySurfaceFormulas[formula];
  const surface = bsaM2(heightCm, weightKg);
  return { perCm: (heightExponent * surface) / heightCm, perKg: (weightExponent * surface) / weightKg };
}
