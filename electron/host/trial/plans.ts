import type { SubjectPlan } from '../../core/contract/trial.ts';
import { localDate } from '../../core/domain/dates.ts';
import { visitPlan } from '../../core/domain/visitPlan.ts';
import type { HostContext } from '../context.ts';
import { loadProtocol } from '../volumetry/protocols.ts';
import { listSubjects } from './subjects.ts';

/** What each subject's protocol plans, as it stands on the workstation's day; by code. */
export function listPlans(context: HostContext): SubjectPlan[] {
  const protocol = loadProtocol();
  const today = localDate(context.now());
  return listSubjects(context).map((subject) => ({
    subjectId: subject.id,
    visits: visitPlan(protocol, subject, today),
  }));
}
