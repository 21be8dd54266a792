/** What every change of a subject's record has in common: the rule of dates, corrections, and telling that it is done. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { RecordEntity, Subject } from '../../core/contract/trial.ts';
import { localDate } from '../../core/domain/dates.ts';
import { newlyImpossible } from '../../core/domain/subjectDates.ts';
import type { AuditRecord, HostContext } from '../context.ts';
import { insertCorrection } from '../db/tables/correction.ts';
import { findSubject } from '../db/tables/subject.ts';

export type Trail = (entry: AuditRecord) => void;

/** @throws RemnantError 'not_found' */
export function getSubject(context: HostContext, { subjectId }: { readonly subjectId: string }): Subject {
  const subject = findSubject(context.db, subjectId);
  if (subject === undefined) throw new RemnantError('not_found', 'There is no such subject.');
  return subject;
}

/** Tells that the subject was changed, after the commit, and gives its new state. */
export function changed(context: HostContext, subjectId: string): Subject {
  context.emit('trial.changed', { subjectId });
  return getSubject(context, { subjectId });
}

/** @throws RemnantError 'invalid_input' when dates would run backwards that didn't before */
export function refuseImpossible(context: HostContext, before: Subject, after: Subject): void {
  const sentence = newlyImpossible(before, after, localDate(context.now()));
  if (sentence !== null) throw new RemnantError('invalid_input', sentence);
}

/** @throws RemnantError 'not_found' */
export function entryOf<T extends { readonly id: string }>(entries: readonly T[], entryId: string): T {
  const found = entries.find(({ id }) => id === entryId);
  if (found) return found;
  throw new RemnantError(
    'not_found',
    'This entry is not in the record, or was corrected by somebody else; look again.',
  );
}

/** The list with one entry in the place of another, or without it. */
export const withReplaced = <T extends { readonly id: string }>(
  entries: readonly T[],
  entryId: string,
  replacement: T | null,
): T[] => entries.flatMap((entry) => (entry.id !== entryId ? [entry] : replacement === null ? [] : [replacement]));

export interface Replacing {
  readonly subjectId: string;
  readonly entity: RecordEntity;
  readonly former: { readonly id: string };
  /** null: struck out. */
  readonly replacement: { readonly id: string } | null;
  readonly reason: string | null;
}

/** Keeps the former entry in the record, and says in the trail what took its place and why. */
export function keepFormer(context: HostContext, record: Trail, replacing: Replacing, action?: string): void {
  const { subjectId, entity, former, replacement, reason } = replacing;
  insertCorrection(context.db, {
    id: context.newId(),
    subjectId,
    entity,
    entryId: former.id,
    replacementId: replacement?.id ?? null,
    former: { ...former },
    replacement: replacement && { ...replacement },
    reason,
    correctedAt: context.now().toISOString(),
    correctedBy: context.actor.user,
  });
  record({
    action: action ?? (replacement === null ? 'strike_out' : 'correct'),
    entity,
    entityId: (replacement ?? former).id,
    oldValue: { subjectId, ...former },
    ...(replacement && { newValue: { subjectId, ...replacement } }),
    ...(reason !== null && { reason }),
  });
}
