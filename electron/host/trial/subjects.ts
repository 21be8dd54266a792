import type { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Correction, Subject, trial } from '../../core/contract/trial.ts';
import { definedFields } from '../../core/domain/definedFields.ts';
import { codeProblem } from '../../core/domain/protocol.ts';
import type { HostContext } from '../context.ts';
import { correctionsOf, wasCodeOfAnother } from '../db/tables/correction.ts';
import { insertMeasure } from '../db/tables/measure.ts';
import { allSites } from '../db/tables/site.ts';
import { allSubjects, insertSubject, subjectIdOfCode, updateSubject, type SubjectRow } from '../db/tables/subject.ts';
import { getSettings } from '../settings/index.ts';
import { protocolOf } from '../volumetry/protocols.ts';
import { changed, getSubject, keepFormer, refuseImpossible } from './recordChange.ts';

type Input<M extends keyof typeof trial.methods> = z.output<(typeof trial.methods)[M]['input']>;

/** Whole subjects by code. */
export const listSubjects = (context: HostContext): Subject[] => allSubjects(context.db);

/** @throws RemnantError 'not_found' */
export function subjectOfCode(context: HostContext, code: string): Subject {
  const subjectId = subjectIdOfCode(context.db, code);
  if (subjectId === undefined) throw new RemnantError('not_found', `There is no subject ${code}.`);
  return getSubject(context, { subjectId });
}

/** Former entries of a subject, newest first. @throws RemnantError 'not_found' */
export function corrections(context: HostContext, { subjectId }: { readonly subjectId: string }): Correction[] {
  getSubject(context, { subjectId });
  return correctionsOf(context.db, subjectId);
}

const nothingYet = { measures: [], embolisations: [], functionTests: [], timePoints: [], outcome: null };

/**
 * @throws RemnantError 'conflict' when the code is taken, 'invalid_input' when the protocol has another pattern for codes or dates run
 * backwards, 'not_found' for a site or protocol that isn't there
 */
export function addSubject(context: HostContext, { measure, ...input }: Input<'addSubject'>): Subject {
  const { protocolId, siteId } = getSettings(context);
  const row: SubjectRow = {
    id: context.newId(),
    code: input.code,
    siteId: input.siteId ?? siteId,
    protocolId: input.protocolId ?? protocolId,
    sex: input.sex,
    liverQuality: input.liverQuality,
    yearOfBirth: input.yearOfBirth ?? null,
    plannedResection: input.plannedResection ?? null,
    earlierProcedures: input.earlierProcedures ?? [],
    createdAt: context.now().toISOString(),
  };
  const measured = measure && {
    id: context.newId(),
    ...measure,
    recordedAt: context.now().toISOString(),
    corrected: false,
  };
  context.change((record) => {
    refuseCode(context, row, null);
    refuseUnknownSite(context, row.siteId);
    const empty = { ...row, ...nothingYet, yearOfBirth: null, earlierProcedures: [], corrected: false };
    refuseImpossible(context, empty, { ...empty, ...row, measures: measured ? [measured] : [] });
    insertSubject(context.db, row);
    record({ action: 'create', entity: 'subject', entityId: row.id, newValue: row });
    if (!measured) return;
    insertMeasure(context.db, row.id, measured);
    const newValue = { subjectId: row.id, ...measured };
    record({ action: 'create', entity: 'subject_measure', entityId: measured.id, newValue });
  });
  return changed(context, row.id);
}

/**
 * Changes items of the subject itself. What was recorded before stays in the record, with the reason.
 * @throws RemnantError as `addSubject`; 'invalid_input' when a recorded value is changed without a reason
 */
export function changeSubject(context: HostContext, { subjectId, change, reason }: Input<'changeSubject'>): Subject {
  const stored = context.change((record) => {
    const subject = getSubject(context, { subjectId });
    const old = itemsOf(subject);
    const row: SubjectRow = { ...old, ...definedFields(change) };
    const fields = (Object.keys(row) as (keyof SubjectRow)[]).filter((key) => !isSame(row[key], old[key]));
    if (fields.length === 0) return false;
    if (fields.includes('code') || fields.includes('protocolId')) refuseCode(context, row, subjectId);
    refuseUnknownSite(context, row.siteId);
    refuseImpossible(context, subject, { ...subject, ...row });
    const isFirst = fields.every((key) => isUnrecorded(old[key]));
    if (!isFirst && reason === undefined)
      throw new RemnantError('invalid_input', 'What is recorded of the subject changes; that needs a reason.');
    updateSubject(context.db, row);
    if (isFirst) record({ action: 'update', entity: 'subject', entityId: subjectId, oldValue: old, newValue: row });
    else
      keepFormer(context, record, {
        subjectId,
        entity: 'subject',
        former: old,
        replacement: row,
        reason: reason ?? null,
      });
    return true;
  });
  return stored ? changed(context, subjectId) : getSubject(context, { subjectId });
}

const itemsOf = (subject: Subject): SubjectRow => ({
  id: subject.id,
  code: subject.code,
  siteId: subject.siteId,
  protocolId: subject.protocolId,
  sex: subject.sex,
  liverQuality: subject.liverQuality,
  yearOfBirth: subject.yearOfBirth,
  plannedResection: subject.plannedResection,
  earlierProcedures: subject.earlierProcedures,
  createdAt: subject.createdAt,
});

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const isUnrecorded = (value: unknown): boolean =>
  value === null || value === 'unknown' || (Array.isArray(value) && value.length === 0);

/** A code fits its protocol's pattern and is, and was, no other subject's. */
function refuseCode(context: HostContext, { code, protocolId }: SubjectRow, subjectId: string | null): void {
  const problem = codeProblem(protocolOf(context, protocolId), 'subject', code);
  if (problem !== null) throw new RemnantError('invalid_input', problem);
  const owner = subjectIdOfCode(context.db, code);
  if (owner !== undefined && owner !== subjectId)
    throw new RemnantError('conflict', `There is a subject ${code} already.`);
  if (wasCodeOfAnother(context.db, code, subjectId))
    throw new RemnantError(
      'conflict',
      `${code} was the code of another subject before it was corrected; use another one.`,
    );
}

function refuseUnknownSite({ db }: HostContext, siteId: string | null): void {
  if (siteId !== null && !allSites(db).some(({ id }) => id === siteId))
    throw new RemnantError('not_found', 'There is no such site.');
}
