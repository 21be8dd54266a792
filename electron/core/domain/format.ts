/** How numbers are printed. Verdicts compare unrounded values; what is printed must never seem to say otherwise. */
import { satisfies, type Limit } from './comparison.ts';
import { quantities, type Quantity, type QuantityId } from './quantities.ts';
import { shownUnit } from './units.ts';

/** More decimals than this add nothing to a double of the sizes used here. */
const MAX_DIGITS = 15;

/**
 * The value with `digits` decimals, and with as many more as it takes for the printed number to fall on the same side of every limit as the
 * unrounded one: 29.993 against "at least 30" prints 29.99, not 30.0.
 */
export function printNumber(value: number, digits: number, limits: readonly Limit[] = []): string {
  for (let count = digits; count <= MAX_DIGITS; count++) {
    const printed = value.toFixed(count).replace(/^-(0(?:\.0*)?)$/, '$1');
    const agrees = limits.every((limit) => satisfies(Number(printed), limit) === satisfies(value, limit));
    if (agrees) return printed;
  }
  return String(value);
}

/** A volume of whatever size, in mL with as many decimals as a person reads of it; `< 0.01` for what would print as nothing. */
export function printVolumeMl(volumeMl: number): string {
  if (volumeMl > 0 && volumeMl < 0.005) return '< 0.01';
  return volumeMl === 0 ? '0' : printNumber(volumeMl, volumeMl < 10 ? 2 : volumeMl < 100 ? 1 : 0);
}

/** The value of a quantity with its own digits, without unit. */
export function printValue(id: QuantityId, value: number, limits: readonly Limit[] = []): string {
  return printNumber(value, quantities[id].digits, limits);
}

/** The same with the unit a person reads, for example `30.4 %` or `400 mL`. */
export function printWithUnit(id: QuantityId, value: number, limits: readonly Limit[] = []): string {
  const { ucum }: Quantity = quantities[id];
  return `${printValue(id, value, limits)} ${shownUnit(ucum)}`;
}
