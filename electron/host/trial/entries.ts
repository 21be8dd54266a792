/** Entries of a subject that are added, corrected and struck out: body measures, embolisations, function tests. */
import type { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Embolisation, FunctionTest, Measure, Outcome, Subject, trial } from '../../core/contract/trial.ts';
import type { HostContext } from '../context.ts';
import { insertEmbolisation } from '../db/tables/embolisation.ts';
import { insertFunctionTest } from '../db/tables/functionTest.ts';
import { insertMeasure } from '../db/tables/measure.ts';
import { changed, entryOf, getSubject, keepFormer, refuseImpossible, withReplaced } from './recordChange.ts';

type Input<M extends keyof typeof trial.methods> = z.output<(typeof trial.methods)[M]['input']>;
type Entry = Measure | Embolisation | FunctionTest;

/** One kind of entry: where it is kept, and which other one stands in its way. */
interface Kind<T extends Entry> {
  readonly entity: 'subject_measure' | 'embolisation' | 'function_test';
  readonly list: 'measures' | 'embolisations' | 'functionTests';
  readonly insert: (context: HostContext, subjectId: string, row: T) => void;
  /** Why the new one can't stand beside `other`; null when it can. */
  readonly conflict: (row: T, other: T) => string | null;
}

const measures: Kind<Measure> = {
  entity: 'subject_measure',
  list: 'measures',
  insert: ({ db }, subjectId, row) => {
    insertMeasure(db, subjectId, row);
  },
  conflict: ({ date }, other) =>
    other.date === date ? `Height and weight are recorded for ${date} already; correct that entry.` : null,
};
const embolisations: Kind<Embolisation> = {
  entity: 'embolisation',
  list: 'embolisations',
  insert: ({ db }, subjectId, row) => {
    insertEmbolisation(db, subjectId, row);
  },
  conflict: ({ date, kind }, other) =>
    other.date === date && other.kind === kind
      ? `An embolisation of this kind is recorded for ${date} already; correct that entry.`
      : null,
};
const functionTests: Kind<FunctionTest> = {
  entity: 'function_test',
  list: 'functionTests',
  insert: ({ db }, subjectId, row) => {
    insertFunctionTest(db, subjectId, row);
  },
  conflict: ({ date }, other) =>
    other.date === date ? `A function test is recorded for ${date} already; correct that entry.` : null,
};

const entriesOf = <T extends Entry>(subject: Subject, { list }: Kind<T>): readonly T[] =>
  subject[list] as readonly Entry[] as readonly T[];

/**
 * @param entryId of the entry that it takes the place of; null: it is a new one
 * @throws RemnantError 'conflict' when there is one of that day already, 'invalid_input' when dates would run backwards
 */
function store<T extends Entry>(
  context: HostContext,
  kind: Kind<T>,
  subjectId: string,
  entered: Omit<T, 'id' | 'recordedAt' | 'corrected'>,
  correcting: { readonly entryId: string; readonly reason: string } | null,
): Subject {
  context.change((record) => {
    const subject = getSubject(context, { subjectId });
    const all = entriesOf(subject, kind);
    const former = correcting && entryOf(all, correcting.entryId);
    const others = former === null ? all : withReplaced(all, former.id, null);
    const facts = { id: context.newId(), recordedAt: context.now().toISOString(), corrected: former !== null };
    const row = { ...entered, ...facts } as T;
    for (const other of others) {
      const conflict = kind.conflict(row, other);
      if (conflict !== null) throw new RemnantError('conflict', conflict);
    }
    refuseImpossible(context, subject, { ...subject, [kind.list]: [...others, row] });
    kind.insert(context, subjectId, row);
    const { entity } = kind;
    if (correcting === null || former === null)
      record({ action: 'create', entity, entityId: row.id, newValue: { subjectId, ...row } });
    else keepFormer(context, record, { subjectId, entity, former, replacement: row, reason: correcting.reason });
  });
  return changed(context, subjectId);
}

export const addMeasure = (context: HostContext, { subjectId, measure }: Input<'addMeasure'>): Subject =>
  store(context, measures, subjectId, measure, null);
export const correctMeasure = (context: HostContext, { subjectId, measure, ...of }: Input<'correctMeasure'>): Subject =>
  store(context, measures, subjectId, measure, of);

export const addEmbolisation = (context: HostContext, input: Input<'addEmbolisation'>): Subject =>
  store(context, embolisations, input.subjectId, input.embolisation, null);
export const correctEmbolisation = (context: HostContext, input: Input<'correctEmbolisation'>): Subject =>
  store(context, embolisations, input.subjectId, input.embolisation, input);

type NewFunctionTest = Omit<Input<'addFunctionTest'>['functionTest'], 'tracer' | 'activityMbq'> &
  Partial<Pick<FunctionTest, 'tracer' | 'activityMbq'>>;
const whole = (test: NewFunctionTest) => ({ tracer: 'mebrofenin_99mtc' as const, activityMbq: null, ...test });

export const addFunctionTest = (
  context: HostContext,
  { subjectId, functionTest }: { readonly subjectId: string; readonly functionTest: NewFunctionTest },
): Subject => store(context, functionTests, subjectId, whole(functionTest), null);
export const correctFunctionTest = (context: HostContext, input: Input<'correctFunctionTest'>): Subject =>
  store(context, functionTests, input.subjectId, input.functionTest, input);

/** The entry doesn't count any more; it stays in the record. @throws RemnantError 'not_found' */
export function strikeOut(context: HostContext, { subjectId, entity, entryId, reason }: Input<'strikeOut'>): Subject {
  context.change((record) => {
    const subject = getSubject(context, { subjectId });
    const entries: Readonly<Record<typeof entity, readonly (Entry | Outcome)[]>> = {
      subject_measure: subject.measures,
      embolisation: subject.embolisations,
      function_test: subject.functionTests,
      outcome: subject.outcome === null ? [] : [subject.outcome],
    };
    const former = entryOf(entries[entity], entryId);
    keepFormer(context, record, { subjectId, entity, former, replacement: null, reason });
  });
  return changed(context, subjectId);
}
