import type { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Outcome, outcomeInput, Subject } from '../../core/contract/trial.ts';
import { daysBetween, localDate } from '../../core/domain/dates.ts';
import type { HostContext } from '../context.ts';
import { insertOutcome } from '../db/tables/outcome.ts';
import { changed, getSubject, keepFormer, refuseImpossible } from './recordChange.ts';

const FOLLOW_UP_DAYS = 90;

interface SetOutcome {
  readonly subjectId: string;
  readonly outcome: z.output<typeof outcomeInput>;
  readonly changeReason?: string | undefined;
}

/**
 * Records what became of the subject. A second one is a correction, which needs a reason; the first stays in the record.
 * @throws RemnantError 'invalid_input' when dates would run backwards, or for a correction without a reason
 */
export function setOutcome(context: HostContext, { subjectId, outcome, changeReason }: SetOutcome): Subject {
  refuseEarlySurvival(outcome, localDate(context.now()));
  context.change((record) => {
    const subject = getSubject(context, { subjectId });
    const former = subject.outcome;
    const row: Outcome = {
      id: context.newId(),
      ...outcome,
      changeReason: former === null ? null : neededReason(changeReason),
      recordedAt: context.now().toISOString(),
      corrected: former !== null,
    };
    refuseImpossible(context, subject, { ...subject, outcome: row });
    insertOutcome(context.db, subjectId, row);
    const entity = 'outcome';
    if (former === null) record({ action: 'create', entity, entityId: row.id, newValue: { subjectId, ...row } });
    else keepFormer(context, record, { subjectId, entity, former, replacement: row, reason: row.changeReason });
  });
  return changed(context, subjectId);
}

function neededReason(changeReason: string | undefined): string {
  if (changeReason !== undefined) return changeReason;
  throw new RemnantError('invalid_input', 'The outcome is recorded already; a correction needs a reason.');
}

/** Somebody who is alive on day 89 has no 90-day status yet. */
function refuseEarlySurvival({ status90Days, resectionDate }: SetOutcome['outcome'], today: string): void {
  if (status90Days !== 'alive' || resectionDate === null) return;
  const days = daysBetween(resectionDate, today);
  if (days >= FOLLOW_UP_DAYS) return;
  const sentence = `Only ${days} days have passed since the resection; the status counts from day ${FOLLOW_UP_DAYS}.`;
  throw new RemnantError('invalid_input', sentence);
}
