import type {
  EmbolisationInput,
  FunctionTestInput,
  Subject,
  SubjectInput,
} from '../../../electron/core/contract/trial.ts';
import { goTo, routes } from '../../app/routes.ts';
import { host, type MethodInput } from '../../host/index.ts';
import type { OutcomeForm } from './forms.ts';
import { findDrafts, forgetDraft, without } from './keeping.ts';
import { useRecord, type DialogState, type FormKey } from './store.ts';

const { setState: set, getState: get } = useRecord;

/** Shown once what was left unfinished in it is found. */
export function openDialog(dialog: DialogState): void {
  void findDrafts(dialog.subjectId).then(() => {
    set({ dialog });
  });
}
/** Closes the dialog; what was typed stays for the next time. */
export function closeDialog(): void {
  set({ dialog: null });
}

export function editReason(id: string, reason: string): void {
  set(({ reasons }) => ({ reasons: { ...reasons, [id]: reason } }));
}

/** Forgets the draft and closes the form only once the host has stored what was entered. */
async function whenStored(key: FormKey, sent: Promise<Subject>): Promise<Subject> {
  const subject = await sent;
  forgetDraft(key);
  closeDialog();
  return subject;
}

export async function addSubject(input: SubjectInput): Promise<void> {
  const key = { form: 'subject', subjectId: null, entryId: null } as const;
  const { id } = await whenStored(key, host.client.trial.addSubject(input));
  goTo(routes.recordOf(id));
}

export async function changeSubject(input: MethodInput<'trial.changeSubject'>): Promise<void> {
  const key = { form: 'subject', subjectId: input.subjectId, entryId: null } as const;
  await whenStored(key, host.client.trial.changeSubject(input));
}

/** A new entry, or one in the place of `entryId`. */
interface Entered<T> {
  readonly subjectId: string;
  readonly entryId: string | null;
  readonly entered: T;
  readonly reason: string | null;
}

export async function storeMeasure(input: Entered<MethodInput<'trial.addMeasure'>['measure']>): Promise<void> {
  const { subjectId, entryId, entered: measure, reason } = input;
  const { trial } = host.client;
  const sent =
    entryId === null
      ? trial.addMeasure({ subjectId, measure })
      : trial.correctMeasure({ subjectId, entryId, measure, reason: reason ?? '' });
  await whenStored({ form: 'measure', subjectId, entryId }, sent);
}

export async function storeEmbolisation(input: Entered<EmbolisationInput>): Promise<void> {
  const { subjectId, entryId, entered: embolisation, reason } = input;
  const { trial } = host.client;
  const sent =
    entryId === null
      ? trial.addEmbolisation({ subjectId, embolisation })
      : trial.correctEmbolisation({ subjectId, entryId, embolisation, reason: reason ?? '' });
  await whenStored({ form: 'embolisation', subjectId, entryId }, sent);
}

export async function storeFunctionTest(input: Entered<FunctionTestInput>): Promise<void> {
  const { subjectId, entryId, entered: functionTest, reason } = input;
  const { trial } = host.client;
  const sent =
    entryId === null
      ? trial.addFunctionTest({ subjectId, functionTest })
      : trial.correctFunctionTest({ subjectId, entryId, functionTest, reason: reason ?? '' });
  await whenStored({ form: 'function_test', subjectId, entryId }, sent);
}

export async function setOutcome(subjectId: string, entryId: string | null, form: OutcomeForm): Promise<void> {
  await whenStored({ form: 'outcome', subjectId, entryId }, host.client.trial.setOutcome({ subjectId, ...form }));
}

export async function assignSeries(input: MethodInput<'trial.setTimePoint'>): Promise<void> {
  const key = { form: 'time_point', subjectId: input.subjectId, entryId: null } as const;
  await whenStored(key, host.client.trial.setTimePoint(input));
}

export async function changeTimePoint(input: MethodInput<'trial.changeTimePoint'>): Promise<void> {
  const key = { form: 'time_point', subjectId: input.subjectId, entryId: input.timePointId } as const;
  await whenStored(key, host.client.trial.changeTimePoint(input));
}

export async function removeTimePoint(subjectId: string, timePointId: string, reason: string): Promise<void> {
  await host.client.trial.removeTimePoint({ subjectId, timePointId, reason });
  forgetReason(timePointId);
}

export async function strikeOut(input: MethodInput<'trial.strikeOut'>): Promise<void> {
  await host.client.trial.strikeOut(input);
  forgetReason(input.entryId);
}

export async function addSite(input: MethodInput<'trial.addSite'>): Promise<void> {
  await host.client.trial.addSite(input);
  closeDialog();
}

function forgetReason(id: string): void {
  set({ reasons: without(get().reasons, id), dialog: null });
}
