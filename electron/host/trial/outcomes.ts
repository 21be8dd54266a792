import type { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Outcome, outcomeInput, Subject } from '../../core/contract/trial.ts';
import { daysBetween, localDate } from '../../core/domain/dates.ts';
import type { HostContext } from '../context.ts';
import { insertOutcome } from '../db/tables/outcome.ts';
import { refuseFuture } from './dates.ts';
import { changed, getSubject } from './subjects.ts';

const FOLLOW_UP_DAYS = 90;

interface SetOutcome {
  readonly subjectId: string;
  readonly outcome: z.output<typeof outcomeInput>;
  readonly changeReason?: string | undefined;
}

/**
 * Records what became of the subject. A second one is a correction, which needs a reason; the first stays in the record.
 * @throws RemnantError 'invalid_input' for a day in the future, or a correction without a reason
 */
export function setOutcome(context: HostContext, { subjectId, outcome, changeReason }: SetOutcome): Subject {
  refuseFuture('The decision', outcome.decisionDate, context.now());
  if (outcome.resectionDate !== null) refuseFuture('The resection', outcome.resectionDate, context.now());
  refuseEarlySurvival(outcome, localDate(context.now()));
  context.change((record) => {
    const old = getSubject(context, { subjectId }).outcome;
    const row: Outcome = {
      id: context.newId(),
      ...outcome,
      changeReason: old === null ? null : neededReason(changeReason),
      recordedAt: context.now().toISOString(),
    };
    insertOutcome(context.db, subjectId, row);
    const newValue = { subjectId, ...row };
    const what = { entity: 'outcome', entityId: row.id, newValue };
    if (old === null) record({ action: 'create', ...what });
    else record({ action: 'correct', ...what, oldValue: { subjectId, ...old }, reason: row.changeReason ?? '' });
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
