import { z } from 'zod';
import { id, instant, nothing } from './common.ts';
import { method } from './define.ts';
import { exportFile } from './exports.ts';

/** Where in the window something can be put right; `seriesId` names the CT, where it is about one. */
export const completenessPlace = z.object({
  panel: z.enum(['subject', 'measures', 'embolisations', 'functionTests', 'outcome', 'timePoints', 'segmentation']),
  seriesId: id.nullable(),
});
export type CompletenessPlace = z.infer<typeof completenessPlace>;

/** `missing` keeps a package from being complete; a `deviation` is a fact that can't be changed, such as a CT outside its window. */
export const completenessItem = z.object({
  id: z.string().min(1),
  severity: z.enum(['missing', 'deviation']),
  statement: z.string().min(1),
  place: completenessPlace,
});
export type CompletenessItem = z.infer<typeof completenessItem>;

export const completeness = z.object({
  complete: z.boolean(),
  items: z.array(completenessItem),
});
export type Completeness = z.infer<typeof completeness>;

/** A package that was handed out. Its row stays when the file is taken away. */
export const submittedPackage = z.object({
  id,
  subjectId: id,
  createdAt: instant,
  /** Of the folder or file. */
  name: z.string(),
  form: z.enum(['folder', 'zip', 'encrypted']),
  byteCount: z.int().nonnegative(),
  manifestSha256: z.string().length(64),
  /** SHA-256 of the public key that signed it. */
  keyFingerprint: z.string().length(64),
  withCt: z.boolean(),
  missingCount: z.int().nonnegative(),
  incompleteReason: z.string().nullable(),
  replacesId: id.nullable(),
  replaceReason: z.string().nullable(),
  /** Downloads it; null for one that was written elsewhere. */
  url: z.string().nullable(),
});
export type SubmittedPackage = z.infer<typeof submittedPackage>;

export const paper = z.enum(['a4', 'letter']);
export type Paper = z.infer<typeof paper>;

const sentence = z.string().trim().min(3).max(500);
export const packageOptions = z.object({
  /** With the de-identified images of every time point. */
  withCt: z.boolean().default(false),
  /** A person has looked at the images and found no name drawn into them; asked for only where one may be. */
  pixelsAreClean: z.boolean().default(false),
  /** Needed as long as something is missing. */
  incompleteReason: sentence.optional(),
  /** Needed when there is an earlier package of this subject. */
  replaceReason: sentence.optional(),
  /** Public key of the trial office, `age1...`. */
  recipient: z.string().trim().optional(),
  paper: paper.default('a4'),
});
export type PackageOptions = z.input<typeof packageOptions>;

export const packageService = {
  methods: {
    completeness: method(z.object({ subjectId: id }), completeness),
    /** Newest first. */
    list: method(z.object({ subjectId: id }), z.array(submittedPackage)),
    /** Starts a job of kind 'package': a ZIP, encrypted where there is a recipient, below `exports/`. */
    start: method(z.object({ subjectId: id, options: packageOptions }), z.object({ jobId: id })),
    /** The report of a subject as PDF. */
    report: method(z.object({ subjectId: id, paper: paper.default('a4') }), exportFile),
    /** All subjects of the data folder and what is due, as PDF. */
    siteOverview: method(z.object({ paper: paper.default('a4') }), exportFile),
    /** The workstation's public key (SPKI, PEM) and its fingerprint, for the trial office to know it by. */
    signingKey: method(nothing, z.object({ publicKeyPem: z.string(), fingerprint: z.string().length(64) })),
  },
  events: { changed: z.object({ subjectId: id }) },
};
