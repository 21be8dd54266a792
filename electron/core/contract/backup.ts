import { z } from 'zod';
import { id, instant, nothing } from './common.ts';
import { method } from './define.ts';

/** What the file `manifest.json` of a backup says of it. */
export const backupManifest = z.object({
  format: z.literal('remnant-backup'),
  formatVersion: z.literal(1),
  createdAt: instant,
  /** Of the program that made it. */
  version: z.string(),
  databaseVersion: z.int().positive(),
  /** Where the audit trail ended. */
  lastEntry: z.object({ sequence: z.int().nonnegative(), hash: z.string().length(64) }),
  /** Without the keys, de-identified patients can't be told again, and packages are signed by a new key. */
  withKeys: z.boolean(),
  /** What the audit trail said of itself when it was copied; null when all was right. */
  trailProblem: z.string().nullable(),
  files: z.array(
    z.object({
      /** Relative, with '/'. */
      path: z.string().refine(isPlainPath, 'A path of a backup leads out of it.'),
      byteCount: z.int().nonnegative(),
      sha256: z.string().length(64),
    }),
  ),
});
export type BackupManifest = z.infer<typeof backupManifest>;

function isPlainPath(path: string): boolean {
  return !/[\\:\0]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

export const backupMade = z.object({
  createdAt: instant,
  folder: z.string(),
  fileCount: z.int(),
  byteCount: z.int(),
  withKeys: z.boolean(),
  trailProblem: z.string().nullable(),
  /** SHA-256 of manifest.json, which names the SHA-256 of every other file. */
  manifestSha256: z.string().length(64),
});
export type BackupMade = z.infer<typeof backupMade>;

export const backupService = {
  methods: {
    /**
     * A new folder below `into` with all that is stored; a job of kind 'backup'. It is named when it was written, read back and compared.
     * @throws 'invalid_input' when `into` is not a folder, or is in the data folder
     */
    start: method(z.object({ into: z.string().min(1), withKeys: z.boolean() }), z.object({ jobId: id })),
    /** The newest one of this data folder, from the audit trail. */
    last: method(nothing, backupMade.nullable()),
  },
  events: {},
};
