/**
 * A trial protocol as data: what decides (criteria with thresholds per liver quality), when CTs are planned, and which formulas are used. A new
 * protocol is a new file in resources/protocols; a change of a file needs a new version, because results name it.
 */
import { z } from 'zod';
import { liverQuality, timePointKind } from '../contract/trial.ts';
import { bodySurfaceFormulas, type BodySurfaceFormula } from './bodySurface.ts';
import { comparisons } from './comparison.ts';
import { subjectItems, timePointItems } from './protocolItems.ts';
import { quantities, type QuantityId } from './quantities.ts';
import { standardLiverFormulas, type StandardLiverFormula } from './standardLiverVolume.ts';

const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>): [K, ...K[]] =>
  Object.keys(record) as [K, ...K[]];

const criterion = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]+$/),
  title: z.string().min(1),
  quantity: z.enum(keysOf<QuantityId>(quantities)),
  comparison: z.enum(comparisons),
  /** null: the protocol says nothing for this liver quality. */
  thresholds: z.record(liverQuality, z.number().nullable()),
  appliesAt: z.array(timePointKind).min(1),
  source: z.string().min(1),
});
export type Criterion = z.infer<typeof criterion>;

const visit = z
  .strictObject({
    kind: timePointKind,
    /** Days from the embolisation, both ends belong to the window. */
    firstDay: z.int(),
    lastDay: z.int(),
    source: z.string().min(1),
  })
  .refine(({ firstDay, lastDay }) => firstDay <= lastDay, { message: 'A window ends before it begins.' });

/** A number of the protocol with what it stands on; 'default: ...' where the trial publishes none. */
const stated = (value: z.ZodNumber) => z.strictObject({ value, source: z.string().min(1) });
const cvPct = stated(z.number().nonnegative().max(50));

/**
 * What is stated of measurement errors, as coefficients of variation in percent of the value; they hold where a CT has no repeat readings.
 * Errors of different quantities are independent, but for the two parts of the tumour (and of other tissue), which share theirs, and for
 * remnant and total liver, whose correlation is stated.
 */
const uncertainty = z.strictObject({
  cvPct: z.strictObject({
    tlv: cvPct,
    flr: cvPct,
    tumour: cvPct,
    other: cvPct,
    height: cvPct,
    weight: cvPct,
    uptake: cvPct,
    flrShare: cvPct,
  }),
  correlationFlrTlv: stated(z.number().min(-1).max(1)),
});

/** A pattern that a code must match as a whole, and the sentence a person reads when it doesn't. */
const codePattern = z.strictObject({
  pattern: z
    .string()
    .max(200)
    .refine(isPattern, { message: 'This is not a regular expression that ends of itself (no nested repetition).' }),
  example: z.string().min(1),
  says: z.string().min(1),
});

/** Nested repetition, such as (a+)+, can take a lifetime to fail; a site's file is not trusted with it. */
function isPattern(text: string): boolean {
  if (/\([^)]*[+*{][^)]*\)[+*{]/.test(text)) return false;
  try {
    return new RegExp(`^(?:${text})$`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

export const protocol = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string().min(1),
  name: z.string().min(1),
  registration: z.string(),
  /** Who answers for the trial; in files from before it was asked for there is none. As long as a text of DICOM may be (PS3.5 6.2, LO). */
  sponsor: z.string().trim().min(1).max(64).optional(),
  sources: z.array(z.string()),
  formulas: z.strictObject({
    telv: z.enum(keysOf<StandardLiverFormula>(standardLiverFormulas)),
    bodySurface: z.enum(keysOf<BodySurfaceFormula>(bodySurfaceFormulas)),
  }),
  criteria: z.array(criterion).min(1),
  schedule: z.array(visit),
  /** A function test counts at a CT that was made within so many days of it, both before or both after the first embolisation. */
  functionTest: z.strictObject({ withinDays: z.int().nonnegative(), source: z.string().min(1) }),
  anatomy: z.strictObject({
    version: z.string().min(1),
    phase: z.string(),
    include: z.array(z.string()),
    exclude: z.array(z.string()),
    tumour: z.string(),
  }),
  uncertainty,
  codes: z.strictObject({ subject: codePattern, site: codePattern }),
  /** What must be there before the record is complete: of the subject, and of the CT of each time point that was made. */
  requiredItems: z.strictObject({
    subject: z.array(z.enum(subjectItems)),
    /** Without the CT of one of these the record is not complete; the others of the schedule are made where applicable. */
    timePoints: z.array(timePointKind),
    timePoint: z.partialRecord(timePointKind, z.array(z.enum(timePointItems))),
    source: z.string().min(1),
  }),
  /** What else is fixed by convention, for the report: each with its basis. */
  conventions: z.array(
    z.strictObject({ title: z.string().min(1), rule: z.string().min(1), source: z.string().min(1) }),
  ),
});
export type Protocol = z.infer<typeof protocol>;

/** Who answers for the trial; where the file doesn't say, the trial itself stands for it, as every DICOM file must name one. */
export const sponsorOf = ({ sponsor, name }: Pick<Protocol, 'sponsor' | 'name'>): string => sponsor ?? name;

/** Why a code doesn't match the protocol's pattern, as the protocol says it; null when it does. */
export function codeProblem({ codes }: Pick<Protocol, 'codes'>, of: 'subject' | 'site', code: string): string | null {
  const { pattern, says } = codes[of];
  return new RegExp(`^(?:${pattern})$`, 'u').test(code) ? null : says;
}

/** Days by which a CT lies outside its planned window (negative: too early), 0 inside, null when nothing is planned for the kind. */
export function windowDeviationDays(
  { schedule }: Pick<Protocol, 'schedule'>,
  kind: string,
  daysFromEmbolisation: number,
): number | null {
  const planned = schedule.find((entry) => entry.kind === kind);
  if (!planned) return null;
  if (daysFromEmbolisation < planned.firstDay) return daysFromEmbolisation - planned.firstDay;
  return Math.max(0, daysFromEmbolisation - planned.lastDay);
}
