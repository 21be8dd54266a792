/**
 * The manifest of a package: what it is of, who made it by which versions, and the SHA-256 of every other file. It is written as canonical JSON
 * (RFC 8785), so that there is one text for what it says and the signature is over the file's own bytes.
 */
import { z } from 'zod';
import { calendarDate, id, instant, volumeGeometry } from '../../core/contract/common.ts';
import { completenessItem } from '../../core/contract/package.ts';
import { timePointKind } from '../../core/contract/trial.ts';
import { canonicalJson } from '../audit/canonicalJson.ts';

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';

/** Names inside the package: no drive, no way out, nothing hidden. */
export const packagePath = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/);

export const fileRole = z.enum([
  'readme',
  'results',
  'results_wide',
  'odm',
  'record',
  'protocol',
  'mapping',
  'segmentation',
  'structured_report',
  'image',
  'report',
  'audit',
]);
export type FileRole = z.infer<typeof fileRole>;

const listedFile = z.strictObject({
  path: packagePath,
  role: fileRole,
  byteCount: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ListedFile = z.infer<typeof listedFile>;

const manifestTimePoint = z.strictObject({
  kind: timePointKind,
  date: calendarDate,
  /** As in the package's own DICOM files, so never the hospital's. */
  seriesInstanceUid: z.string().regex(/^[0-9.]{1,64}$/),
  revisionSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Grid of the CT, on which the segmentation is read. Its place and direction in the patient, in mm. */
  geometry: volumeGeometry,
  segmentation: packagePath,
  structuredReport: packagePath.nullable(),
});
export type ManifestTimePoint = z.infer<typeof manifestTimePoint>;

export const manifest = z.strictObject({
  format: z.literal('remnant package'),
  version: z.literal(1),
  id,
  createdAt: instant,
  program: z.strictObject({ name: z.literal('Remnant'), version: z.string() }),
  /** How those who work at the workstation are told apart. */
  accounts: z.enum(['none', 'accounts']),
  subjectCode: z.string(),
  siteId: z.string().nullable(),
  protocol: z.strictObject({ id: z.string(), version: z.string(), name: z.string() }),
  /** Tools that drew, and formulas that computed, each with its version. */
  algorithms: z.array(z.string()),
  formulas: z.array(z.string()),
  missing: z.array(completenessItem.pick({ id: true, severity: true, statement: true })),
  incompleteReason: z.string().nullable(),
  replaces: z
    .strictObject({ id, createdAt: instant, manifestSha256: z.string().length(64), reason: z.string() })
    .nullable(),
  /** Dates of the DICOM files are moved by a number of days that only the site knows; those of the record are the true ones. */
  dicomDates: z.literal('moved'),
  timePoints: z.array(manifestTimePoint),
  /** Where the audit trail ended when this was made. */
  auditEnd: z.strictObject({ sequence: z.int().nonnegative(), hash: z.string().length(64) }),
  files: z.array(listedFile),
});
export type Manifest = z.infer<typeof manifest>;

export const manifestBytes = (value: Manifest): Buffer => Buffer.from(canonicalJson(value), 'utf8');

/** @returns a sentence when the bytes are no manifest of this version, or say the same in another way */
export function readManifest(bytes: Uint8Array): { readonly manifest: Manifest } | { readonly problem: string } {
  let value: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    return { problem: 'manifest.json is damaged: it is not JSON.' };
  }
  const parsed = manifest.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      problem: `manifest.json is not as described: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    };
  }
  if (canonicalJson(parsed.data) !== text) return { problem: 'manifest.json is not in its canonical form.' };
  const paths = parsed.data.files.map(({ path }) => path.toLowerCase());
  if (new Set(paths).size !== paths.length) return { problem: 'manifest.json lists a file twice.' };
  return { manifest: parsed.data };
}
