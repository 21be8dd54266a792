import type { Subject } from '../../../electron/core/contract/trial.ts';
import { embolisation, functionTest, measure, outcome } from '../recordEntries.ts';
import { learnId, type Step } from './step.ts';

const reason = 'it was entered for another one';

/** Corrected entries have new ids. */
const learnSubject: NonNullable<Step['learn']> = (answer, known) => {
  const { measures, embolisations, functionTests, timePoints } = answer as Subject;
  const newest = (list: readonly { id: string }[]): string => list.at(-1)?.id ?? '';
  known['measure'] = newest(measures);
  known['embolisation'] = newest(embolisations);
  known['functionTest'] = newest(functionTests);
  known['timePoint'] = newest(timePoints);
};

export const trialSteps: readonly Step[] = [
  {
    method: 'trial.addSite',
    user: 'ada',
    input: () => ({ code: 'NL01', name: 'North' }),
    leaves: 'create site',
    became: { code: 'NL01', name: 'North' },
  },
  {
    method: 'trial.addSubject',
    user: 'sam',
    input: () => ({ code: 'NL01-100', sex: 'female', liverQuality: 'normal' }),
    leaves: 'create subject',
    became: { code: 'NL01-100', sex: 'female', liverQuality: 'normal', protocolId: 'dragon2' },
    learn: learnId('subject'),
  },
  {
    method: 'trial.changeSubject',
    user: 'sam',
    input: ({ subject }) => ({ subjectId: subject, change: { sex: 'male' }, reason }),
    leaves: 'correct subject',
    was: { sex: 'female' },
    became: { sex: 'male' },
    reason,
  },
  {
    method: 'trial.addMeasure',
    user: 'sam',
    input: ({ subject }) => ({ subjectId: subject, measure }),
    leaves: 'create subject_measure',
    became: measure,
    learn: learnSubject,
  },
  {
    method: 'trial.correctMeasure',
    user: 'sam',
    input: ({ subject, measure: entryId }) => ({
      subjectId: subject,
      entryId,
      measure: { ...measure, weightKg: 71 },
      reason,
    }),
    leaves: 'correct subject_measure',
    was: { weightKg: 70 },
    became: { weightKg: 71 },
    reason,
  },
  {
    method: 'trial.addEmbolisation',
    user: 'ida',
    input: ({ subject }) => ({ subjectId: subject, embolisation }),
    leaves: 'create embolisation',
    became: embolisation,
    learn: learnSubject,
  },
  {
    method: 'trial.correctEmbolisation',
    user: 'ida',
    input: ({ subject, embolisation: entryId }) => ({
      subjectId: subject,
      entryId,
      embolisation: { ...embolisation, date: '2026-01-24' },
      reason,
    }),
    leaves: 'correct embolisation',
    was: { date: embolisation.date },
    became: { date: '2026-01-24' },
    reason,
    learn: learnSubject,
  },
  {
    method: 'trial.strikeOut',
    user: 'ida',
    input: ({ subject, embolisation: entryId }) => ({
      subjectId: subject,
      entity: 'embolisation',
      entryId,
      reason,
    }),
    leaves: 'strike_out embolisation',
    was: { date: '2026-01-24' },
    reason,
  },
  {
    method: 'trial.addFunctionTest',
    user: 'sam',
    input: ({ subject }) => ({ subjectId: subject, functionTest }),
    leaves: 'create function_test',
    became: functionTest,
    learn: learnSubject,
  },
  {
    method: 'trial.correctFunctionTest',
    user: 'sam',
    input: ({ subject, functionTest: entryId }) => ({
      subjectId: subject,
      entryId,
      functionTest: { ...functionTest, flrSharePct: 40 },
      reason,
    }),
    leaves: 'correct function_test',
    was: { flrSharePct: 30 },
    became: { flrSharePct: 40 },
    reason,
  },
  {
    method: 'trial.setOutcome',
    user: 'sam',
    input: ({ subject }) => ({ subjectId: subject, outcome }),
    leaves: 'create outcome',
    became: outcome,
  },
  {
    method: 'trial.setOutcome',
    user: 'sam',
    input: ({ subject }) => ({
      subjectId: subject,
      outcome: { ...outcome, reason: 'remnant_too_small' },
      changeReason: reason,
    }),
    leaves: 'correct outcome',
    was: { reason: 'progression' },
    became: { reason: 'remnant_too_small' },
    reason,
  },
  {
    method: 'trial.setTimePoint',
    user: 'sam',
    input: ({ subject, series }) => ({ subjectId: subject, kind: 'baseline', seriesId: series }),
    leaves: 'create time_point',
    became: { kind: 'baseline', date: '2026-01-11' },
    learn: learnSubject,
  },
  {
    method: 'trial.changeTimePoint',
    user: 'sam',
    input: ({ subject, timePoint }) => ({
      subjectId: subject,
      timePointId: timePoint,
      change: { date: '2026-01-10' },
      reason,
    }),
    leaves: 'correct time_point',
    was: { date: '2026-01-11' },
    became: { date: '2026-01-10' },
    reason,
  },
  {
    method: 'trial.setTimePoint',
    user: 'sam',
    input: ({ subject, later }) => ({ subjectId: subject, kind: 'w1', seriesId: later }),
    leaves: 'create time_point',
    became: { kind: 'w1', date: '2026-02-11' },
    learn: learnSubject,
  },
  {
    method: 'trial.setTimePoint',
    user: 'sam',
    input: ({ subject, other }) => ({ subjectId: subject, kind: 'w1', seriesId: other, reason }),
    leaves: 'update time_point',
    was: { date: '2026-02-11' },
    became: { date: '2026-02-18' },
    reason,
  },
  {
    method: 'trial.removeTimePoint',
    user: 'sam',
    input: ({ subject, timePoint }) => ({ subjectId: subject, timePointId: timePoint, reason }),
    leaves: 'remove time_point',
    was: { kind: 'w1', date: '2026-02-18' },
    reason,
  },
];
