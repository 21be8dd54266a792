/**
 * Reads a number as people write it: `72`, `72.5` and `72,5` are all understood; anything with two separators is not, because
 * `1,234.5` and `1.234,5` can't be told from a slip.
 * @returns null for what isn't one finite number
 */
export function parseDecimal(text: string): number | null {
  const trimmed = text.trim();
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(trimmed)) return null;
  return Number(trimmed.replace(',', '.'));
}
