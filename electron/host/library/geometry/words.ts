/** How problems name slices and lengths. */
import type { GeometryProblem, GeometryProblemCode } from '../../../core/contract/library.ts';
import type { Placed } from './types.ts';

const NAMED_SLICES = 6;

export const problem = (code: GeometryProblemCode, message: string): GeometryProblem => ({ code, message });

export function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED_SLICES).join(', ');
  return names.length > NAMED_SLICES ? `${shown} and ${names.length - NAMED_SLICES} more` : shown;
}

export const mm = (value: number): string => String(Number(value.toFixed(3)));
export const at = (slice: Placed): string => `${slice.name} (at ${mm(slice.offsetMm)} mm)`;
export const slices = (count: number): string => (count === 1 ? '1 slice' : `${count} slices`);
