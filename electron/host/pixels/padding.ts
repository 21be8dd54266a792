import type { PixelDepth } from '../dicom/readTypes.ts';

/** Lowest and highest stored value of pixels outside the reconstruction, both of which stand for such (PS3.3 C.7.5.1.1.2); null for none. */
export function paddingRange({
  paddingValue,
  paddingLimit,
}: Pick<PixelDepth, 'paddingValue' | 'paddingLimit'>): readonly [low: number, high: number] | null {
  if (paddingValue === null) return null;
  const other = paddingLimit ?? paddingValue;
  return [Math.min(paddingValue, other), Math.max(paddingValue, other)];
}
