/**
 * A number, or the reason why there is none. Formulas return it instead of throwing, so that one missing height
 * hides only what depends on it, and the reason reaches the person.
 */
export type Computed =
  { readonly value: number; readonly reason: null } | { readonly value: null; readonly reason: string };

export const refused = (reason: string): Computed => ({ value: null, reason });

/** A finite number; anything else is refused under the name of what it should have been. */
export function computed(value: number, name = 'The value'): Computed {
  return Number.isFinite(value) ? { value, reason: null } : refused(`${name} is not a finite number.`);
}

/** Applies `formula` when every input is a number, otherwise hands on the first reason. */
export function combine<const T extends readonly Computed[]>(
  inputs: T,
  formula: (...values: { [K in keyof T]: number }) => Computed,
): Computed {
  const missing = inputs.find((input) => input.reason !== null);
  return missing ?? formula(...(inputs.map((input) => input.value) as { [K in keyof T]: number }));
}
