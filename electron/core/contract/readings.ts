import { z } from 'zod';
import { adjudicationChoices, readingOrdinals, readingStates } from '../domain/readings.ts';
import { signatureMeaningIds } from '../domain/signature.ts';
import { id, instant } from './common.ts';
import { method } from './define.ts';
import { timePointKind } from './trial.ts';

export const readingState = z.enum(readingStates);
export const readingOrdinal = z.enum(readingOrdinals);

export const person = z.object({
  /** null: there were no accounts. */
  accountId: z.string().nullable(),
  user: z.string(),
  printedName: z.string(),
  role: z.string(),
});

/** Why something is corrected or decided. */
export const reason = z.string().trim().min(3, 'Give a reason of at least three letters.').max(1000);

export const signature = z.object({
  id,
  readingId: id,
  revisionId: id,
  resultId: id,
  protocolId: z.string(),
  protocolVersion: z.string(),
  signer: person,
  signedAt: instant,
  utcOffsetMinutes: z.int(),
  meaning: z.enum(signatureMeaningIds),
  /** The sentence as it stood when it was signed. */
  statement: z.string(),
  /** Canonical JSON of all that was signed: reading, revision with its hash, result with its values and inputs, signer, time, meaning. */
  text: z.string(),
  /** SHA-256 of `text`. */
  sha256: z.string().length(64),
});
export type Signature = z.infer<typeof signature>;

/** A change of state, as it happened. */
export const readingChange = z.object({
  state: readingState,
  by: person,
  at: instant,
  utcOffsetMinutes: z.int(),
});

/** One reader's segmentation of one series, in one version; a correction is the next version. */
export const reading = z.object({
  id,
  seriesId: id,
  segmentationId: id,
  ordinal: readingOrdinal,
  version: z.int().positive(),
  supersedesId: id.nullable(),
  /** Of the correction; null for the first version. */
  reason: z.string().nullable(),
  createdAt: instant,
  /** null: nobody has drawn in it yet, or it is from before readings had readers. */
  reader: person.nullable(),
  state: readingState,
  /** Oldest first. */
  changes: z.array(readingChange),
});
export type Reading = z.infer<typeof reading>;

export const adjudication = z.object({
  id,
  seriesId: id,
  choice: z.enum(adjudicationChoices),
  /** The reading that was chosen, or that the adjudicator began. */
  readingId: id,
  reason: z.string(),
  by: person,
  at: instant,
  utcOffsetMinutes: z.int(),
});
export type Adjudication = z.infer<typeof adjudication>;

/** A number of the reading's own result, for showing before it is signed. */
export const readingValue = z.object({
  quantity: z.string(),
  name: z.string(),
  printed: z.string().nullable(),
  reason: z.string().nullable(),
  unit: z.string(),
});

/** null: it may be done now; otherwise why not, as a sentence. */
const refusal = z.string().nullable();

/** A reading with what the one who asks may see and do. Content is left out of what is read blind. */
export const shownReading = z.object({
  reading,
  isOwn: z.boolean(),
  isCounting: z.boolean(),
  isSuperseded: z.boolean(),
  /** False while its masks and numbers are hidden from the one who asks. */
  isVisible: z.boolean(),
  signatures: z.array(signature),
  /** Sentences; those that must be settled before a review, and the others. */
  blocking: z.array(z.string()),
  remarks: z.array(z.string()),
  values: z.array(readingValue),
  /** The record changed after the last signature, so that the result it is for is not the present one. */
  isOutdated: z.boolean(),
  refusals: z.object({
    draw: refusal,
    review: refusal,
    sign: refusal,
    lock: refusal,
    correct: refusal,
    discard: refusal,
  }),
});
export type ShownReading = z.infer<typeof shownReading>;

/** A second reading that was begun by mistake. Its drawing is kept and counts nowhere. */
export const discardedReading = z.object({
  reading,
  reason: z.string(),
  by: person,
  at: instant,
  utcOffsetMinutes: z.int(),
});
export type DiscardedReading = z.infer<typeof discardedReading>;

export const seriesReadings = z.object({
  seriesId: id,
  /** By ordinal and version. */
  readings: z.array(shownReading),
  adjudications: z.array(adjudication),
  /** Oldest first. */
  discarded: z.array(discardedReading),
  /** The one to open in the workspace; null when there is none yet that may be seen. */
  openId: id.nullable(),
  refusals: z.object({ second: refusal, adjudicate: refusal }),
});
export type SeriesReadings = z.infer<typeof seriesReadings>;

/** Two signed readings of one CT. */
export const readingPair = z.object({
  seriesId: id,
  subjectCode: z.string(),
  timePoint: timePointKind,
  date: z.string(),
  first: z.object({ readingId: id, reader: z.string(), revisionId: id }),
  second: z.object({ readingId: id, reader: z.string(), revisionId: id }),
  counts: readingOrdinal,
  /** Those that both have a number of. */
  values: z.array(
    z.object({ quantity: z.string(), name: z.string(), unit: z.string(), first: z.number(), second: z.number() }),
  ),
});
export type ReadingPair = z.infer<typeof readingPair>;

/** How far the masks of two readings agree. Distances in mm; null where one of them is empty. */
export const maskAgreement = z.object({
  segment: z.enum(['liver', 'tumour', 'flr']),
  /** 0..1; null when both are empty. */
  dice: z.number().nullable(),
  meanSurfaceDistanceMm: z.number().nullable(),
  surfaceDistance95Mm: z.number().nullable(),
});
export type MaskAgreement = z.infer<typeof maskAgreement>;

const ofReading = z.object({ readingId: id });

export const readingsService = {
  methods: {
    /**
     * Without `detail` nothing is looked up in labels and results: blocking, remarks and values are empty, and the refusals don't know of them.
     */
    ofSeries: method(z.object({ seriesId: id, detail: z.boolean().default(true) }), seriesReadings),
    /** Says that the newest revision was looked at, slice by slice. Refused with checks that must be settled first. */
    review: method(ofReading, reading),
    /** The password of the account again; null in single-person mode. */
    sign: method(
      z.object({ readingId: id, meaning: z.enum(signatureMeaningIds), password: z.string().max(1000).nullable() }),
      signature,
    ),
    lock: method(ofReading, reading),
    /** A new version with the same labels, in draft. The old one stays as it is, with its signature. */
    correct: method(z.object({ readingId: id, reason }), reading),
    /** An independent second reading of the CT, which begins empty. */
    second: method(z.object({ seriesId: id }), reading),
    /** Takes back a second reading of one's own of which nothing is signed. The CT is then read once, as before; the drawing is kept. */
    discard: method(z.object({ readingId: id, reason }), discardedReading),
    /** Decides which reading counts. 'new' begins a reading of the adjudicator's own. */
    adjudicate: method(z.object({ seriesId: id, choice: z.enum(adjudicationChoices), reason }), adjudication),
    /** All pairs of signed readings that the one who asks may see, by subject and date. */
    pairs: method(z.object({}), z.array(readingPair)),
    /** Dice and surface distances of the two signed readings of a CT; takes a few seconds. */
    compareMasks: method(z.object({ seriesId: id }), z.array(maskAgreement)),
  },
  events: { changed: z.object({ seriesId: id }) },
};
