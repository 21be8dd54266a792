/** Signatures: what a person says by signing, and the text that the signature is bound to. */
import { z } from 'zod';

/** A closed list, so that a stored signature always means the same. */
export const signatureMeanings = {
  drew_and_checked: 'I drew and checked these volumes and take responsibility for them.',
  checked_import:
    'I checked these volumes, which were drawn elsewhere, slice by slice and take responsibility for them.',
  corrected: 'I corrected these volumes for the stated reason, checked them again and take responsibility for them.',
  adjudicated: 'I drew and checked these volumes to decide between two readings.',
} as const;
export type SignatureMeaning = keyof typeof signatureMeanings;
export const signatureMeaningIds = Object.keys(signatureMeanings) as [SignatureMeaning, ...SignatureMeaning[]];

/** What a table says of values: unsigned ones must be seen at a glance. */
export const signatureStandings = {
  signed: 'signed',
  unsigned: 'NOT SIGNED',
  changed: 'NOT SIGNED: changed after the signature',
} as const;
export type SignatureStanding = keyof typeof signatureStandings;
export const signatureStandingIds = Object.keys(signatureStandings) as [SignatureStanding, ...SignatureStanding[]];

/** Printed where accounts stand, so that a signature without one is seen for what it is. */
export const NO_ACCOUNTS = 'No accounts: signed without a password.';

/** The first that fits the reading; offered first when signing. */
export function likelyMeaning(reading: { readonly ordinal: string; readonly version: number }): SignatureMeaning {
  if (reading.version > 1) return 'corrected';
  return reading.ordinal === 'adjudication' ? 'adjudicated' : 'drew_and_checked';
}

/** Local time with its offset, as on paper: `2026-03-04 09:30 +01:00`. @param at UTC, ISO-8601 */
export function signedAtText(at: string, utcOffsetMinutes: number): string {
  const local = new Date(Date.parse(at) + utcOffsetMinutes * 60_000).toISOString();
  const size = Math.abs(utcOffsetMinutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  const sign = utcOffsetMinutes < 0 ? '-' : '+';
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

export const SIGNED_FORMAT = 'remnant-signature@1';

/** A row of the database as it was signed: cells by the names of their columns. */
const signedRow = z.record(z.string(), z.unknown());
export type SignedRow = z.infer<typeof signedRow>;

/** What was signed, as its canonical JSON holds it. */
export const signedText = z.object({
  format: z.literal(SIGNED_FORMAT),
  reading: signedRow,
  revision: signedRow,
  result: signedRow,
  values: z.array(signedRow),
  signer: z.object({
    accountId: z.string().nullable(),
    user: z.string(),
    printedName: z.string(),
    role: z.string(),
  }),
  signedAt: z.string(),
  utcOffsetMinutes: z.number(),
  meaning: z.string(),
  statement: z.string(),
});
export type SignedText = z.infer<typeof signedText>;

interface Numbers {
  readonly revisionId: string;
  readonly protocolId: string;
  readonly protocolVersion: string;
  readonly values: readonly { readonly quantity: string; readonly value: number | null }[];
}

/**
 * Whether a signature is for these very numbers: the same revision by the same protocol, and the same value of every quantity. A result that
 * was computed again for another reason, with the same numbers, needs no new signature.
 * @param text of the signature
 */
export function signsNumbers(text: string, { revisionId, protocolId, protocolVersion, values }: Numbers): boolean {
  const { result, values: signed } = signedText.parse(JSON.parse(text));
  const isSameBasis =
    result['revision_id'] === revisionId &&
    result['protocol_id'] === protocolId &&
    result['protocol_version'] === protocolVersion;
  const valueOf = new Map(signed.map((row) => [row['quantity'], row['value']]));
  return (
    isSameBasis && values.length === valueOf.size && values.every((each) => valueOf.get(each.quantity) === each.value)
  );
}
