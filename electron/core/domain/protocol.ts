/**
 * A trial protocol as data: what decides (criteria with thresholds per liver quality), when CTs are planned, and which formulas are used. A new
 * protocol is a new file in resources/protocols; a change of a file needs a new version, because results name it.
 */
import { z } from 'zod';
import { liverQuality, timePointKind } from '../contract/trial.ts';
import { bodySurfaceFormulas, type BodySurfaceFormula } from './bodySurface.ts';
import { comparisons } from './comparison.ts';
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

export const protocol = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string().min(1),
  name: z.string().min(1),
  registration: z.string(),
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
});
export type Protocol = z.infer<typeof protocol>;

/** Days by which a CT lies outside its planned window (negative: too early), 0 inside, null when nothing is planned for the kind. */
export function windowDeviationDays({ schedule }: Protocol, kind: string, daysFromEmbolisation: number): number | null {
  const planned = schedule.find((entry) => entry.kind === kind);
  if (!planned) return null;
  if (daysFromEmbolisation < planned.firstDay) return daysFromEmbolisation - planned.firstDay;
  return Math.max(0, daysFromEmbolisation - planned.lastDay);
}
