/** Names and look-ups of the trial record. Pure. */
import type { Series } from '../../../electron/core/contract/library.ts';
import type { Result } from '../../../electron/core/contract/results.ts';
import type {
  EmbolisationDetails,
  Outcome,
  Subject,
  TimePoint,
  TimePointKind,
  Visit,
} from '../../../electron/core/contract/trial.ts';
import { computed, refused } from '../../../electron/core/domain/computed.ts';
import { daysBetween } from '../../../electron/core/domain/dates.ts';
import { baselineDateOf, firstEmbolisation } from '../../../electron/core/domain/embolisations.ts';
import { expectedSpecimenG, specimenDeviationPct } from '../../../electron/core/domain/specimen.ts';
import { t } from '../../i18n/index.ts';
import type { Tone } from '../../ui/index.ts';

export const timePointName = (kind: TimePointKind): string => t(`tp.${kind}`);
export const sexName = (sex: Subject['sex']): string => t(`sex.${sex}`);
export const qualityName = (quality: Subject['liverQuality']): string => t(`quality.${quality}`);

export interface Assigned {
  readonly subject: Subject;
  readonly timePoint: TimePoint;
}

/** Whose CT a series is; null while it is nobody's. */
export function timePointOfSeries(subjects: readonly Subject[], seriesId: string): Assigned | null {
  for (const subject of subjects) {
    const timePoint = subject.timePoints.find((one) => one.seriesId === seriesId);
    if (timePoint) return { subject, timePoint };
  }
  return null;
}

/** What is proposed for a time point: the CT that is open in the workspace, when the library offers it and it is nobody's yet. */
export function proposedSeries(
  offered: readonly Pick<Series, 'id'>[],
  openId: string | null,
  subjects: readonly Subject[],
): string | null {
  const isFree = openId !== null && offered.some(({ id }) => id === openId) && !timePointOfSeries(subjects, openId);
  return isFree ? openId : null;
}

/** Whole days from the embolisation to the CT, negative before it; null while there is none. */
export function daysSinceEmbolisation(subject: Subject, date: string): number | null {
  const embolisation = firstEmbolisation(subject.embolisations, baselineDateOf(subject.timePoints));
  return embolisation ? daysBetween(embolisation.date, date) : null;
}

/** The first scheduled time point that has no CT yet. */
export function nextKind({ timePoints }: Pick<Subject, 'timePoints'>): TimePointKind {
  const scheduled = ['baseline', 'w1', 'w3', 'w6', 'preoperative'] as const;
  return scheduled.find((kind) => !timePoints.some((one) => one.kind === kind)) ?? 'unscheduled';
}

/** Why a series can't be this subject's CT of a time point, as a sentence; null when it can. */
export function assignProblem(
  series: Series,
  subjects: readonly Subject[],
  subject: Subject,
  kind: TimePointKind,
): string | null {
  if (series.geometryStatus === 'refused')
    return t('timePoint.refused', { why: series.problems.map(({ message }) => message).join(' ') });
  const assigned = timePointOfSeries(subjects, series.id);
  if (!assigned || (assigned.subject.id === subject.id && assigned.timePoint.kind === kind)) return null;
  return t('timePoint.taken', { name: timePointName(assigned.timePoint.kind), code: assigned.subject.code });
}

const visitTones: Readonly<Record<Visit['status'], Tone>> = {
  done: 'ok',
  early: 'warning',
  late: 'warning',
  not_yet: 'neutral',
  due: 'info',
  overdue: 'danger',
  missing: 'danger',
};

/** How a planned CT stands, in a word or two, and how much it wants to be seen. */
export const visitState = ({ status, deviationDays }: Visit): { readonly text: string; readonly tone: Tone } => ({
  text: t(`visit.${status}`, { days: Math.abs(deviationDays ?? 0) }),
  tone: visitTones[status],
});

/** Both days of the window; null as long as there is nothing to count from. */
export const visitWindow = ({ firstDate, lastDate }: Visit): string | null =>
  firstDate === null || lastDate === null ? null : t('visit.windowDays', { from: firstDate, to: lastDate });

const resectedParts = ['resected', 'tumour_resected', 'other_resected'];

/** The weight that the last measured CT before the resection gave for the resected part, as a sentence; empty without such a CT. */
export function specimenComparison({ resectionDate, specimenWeightG }: Outcome, results: readonly Result[]): string {
  const last = results.findLast(({ date }) => resectionDate !== null && date <= resectionDate);
  if (!last || specimenWeightG === null) return '';
  const parts = resectedParts.map((id) => last.values.find(({ quantity }) => quantity === id)?.value ?? null);
  const expected = expectedSpecimenG(parts.map((part) => (part === null ? refused('') : computed(part))));
  if (expected.value === null) return '';
  const deviation = specimenDeviationPct(specimenWeightG, expected.value);
  const shown = { date: last.date, grams: Math.round(expected.value), percent: (deviation.value ?? 0).toFixed(1) };
  return deviation.value === null ? '' : t('outcome.expected', shown);
}

export interface ShownFact {
  readonly name: string;
  readonly value: string;
}

/** What is known of how an embolisation was done. */
export function embolisationFacts(details: EmbolisationDetails): ShownFact[] {
  const { time, portalAccess, hepaticAccess, products, glueRatio, portalSuccess, hepaticSuccess } = details;
  const { sameSession, hepaticDate, hepaticTime, cirseGrade, complication, reintervention, operatorRole } = details;
  const yesNo = (value: boolean | null): string | null =>
    value === null ? null : t(value ? 'outcome.yes' : 'outcome.no');
  const productText = products.map(({ material, count, size }) =>
    [count === null ? '' : `${count} ×`, t(`material.${material}`), size].filter((part) => part !== '').join(' '),
  );
  const facts: readonly (readonly [string, string | null])[] = [
    [t('embolisation.time'), time],
    [t('embolisation.portalAccess'), portalAccess && t(`access.${portalAccess}`)],
    [t('embolisation.hepaticAccess'), hepaticAccess && t(`access.${hepaticAccess}`)],
    [t('embolisation.products'), productText.length === 0 ? null : productText.join(', ')],
    [t('embolisation.glueRatio'), glueRatio],
    [t('embolisation.portalSuccess'), portalSuccess && t(`success.${portalSuccess}`)],
    [t('embolisation.hepaticSuccess'), hepaticSuccess && t(`success.${hepaticSuccess}`)],
    [t('embolisation.sameSession'), yesNo(sameSession)],
    [t('embolisation.hepaticDate'), [hepaticDate, hepaticTime].filter((part) => part !== null).join(' ') || null],
    [t('embolisation.cirse'), cirseGrade === null ? null : t(`cirse.${cirseGrade as 0}`)],
    [t('embolisation.complication'), complication === '' ? null : complication],
    [t('embolisation.reintervention'), yesNo(reintervention)],
    [t('embolisation.operator'), operatorRole && t(`operator.${operatorRole}`)],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

/** What is recorded of the subject itself; what is open is said to be. */
export function subjectFacts(
  subject: Subject,
  { site, protocol }: { readonly site: string | null; readonly protocol: string },
): ShownFact[] {
  const { yearOfBirth, plannedResection: planned, earlierProcedures } = subject;
  const open = t('subject.plannedNone');
  const resection = planned && [t(`resection.${planned.kind}`), planned.note].filter((part) => part !== '').join(': ');
  const procedures = earlierProcedures.map(({ kind, date, note }) =>
    [t(`procedure.${kind}`), date, note === '' ? '' : `(${note})`].filter((part) => part !== '').join(' '),
  );
  return [
    { name: t('subject.site'), value: site ?? open },
    { name: t('subject.protocol'), value: protocol },
    { name: t('subject.sex'), value: sexName(subject.sex) },
    { name: t('subject.born'), value: yearOfBirth === null ? open : String(yearOfBirth) },
    { name: t('subject.quality'), value: qualityName(subject.liverQuality) },
    { name: t('subject.planned'), value: resection ?? open },
    { name: t('subject.procedures'), value: procedures.length === 0 ? open : procedures.join(', ') },
  ];
}
