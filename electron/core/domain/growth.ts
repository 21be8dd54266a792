/**
 * Growth of the remnant between two CTs. Points are differences of a ratio in percent; a kinetic growth rate (KGR) is points per week. KGR
 * falls with time, so it means nothing without its two CTs, the embolisation and the days; `growthBetween` keeps them together.
 */
import { combine, computed, refused, type Computed } from './computed.ts';
import { daysBetween, weeksOf } from './dates.ts';

/** `post` - `pre` in percentage points (degree of hypertrophy, Shindoh 2013, PMC3632508). */
export const points = (prePct: number, postPct: number): Computed => computed(postPct - prePct, 'Growth in points');

/** 100 * (post - pre) / pre (van Lienden 2012, PMC3549243). */
export function relGrowthPct(preMl: number, postMl: number): Computed {
  if (!(preMl > 0)) return refused(`FLR before (${preMl} mL) must be more than 0.`);
  if (!(postMl >= 0)) return refused(`FLR after (${postMl} mL) must not be negative.`);
  return computed((100 * (postMl - preMl)) / preMl, 'Relative growth');
}

/** Points per week over whole calendar days (Shindoh 2013; PMC6414468). Zero and negative days are refused. */
export function kineticGrowthRate(growthPoints: number, days: number): Computed {
  if (!(days > 0)) return refused(`A growth rate needs at least one day, but there are ${days} days.`);
  return computed(growthPoints / weeksOf(days), 'Kinetic growth rate');
}

/** mL per day (PMC4430776). */
export function growthMlPerDay(preMl: number, postMl: number, days: number): Computed {
  if (!(days > 0)) return refused(`Growth per day needs at least one day, but there are ${days} days.`);
  return computed((postMl - preMl) / days, 'Growth per day');
}

/** What one CT gives to growth. */
export interface RemnantAt {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly flrMl: Computed;
  readonly flrPctFunctional: Computed;
  readonly sflrPct: Computed;
}

export interface GrowthContext {
  readonly embolisationDate: string | null;
  /** Embolisations (in words) between the first CT and the one that is counted from. */
  readonly earlierEmbolisations?: readonly string[];
  /** The subject's first CT after the embolisation, whether or not it is one of the two. */
  readonly firstPostDate: string | null;
}

export const growthIds = [
  'dh_sflr_points',
  'dh_flr_points',
  'rel_growth_pct',
  'growth_ml_day',
  'kgr_sflr_initial',
  'kgr_interval',
  'kgr_flr_interval',
] as const;
export type GrowthId = (typeof growthIds)[number];

export interface Growth {
  readonly daysBetween: number;
  /** null without an embolisation, or when the second CT was made before it. */
  readonly daysSinceEmbolisation: number | null;
  readonly values: Readonly<Record<GrowthId, Computed>>;
}

/** Why the pair has no initial KGR, or the days from the embolisation to its second CT. */
function initialDays(from: RemnantAt, to: RemnantAt, context: GrowthContext): Computed {
  const { embolisationDate, earlierEmbolisations = [], firstPostDate } = context;
  if (embolisationDate === null) return refused('No embolisation is recorded.');
  const before = daysBetween(from.date, embolisationDate);
  const after = daysBetween(embolisationDate, to.date);
  if (before < 0) return refused(`The first CT (${from.date}) was made after the embolisation (${embolisationDate}).`);
  if (after < 0)
    return refused(`The second CT (${to.date}) was made ${-after} days before the embolisation (${embolisationDate}).`);
  if (after === 0) return refused(`The second CT (${to.date}) was made on the day of the embolisation.`);
  if (earlierEmbolisations.length > 0)
    return refused(
      `Between the first CT and this embolisation there was another one (${earlierEmbolisations.join(', ')}), so growth can't be counted from this one alone.`,
    );
  if (to.date !== firstPostDate)
    return refused(
      `Initial growth is measured only at the first CT after the embolisation, that of ${firstPostDate ?? 'none'}.`,
    );
  return computed(after);
}

/** Growth from one CT to a later one. A pair in the wrong order or on one day gives reasons instead of rates. */
export function growthBetween(from: RemnantAt, to: RemnantAt, context: GrowthContext): Growth {
  const days = daysBetween(from.date, to.date);
  const inOrder: Computed =
    days < 0
      ? refused(`The second CT (${to.date}) is ${-days} days earlier than the first (${from.date}).`)
      : computed(days);
  const volumes = [inOrder, from.flrMl, to.flrMl] as const;
  const sflrPoints = combine([inOrder, from.sflrPct, to.sflrPct], (_, pre, post) => points(pre, post));
  const flrPoints = combine([inOrder, from.flrPctFunctional, to.flrPctFunctional], (_, pre, post) => points(pre, post));
  const since = context.embolisationDate === null ? -1 : daysBetween(context.embolisationDate, to.date);
  return {
    daysBetween: days,
    daysSinceEmbolisation: since >= 0 ? since : null,
    values: {
      dh_sflr_points: sflrPoints,
      dh_flr_points: flrPoints,
      rel_growth_pct: combine(volumes, (_, pre, post) => relGrowthPct(pre, post)),
      growth_ml_day: combine(volumes, (between, pre, post) => growthMlPerDay(pre, post, between)),
      kgr_sflr_initial: combine([initialDays(from, to, context), sflrPoints], (weeksFrom, grown) =>
        kineticGrowthRate(grown, weeksFrom),
      ),
      kgr_interval: combine([sflrPoints], (grown) => kineticGrowthRate(grown, days)),
      kgr_flr_interval: combine([flrPoints], (grown) => kineticGrowthRate(grown, days)),
    },
  };
}
