/** What a person says by signing. A closed list, so that a stored signature always means the same. */
export const signatureMeanings = {
  drew_and_checked: 'I drew and checked these volumes and take responsibility for them.',
  checked_import:
    'I checked these volumes, which were drawn elsewhere, slice by slice and take responsibility for them.',
  corrected: 'I corrected these volumes for the stated reason, checked them again and take responsibility for them.',
  adjudicated: 'I drew and checked these volumes to decide between two readings.',
} as const;
export type SignatureMeaning = keyof typeof signatureMeanings;
export const signatureMeaningIds = Object.keys(signatureMeanings) as [SignatureMeaning, ...SignatureMeaning[]];

/** Printed where accounts stand, so that a signature without one is seen for what it is. */
export const NO_ACCOUNTS = 'No accounts: who signed was not checked by a password.';

/** Local time with its offset, as on paper: `2026-03-04 09:30 +01:00`. @param at UTC, ISO-8601 */
export function signedAtText(at: string, utcOffsetMinutes: number): string {
  const local = new Date(Date.parse(at) + utcOffsetMinutes * 60_000).toISOString();
  const size = Math.abs(utcOffsetMinutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  const sign = utcOffsetMinutes < 0 ? '-' : '+';
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
