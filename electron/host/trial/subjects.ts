import type { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import type { trial, Subject } from '../../core/contract/trial.ts';
import type { HostContext } from '../context.ts';
import { insertEmbolisation } from '../db/tables/embolisation.ts';
import { insertFunctionTest } from '../db/tables/functionTest.ts';
import { insertMeasure } from '../db/tables/measure.ts';
import { allSubjects, findSubject, hasSubjectCode, insertSubject } from '../db/tables/subject.ts';
import { refuseFuture } from './dates.ts';

type Input<M extends keyof typeof trial.methods> = z.output<(typeof trial.methods)[M]['input']>;

/** By code. */
export const listSubjects = (context: HostContext): Subject[] => allSubjects(context.db);

/** @throws RemnantError 'not_found' */
export function getSubject(context: HostContext, { subjectId }: { subjectId: string }): Subject {
  const subject = findSubject(context.db, subjectId);
  if (subject === undefined) throw new RemnantError('not_found', 'There is no such subject.');
  return subject;
}

/** @throws RemnantError 'conflict' when the code is taken. */
export function addSubject(context: HostContext, { measure, ...input }: Input<'addSubject'>): Subject {
  if (measure !== undefined) refuseFuture('The measure', measure.date, context.now());
  const subjectId = context.newId();
  context.change((record) => {
    if (hasSubjectCode(context.db, input.code)) {
      throw new RemnantError('conflict', `There is a subject ${input.code} already.`);
    }
    const row = { id: subjectId, ...input, createdAt: context.now().toISOString() };
    insertSubject(context.db, row);
    record({ action: 'create', entity: 'subject', entityId: subjectId, newValue: row });
    if (measure !== undefined) record(storeMeasure(context, subjectId, measure));
  });
  return changed(context, subjectId);
}

/** @throws RemnantError 'conflict' when the same values are recorded for that day already. */
export function addMeasure(context: HostContext, { subjectId, measure }: Input<'addMeasure'>): Subject {
  refuseFuture('The measure', measure.date, context.now());
  context.change((record) => {
    const same = getSubject(context, { subjectId })
      .measures.filter(({ date }) => date === measure.date)
      .at(-1);
    if (same?.heightCm === measure.heightCm && same.weightKg === measure.weightKg) {
      throw new RemnantError('conflict', `The same height and weight are recorded for ${measure.date} already.`);
    }
    record(storeMeasure(context, subjectId, measure));
  });
  return changed(context, subjectId);
}

function storeMeasure(context: HostContext, subjectId: string, measure: Input<'addMeasure'>['measure']) {
  const row = { id: context.newId(), ...measure, recordedAt: context.now().toISOString() };
  insertMeasure(context.db, subjectId, row);
  return { action: 'create', entity: 'subject_measure', entityId: row.id, newValue: { subjectId, ...row } };
}

/** @throws RemnantError 'conflict' when one of the same kind is recorded for that day already. */
export function addEmbolisation(context: HostContext, { subjectId, embolisation }: Input<'addEmbolisation'>): Subject {
  refuseFuture('The embolisation', embolisation.date, context.now());
  context.change((record) => {
    const { date, kind } = embolisation;
    if (getSubject(context, { subjectId }).embolisations.some((other) => other.date === date && other.kind === kind)) {
      throw new RemnantError('conflict', `An embolisation of this kind is recorded for ${date} already.`);
    }
    const row = { id: context.newId(), ...embolisation, recordedAt: context.now().toISOString() };
    insertEmbolisation(context.db, subjectId, row);
    record({ action: 'create', entity: 'embolisation', entityId: row.id, newValue: { subjectId, ...row } });
  });
  return changed(context, subjectId);
}

/** @throws RemnantError 'conflict' when the same test is recorded for that day already. */
export function addFunctionTest(context: HostContext, { subjectId, functionTest }: Input<'addFunctionTest'>): Subject {
  const { date, uptakePctPerMin, flrSharePct } = functionTest;
  refuseFuture('The function test', date, context.now());
  context.change((record) => {
    const same = getSubject(context, { subjectId }).functionTests.some(
      (other) => other.date === date && other.uptakePctPerMin === uptakePctPerMin && other.flrSharePct === flrSharePct,
    );
    if (same) throw new RemnantError('conflict', `The same function test is recorded for ${date} already.`);
    const row = { id: context.newId(), ...functionTest, recordedAt: context.now().toISOString() };
    insertFunctionTest(context.db, subjectId, row);
    record({ action: 'create', entity: 'function_test', entityId: row.id, newValue: { subjectId, ...row } });
  });
  return changed(context, subjectId);
}

/** Tells that the subject was changed, after the commit, and gives its new state. */
export function changed(context: HostContext, subjectId: string): Subject {
  context.emit('trial.changed', { subjectId });
  return getSubject(context, { subjectId });
}
